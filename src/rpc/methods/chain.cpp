/// chain_*: blocks, headers, and what becomes of them. Observed: polkadot-stable2407: sc_rpc_api::chain
#include <algorithm>

#include "base/hex.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/asked_blocks.hpp"
#include "rpc/methods/heads.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
using chain::Client;

RpcError chain_client_error(const std::string& reason) {
    return {error_codes::kChainClient, "Client error: " + reason};
}

RpcResult get_header(Client& client, const Params& params) {
    TRY_ASSIGN(const auto block, params.optional_hash(0, "hash"));
    const auto header = client.look_up_header(block_or_best(client, block));
    if (!header) return Err(chain_client_error(header.error().reason));
    return *header == nullptr ? Json(nullptr) : header_json(**header);
}

RpcResult get_block(Client& client, const Params& params) {
    TRY_ASSIGN(const auto block, params.optional_hash(0, "hash"));
    const Hash256 hash = block_or_best(client, block);
    const auto header = client.look_up_header(hash);
    if (!header) return Err(chain_client_error(header.error().reason));
    const auto body = client.look_up_body(hash);
    if (!body) return Err(chain_client_error(body.error().reason));
    if (*header == nullptr || !body->has_value()) return Json(nullptr);  // unknown, or its body was pruned
    const auto justifications = client.find_justifications(hash);
    if (!justifications) return Err(chain_client_error(justifications.error().reason));
    return signed_block_json(**header, **body, *justifications);
}

struct AskedNumber {
    uint64_t value = 0;
    std::string shown;  ///< as the reference's debug output has it
};

/// A number, or a string of hex digits. Observed: number::NumberOrHex of sp-rpc 41.0.0
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

Result<uint32_t, RpcError> block_number(const Json& asked) {
    TRY_ASSIGN(const AskedNumber number, read_number(asked));
    ENSURE(number.value <= UINT32_MAX,
           RpcError{error_codes::kChainOther, "`" + number.shown + "` > u32::MAX, the max block number is u32."});
    return static_cast<uint32_t>(number.value);
}

/// Ours: an answer of so many hashes has some 15 MiB, the usual limit of a response.
constexpr size_t kMaxNumbers = 230'000;
/// Ours: those that a fork asks its origin for at most.
constexpr size_t kMaxAskedNumbers = 4'096;

/// Which blocks chain_getBlockHash asks for; nullopt: the best one.
Result<std::vector<std::optional<uint32_t>>, RpcError> asked_numbers(const Json* asked, bool is_fork) {
    std::vector<std::optional<uint32_t>> out;
    const auto* list = asked == nullptr ? nullptr : asked->if_array();
    if (asked == nullptr) return std::vector<std::optional<uint32_t>>(1);
    if (list == nullptr) {
        out.emplace_back(TRY(block_number(*asked)));
        return out;
    }
    ENSURE(list->size() <= kMaxNumbers, invalid_params("too many block numbers"));
    for (const Json& item : *list) {
        // Observed: Chopsticks 1.5.1.
        const bool is_best = is_fork && item.is_null();
        out.push_back(is_best ? std::nullopt : std::optional(TRY(block_number(item))));
    }
    return out;
}

/// The best block's without an argument; for a list, a list.
RpcResult get_block_hash(Services& services, const Params& params) {
    Client& client = services.client;
    const Json* asked = params.find(0);
    TRY_ASSIGN(const auto wanted, asked_numbers(asked, services.fork_states != nullptr));
    std::vector<uint32_t> numbers;
    size_t missing = 0;
    for (const auto& number : wanted) {
        if (!number) continue;
        if (!client.is_at_hand(*number)) ++missing;
        numbers.push_back(*number);
    }
    ENSURE(missing <= kMaxAskedNumbers, invalid_params("too many numbers of blocks before the fork"));
    const auto hashes = client.look_up_hashes(numbers);
    if (!hashes) return Err(chain_client_error(hashes.error().reason));
    json::array out;
    out.reserve(wanted.size());
    size_t next = 0;
    for (const auto& number : wanted) {
        const std::optional<Hash256> hash = number ? (*hashes)[next++] : client.best().hash;
        out.push_back(hash ? hex(*hash) : Json(nullptr));
    }
    if (asked == nullptr || !asked->is_array()) return std::move(out.front());
    return out;
}

bool are_hashes_at_hand(Services& services, const Params& params) {
    const auto wanted = asked_numbers(params.find(0), services.fork_states != nullptr);
    if (!wanted) return true;
    return std::ranges::all_of(*wanted,
                               [&](const auto& number) { return !number || services.client.is_at_hand(*number); });
}

}  // namespace

void add_chain(Registry& registry, Services& services) {
    Client& client = services.client;
    registry.later_method(
        "chain_getHeader", {.cost = Cost::kLight, .parameters = {"hash"}, .is_usually_brief = true},
        where_it_may_wait(client, 0, at_once([&client](const Call& call) { return get_header(client, call.params); })));
    registry.method("chain_getBlock", {.parameters = {"hash"}},
                    [&client](const Call& call) { return get_block(client, call.params); });
    registry.later_method(
        "chain_getBlockHash", {.cost = Cost::kLight, .parameters = {"hash"}, .is_usually_brief = true},
        where_it_may_wait([&services](const Call& call) { return are_hashes_at_hand(services, call.params); },
                          at_once([&services](const Call& call) { return get_block_hash(services, call.params); })));
    registry.alias("chain_getHead", "chain_getBlockHash");
    registry.method("chain_getFinalizedHead", {.cost = Cost::kLight, .is_usually_brief = true},
                    [&client](const Call&) -> RpcResult { return hex(client.finalized().hash); });
    registry.alias("chain_getFinalisedHead", "chain_getFinalizedHead");
    add_head_subscriptions(registry, services);
}

}  // namespace serinus::rpc
