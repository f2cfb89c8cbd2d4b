/// mmr_*: proofs of old blocks by the runtime's Merkle mountain range. Observed: mmr-rpc
#include <array>

#include "codec/scale.hpp"
#include "executor/offchain.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
using chain::Client;

constexpr int kMmrRuntimeError = 8000;
constexpr int kMmrError = 8010;

/// By the index of the variant: code beyond kMmrError, sentence, name. Observed: sp_mmr_primitives::Error
struct MmrFault {
    int code;
    const char* message;
    const char* name;
};
constexpr std::array<MmrFault, 10> kFaults = {{
    {4, "Error performing numeric op", "InvalidNumericOp"},
    {0, "Error pushing new node", "Push"},
    {0, "Error getting new root", "GetRoot"},
    {0, "Error committing changes", "Commit"},
    {2, "Error generating proof", "GenerateProof"},
    {3, "Invalid proof", "Verify"},
    {1, "Leaf was not found", "LeafNotFound"},
    {0, "MMR pallet not included in runtime", "PalletNotIncluded"},
    {0, "Requested leaf index invalid", "InvalidLeafIndex"},
    {5, "Provided best known block number invalid", "InvalidBestKnownBlock"},
}};

RpcError runtime_error(const std::string& reason) { return {kMmrRuntimeError, "Runtime trapped", Json(reason)}; }

/// Takes the first byte off: whether the runtime answers Ok. Otherwise its error.
Result<Bytes, RpcError> unwrap(const OrReason<Bytes>& answer) {
    if (!answer) return Err(runtime_error(answer.error()));
    const Bytes& bytes = *answer;
    ENSURE(!bytes.empty() && bytes[0] <= 1 && (bytes[0] == 0 || bytes.size() == 2),
           runtime_error("the answer cannot be decoded"));
    if (bytes[0] == 0) return Bytes(bytes.begin() + 1, bytes.end());
    ENSURE(bytes[1] < kFaults.size(), runtime_error("the answer is an unknown error"));
    const MmrFault& fault = kFaults[bytes[1]];
    return Err(RpcError{kMmrError + fault.code, fault.message, Json(fault.name)});
}

/// The runtime reads leaves from the offchain database, where blocks wrote them.
OrReason<Bytes> call_with_offchain(Client& client, const Call& call, const Hash256& block, std::string_view name,
                                   BytesView arguments) {
    executor::OffchainServices offchain;
    offchain.persistent_storage = &client.offchain_storage();
    return call_runtime(client, call, block, name, arguments, {.offchain = &offchain});
}

RpcResult root(Client& client, const Call& call) {
    const Params& params = call.params;
    TRY_ASSIGN(const auto at, params.optional_hash(0, "at"));
    TRY_ASSIGN(const Bytes bytes, unwrap(call_runtime(client, call, block_or_best(client, at), "MmrApi_mmr_root", {})));
    return hex(BytesView(bytes));
}

using Leaves = std::vector<Bytes>;
struct LeafProof {
    std::vector<uint64_t> leaf_indices;
    uint64_t leaf_count = 0;
    std::vector<Hash256> items;
};

RpcResult generate_proof(Client& client, const Call& call) {
    const Params& params = call.params;
    const Json* list = params.find(0);
    ENSURE(list != nullptr && list->is_array(), invalid_params("block_numbers: expected an array"));
    const Params numbers(list->get_array());
    std::vector<uint32_t> blocks;
    for (size_t i = 0; i < numbers.size(); ++i) {
        blocks.push_back(static_cast<uint32_t>(TRY(numbers.number(i, "block_numbers", UINT32_MAX))));
    }
    TRY_ASSIGN(const auto best_known, params.optional_number(1, "best_known_block_number", UINT32_MAX));
    TRY_ASSIGN(const auto at, params.optional_hash(2, "at"));
    const Hash256 block = block_or_best(client, at);
    Bytes arguments = scale::encode(blocks);
    scale::append_encoded(arguments, best_known ? std::optional(static_cast<uint32_t>(*best_known)) : std::nullopt);
    TRY_ASSIGN(const Bytes bytes, unwrap(call_with_offchain(client, call, block, "MmrApi_generate_proof", arguments)));
    scale::Decoder in(bytes);
    const auto leaves = scale::decode_from<Leaves>(in);
    ENSURE(leaves, runtime_error("the leaves cannot be decoded"));
    const BytesView proof = in.rest();
    return json::object{{"blockHash", hex(block)},
                        {"leaves", hex(BytesView(bytes).first(bytes.size() - proof.size()))},
                        {"proof", hex(proof)}};
}

