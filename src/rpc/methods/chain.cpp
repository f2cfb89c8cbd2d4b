/// chain_*: blocks, headers, and what becomes of them. Observed: sc_rpc_api::chain
#include "base/hex.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/heads.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
using chain::Client;

RpcError client_error(const std::string& reason) { return {error_codes::kChainClient, "Client error: " + reason}; }

RpcResult get_header(Client& client, const Params& params) {
    TRY_ASSIGN(const auto block, params.optional_hash(0, "hash"));
    const auto header = client.find_header(block_or_best(client, block));
    if (!header) return Err(client_error(header.error().reason));
    return *header == nullptr ? Json(nullptr) : header_json(**header);
}

RpcResult get_block(Client& client, const Params& params) {
    TRY_ASSIGN(const auto block, params.optional_hash(0, "hash"));
    const Hash256 hash = block_or_best(client, block);
    const auto header = client.find_header(hash);
    if (!header) return Err(client_error(header.error().reason));
    const auto body = client.find_body(hash);
    if (!body) return Err(client_error(body.error().reason));
    if (*header == nullptr || !body->has_value()) return Json(nullptr);  // unknown, or its body was pruned
    const auto justifications = client.find_justifications(hash);
    if (!justifications) return Err(client_error(justifications.error().reason));
    return signed_block_json(**header, **body, *justifications);
}

struct AskedNumber {
    uint64_t value = 0;
    std::string shown;  ///< as the reference's debug output has it
};

/// A number, or a string of hex digits. Observed: sp_rpc::number::NumberOrHex
Result<AskedNumber, RpcError> read_number(const Json& value) {
    if (const auto* number = value.if_uint64()) return AskedNumber{*number, "Number(" + std::to_string(*number) + ")"};
    if (const auto* number = value.if_int64(); number != nullptr && *number >= 0) {
        return AskedNumber{static_cast<uint64_t>(*number), "Number(" + std::to_string(*number) + ")"};
    }
    const auto* text = value.if_string();
    ENSURE(text != nullptr && text->starts_with("0x") && text->size() > 2 && text->size() <= 2 + 64,
           invalid_params("expected a block number: a number or hex digits in a string"));
    AskedNumber asked;
    for (const char c : json::string_view(*text).substr(2)) {
        const int digit = hex_digit(c);
        ENSURE(digit >= 0, invalid_params("invalid hex character in a block number"));
        const bool full = asked.value >> 60 != 0;
        asked.value = full ? UINT64_MAX : asked.value << 4 | static_cast<uint64_t>(digit);
    }
    asked.shown = "Hex(" + std::string(*text) + ")";
    return asked;
}

RpcResult hash_at(Client& client, const Json& asked) {
    TRY_ASSIGN(const AskedNumber number, read_number(asked));
    ENSURE(number.value <= UINT32_MAX,
           RpcError{error_codes::kChainOther, "`" + number.shown + "` > u32::MAX, the max block number is u32."});
    const auto hash = client.find_hash(static_cast<uint32_t>(number.value));
    if (!hash) return Err(client_error(hash.error().reason));
    return *hash ? hex(**hash) : Json(nullptr);
}

/// Ours: an answer of so many hashes has some 15 MiB, the usual limit of a response.
constexpr size_t kMaxNumbers = 230'000;

/// The best block's without an argument; for a list, a list.
RpcResult get_block_hash(Client& client, const Params& params) {
    const Json* asked = params.find(0);
    if (asked == nullptr) return hex(client.best().hash);
    const auto* list = asked->if_array();
    if (list == nullptr) return hash_at(client, *asked);
    ENSURE(list->size() <= kMaxNumbers, invalid_params("too many block numbers"));
    json::array out;
    out.reserve(list->size());
    for (const Json& item : *list) out.push_back(TRY(hash_at(client, item)));
    return out;
}

}  // namespace

void add_chain(Registry& registry, Services& services) {
    Client& client = services.client;
    registry.method("chain_getHeader", {.cost = Cost::kLight, .parameters = {"hash"}},
                    [&client](const Call& call) { return get_header(client, call.params); });
    registry.method("chain_getBlock", {.parameters = {"hash"}},
                    [&client](const Call& call) { return get_block(client, call.params); });
    registry.method("chain_getBlockHash", {.cost = Cost::kLight, .parameters = {"hash"}},
                    [&client](const Call& call) { return get_block_hash(client, call.params); });
    registry.alias("chain_getHead", "chain_getBlockHash");
    registry.method("chain_getFinalizedHead", {.cost = Cost::kLight},
                    [&client](const Call&) -> RpcResult { return hex(client.finalized().hash); });
    registry.alias("chain_getFinalisedHead", "chain_getFinalizedHead");
    add_head_subscriptions(registry, services);
}

}  // namespace serinus::rpc
