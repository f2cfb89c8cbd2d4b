/// mmr_*: proofs of old blocks by the runtime's Merkle mountain range. Observed: mmr-rpc 48.0.0
#include <array>

#include "codec/scale.hpp"
#include "executor/offchain.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/values.hpp"
#include "runtime_api/block_calls.hpp"
#include "runtime_api/mmr.hpp"

namespace serinus::rpc {
namespace {

namespace api = runtime_api::mmr;
namespace json = boost::json;
using chain::Client;

constexpr int kMmrRuntimeError = 8000;
constexpr int kMmrError = 8010;

/// By api::Error: code beyond kMmrError, sentence, name.
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

template <class T>
Result<T, RpcError> unwrap(OrReason<api::OrError<T>> answer) {
    if (!answer) return Err(runtime_error(answer.error()));
    if (*answer) return **std::move(answer);
    const MmrFault& fault = kFaults[static_cast<size_t>((*answer).error())];
    return Err(RpcError{kMmrError + fault.code, fault.message, Json(fault.name)});
}

template <class T, class... Arguments>
Result<T, RpcError> ask(Client& client, const Call& call, const Hash256& block,
                        const runtime_api::Call<api::OrError<T>(Arguments...)>& what,
                        const std::type_identity_t<Arguments>&... arguments) {
    // The runtime reads leaves from the offchain database, where blocks wrote them.
    executor::OffchainServices offchain;
    offchain.persistent_storage = &client.offchain_storage();
    return unwrap(ask_runtime(client, call, block, what, {.offchain = &offchain}, arguments...));
}

/// Checked to be a number of a block.
std::optional<primitives::BlockNumber> number_of(const std::optional<uint64_t>& number) {
    return number ? std::optional(static_cast<primitives::BlockNumber>(*number)) : std::nullopt;
}

RpcResult root(Client& client, const Call& call) {
    const Params& params = call.params;
    TRY_ASSIGN(const auto at, params.optional_hash(0, "at"));
    TRY_ASSIGN(const Hash256 hash, unwrap(ask_runtime(client, call, block_or_best(client, at), api::kRoot, {})));
    return hex(hash);
}

RpcResult generate_proof(Client& client, const Call& call) {
    const Params& params = call.params;
    const Json* list = params.find(0);
    ENSURE(list != nullptr && list->is_array(), invalid_params("block_numbers: expected an array"));
    const Params numbers(list->get_array());
    std::vector<primitives::BlockNumber> blocks;
    for (size_t i = 0; i < numbers.size(); ++i) {
        blocks.push_back(static_cast<uint32_t>(TRY(numbers.number(i, "block_numbers", UINT32_MAX))));
    }
    TRY_ASSIGN(const auto best_known, params.optional_number(1, "best_known_block_number", UINT32_MAX));
    TRY_ASSIGN(const auto at, params.optional_hash(2, "at"));
    const Hash256 block = block_or_best(client, at);
    TRY_ASSIGN(const auto answer, ask(client, call, block, api::kGenerateProof, blocks, number_of(best_known)));
    const auto& [leaves, proof] = answer;
    return json::object{{"blockHash", hex(block)},
                        {"leaves", hex(BytesView(scale::encode(leaves)))},
                        {"proof", hex(BytesView(proof.bytes))}};
}

/// Observed: polkadot 1.25.1: fields in the spelling of Rust, unlike those of other methods.
RpcResult generate_ancestry_proof(Client& client, const Call& call) {
    const Params& params = call.params;
    TRY_ASSIGN(const uint64_t previous, params.number(0, "prev_block_number", UINT32_MAX));
    TRY_ASSIGN(const auto best_known, params.optional_number(1, "best_known_block_number", UINT32_MAX));
    TRY_ASSIGN(const auto at, params.optional_hash(2, "at"));
    TRY_ASSIGN(const auto proof, ask(client, call, block_or_best(client, at), api::kGenerateAncestryProof,
                                     static_cast<primitives::BlockNumber>(previous), number_of(best_known)));
    json::array peaks, items;
    for (const Hash256& peak : proof.prev_peaks) peaks.push_back(hex(peak));
    for (const auto& [position, hash] : proof.items) items.push_back(json::array{position, hex(hash)});
    return json::object{{"prev_peaks", std::move(peaks)},
                        {"prev_leaf_count", proof.prev_leaf_count},
                        {"leaf_count", proof.leaf_count},
                        {"items", std::move(items)}};
}

struct AskedProof {
    Hash256 block;
    api::Leaves leaves;
    api::LeafProof proof;
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
    auto decoded_leaves = scale::decode<api::Leaves>(leaves);
    ENSURE(decoded_leaves, invalid_params("leaves: cannot be decoded"));
    auto decoded_proof = scale::decode<api::LeafProof>(proof);
    ENSURE(decoded_proof, invalid_params("proof: cannot be decoded"));
    return AskedProof{block, *std::move(decoded_leaves), *std::move(decoded_proof)};
}

RpcResult verify_proof(Client& client, const Call& call) {
    const Params& params = call.params;
    TRY_ASSIGN(const AskedProof asked, read_proof(params, 0));
    TRY(ask(client, call, asked.block, api::kVerifyProof, asked.leaves, asked.proof));
    return Json(true);
}

RpcResult verify_proof_stateless(Client& client, const Call& call) {
    const Params& params = call.params;
    TRY_ASSIGN(const Hash256 mmr_root, params.hash(0, "mmr_root"));
    TRY_ASSIGN(const AskedProof asked, read_proof(params, 1));
    TRY(unwrap(
        ask_runtime(client, call, asked.block, api::kVerifyProofStateless, {}, mmr_root, asked.leaves, asked.proof)));
    return Json(true);
}

}  // namespace

void add_mmr(Registry& registry, Services& services) {
    Client& client = services.client;
    const auto version = client.calls().find_api(client.best().hash, api::kRoot);
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