struct AncestryProof {
    std::vector<Hash256> prev_peaks;
    uint64_t prev_leaf_count = 0;
    uint64_t leaf_count = 0;
    std::vector<std::pair<uint64_t, Hash256>> items;  ///< positions and hashes of nodes
};

/// Observed: fields in the spelling of Rust, unlike those of other methods.
RpcResult generate_ancestry_proof(Client& client, const Call& call) {
    const Params& params = call.params;
    TRY_ASSIGN(const uint64_t previous, params.number(0, "prev_block_number", UINT32_MAX));
    TRY_ASSIGN(const auto best_known, params.optional_number(1, "best_known_block_number", UINT32_MAX));
    TRY_ASSIGN(const auto at, params.optional_hash(2, "at"));
    Bytes arguments = scale::encode(static_cast<uint32_t>(previous));
    scale::append_encoded(arguments, best_known ? std::optional(static_cast<uint32_t>(*best_known)) : std::nullopt);
    TRY_ASSIGN(const Bytes bytes, unwrap(call_with_offchain(client, call, block_or_best(client, at),
                                                            "MmrApi_generate_ancestry_proof", arguments)));
    const auto proof = scale::decode<AncestryProof>(bytes);
    ENSURE(proof, runtime_error("the proof cannot be decoded"));
    json::array peaks, items;
    for (const Hash256& peak : proof->prev_peaks) peaks.push_back(hex(peak));
    for (const auto& [position, hash] : proof->items) items.push_back(json::array{position, hex(hash)});
    return json::object{{"prev_peaks", std::move(peaks)},
                        {"prev_leaf_count", proof->prev_leaf_count},
                        {"leaf_count", proof->leaf_count},
                        {"items", std::move(items)}};
}

struct AskedProof {
    Hash256 block;
    Bytes arguments;  ///< leaves and proof
};

/// {"blockHash": …, "leaves": …, "proof": …}
Result<AskedProof, RpcError> read_proof(const Params& params, size_t index) {
    const Json* value = params.find(index);
    const auto* object = value == nullptr ? nullptr : value->if_object();
    ENSURE(object != nullptr, invalid_params("proof: expected an object"));
    const auto member = [&](const char* name) {
        const Json* found = object->if_contains(name);
        return found == nullptr ? Json(nullptr) : *found;
    };
    const Params fields(json::array{member("blockHash"), member("leaves"), member("proof")});
    TRY_ASSIGN(const Hash256 block, fields.hash(0, "blockHash"));
    TRY_ASSIGN(const Bytes leaves, fields.bytes(1, "leaves"));
    TRY_ASSIGN(const Bytes proof, fields.bytes(2, "proof"));
    ENSURE(scale::decode<Leaves>(leaves), invalid_params("leaves: cannot be decoded"));
    ENSURE(scale::decode<LeafProof>(proof), invalid_params("proof: cannot be decoded"));
    return AskedProof{block, concat(leaves, proof)};
}

RpcResult verify_proof(Client& client, const Call& call) {
    const Params& params = call.params;
    TRY_ASSIGN(const AskedProof asked, read_proof(params, 0));
    TRY(unwrap(call_with_offchain(client, call, asked.block, "MmrApi_verify_proof", asked.arguments)));
    return Json(true);
}

RpcResult verify_proof_stateless(Client& client, const Call& call) {
    const Params& params = call.params;
    TRY_ASSIGN(const Hash256 mmr_root, params.hash(0, "mmr_root"));
    TRY_ASSIGN(const AskedProof asked, read_proof(params, 1));
    TRY(unwrap(call_runtime(client, call, asked.block, "MmrApi_verify_proof_stateless",
                            concat(mmr_root.bytes, asked.arguments))));
    return Json(true);
}

}  // namespace

void add_mmr(Registry& registry, Services& services) {
    Client& client = services.client;
    const auto version = client.api_version(client.best().hash, "MmrApi");
    if (!version || !*version) return;
    const auto add = [&](const char* name, std::vector<std::string> parameters,
                         RpcResult (*method)(Client&, const Call&)) {
        registry.method(name, {.parameters = std::move(parameters)},
                        [&client, method](const Call& call) { return method(client, call); });
    };
    add("mmr_root", {"at"}, root);
    add("mmr_generateProof", {"block_numbers", "best_known_block_number", "at"}, generate_proof);
    add("mmr_generateAncestryProof", {"prev_block_number", "best_known_block_number", "at"}, generate_ancestry_proof);
    add("mmr_verifyProof", {"proof"}, verify_proof);
    add("mmr_verifyProofStateless", {"mmr_root", "proof"}, verify_proof_stateless);
}

}  // namespace serinus::rpc
