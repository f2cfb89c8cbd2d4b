/// bitswap_v1_get: data of transactions that blocks indexed, by their hash. Observed: sc_rpc_spec_v2::bitswap 0.61.0
#include "rpc/methods/access.hpp"
#include "rpc/methods/content_id.hpp"

namespace serinus::rpc {
namespace {

constexpr int kFail = -32810;
constexpr int kFailRetryBackoff = -32812;

RpcError bitswap_error(int code, std::string message, const char* variant) {
    return {code, std::move(message), boost::json::object{{"variant", variant}}};
}
RpcError invalid_cid(const std::string& reason) {
    return bitswap_error(error_codes::kInvalidParams, "Invalid CID: " + reason, "InvalidCid");
}

/// No data is ever there: a node of the reference keeps it for runtimes that index transactions, and no relay chain,
/// nor any parachain of the system, has such a runtime (executor/host/indexing.cpp).
RpcResult get_indexed(SystemServices& system, const Params& params) {
    TRY_ASSIGN(const std::string text, params.string(0, "cid"));
    const auto cid = parse_content_id(text);
    if (!cid) return Err(invalid_cid(cid.error()));
    ENSURE(cid->version == 1, invalid_cid("Only CIDv1 is supported"));
    const bool is_known = cid->hash_function == hash_functions::kSha2_256 ||
                          cid->hash_function == hash_functions::kBlake2b256 ||
                          cid->hash_function == hash_functions::kKeccak256;
    ENSURE(is_known, invalid_cid("Only sha2-256, blake2b-256 & keccak-256 hash functions are supported"));
    ENSURE(cid->digest.size() == sizeof(Hash256), invalid_cid("Only 256-bit hash digests are supported"));
    if (system.is_syncing()) return Err(bitswap_error(kFailRetryBackoff, "Node is major syncing", "MajorSyncing"));
    return Err(bitswap_error(kFail, "Transaction not found", "NotFound"));
}

}  // namespace

void add_bitswap(Registry& registry, Services& services) {
    registry.method("bitswap_v1_get", {.cost = Cost::kLight, .parameters = {"cid"}},
                    [&system = services.system](const Call& call) { return get_indexed(system, call.params); });
}

}  // namespace serinus::rpc
