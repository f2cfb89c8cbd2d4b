/// state_*: what the state after a block holds, and what its runtime answers. Observed: polkadot-stable2407:
/// sc_rpc_api::state
#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "rpc/methods/asked_blocks.hpp"
#include "rpc/methods/recent_state.hpp"
#include "rpc/methods/runtime_texts.hpp"
#include "rpc/methods/state_history.hpp"
#include "rpc/methods/state_migration.hpp"
#include "rpc/methods/state_subscriptions.hpp"
#include "rpc/methods/storage.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

using chain::Client;

/// The view on the state of the block that argument `index` names.
Result<StorageView, RpcError> view_at(Client& client, const Params& params, size_t index) {
    TRY_ASSIGN(const auto block, params.optional_hash(index, "hash"));
    auto state = open_state(client, block_or_best(client, block));
    if (!state) return Err(state_error(state.error()));
    return StorageView{*std::move(state)};
}

/// Where argument 1 says to look, and the key of argument 0.
Result<std::pair<StorageView, Bytes>, RpcError> asked_entry(Client& client, const Params& params) {
    TRY_ASSIGN(Bytes key, params.bytes(0, "key"));
    TRY_ASSIGN(StorageView view, view_at(client, params, 1));
    return std::pair(std::move(view), std::move(key));
}

RpcResult call_method(Client& client, const Call& call) {
    const Params& params = call.params;
    TRY_ASSIGN(const std::string name, params.string(0, "name"));
    TRY_ASSIGN(const Bytes arguments, params.bytes(1, "bytes"));
    TRY_ASSIGN(const auto asked, params.optional_hash(2, "hash"));
    const Hash256 block = block_or_best(client, asked);
    const auto answer = call_runtime(client, call, block, name, arguments);
    if (answer) return hex(BytesView(*answer));
    if (!client.has_or_finds_state(block)) return Err(state_error(why_no_state(client, block, "UnknownBlock: ")));
    return Err(state_error(answer.error()));
}

/// Observed: polkadot 1.25.1: a node of a relay chain re-enacts no block with a recorder of the proof's size, and says
/// so; only the collators' program does. Clients tell by the codes what to do instead.
RpcResult call_recorded(const Call& call) {
    TRY(call.params.string(0, "name"));
    TRY(call.params.bytes(1, "bytes"));
    TRY(call.params.hash(2, "block"));
    if (call.deny_unsafe) {
        return Err(
            RpcError{error_codes::kRecordingDenied, "Recorded runtime calls are unsafe and disabled on this node"});
    }
    return Err(RpcError{error_codes::kRecordingUnsupported, "Recorded runtime calls are not supported by this node"});
}

RpcResult get_keys_paged(Services& services, const Params& params) {
    TRY_ASSIGN(const auto prefix, optional_bytes(params, 0, "prefix"));
    TRY_ASSIGN(const uint64_t count, params.number(1, "count", UINT32_MAX));
    TRY_ASSIGN(const auto start, optional_bytes(params, 2, "start_key"));
    ENSURE(count <= kMaxPage,
           RpcError{error_codes::kStateCount, "count exceeds maximum value. value: " + std::to_string(count) +
                                                  ", max: " + std::to_string(kMaxPage)});
    TRY_ASSIGN(StorageView view, view_at(services.client, params, 3));
    return keys_json(services, view, prefix.value_or(Bytes()), start, count);
}

/// Of the entry, or of all that have the key as a prefix: the size of a map.
/// Observed: polkadot 1.25.1 gives up after 30 seconds where unsafe methods are refused.
RpcResult get_storage_size(Services& services, const Call& call) {
    TRY_ASSIGN(auto asked, asked_entry(services.client, call.params));
    auto& [view, key] = asked;
    TRY_ASSIGN(Json size, entry_json(view, key, show_size));
    if (!size.is_null()) return size;
    TRY_ASSIGN(const auto sum, sum_of_sizes(view, key, CallTime(services, call)));
    ENSURE(sum, state_error("the call took too long"));
    return *sum > 0 ? Json(*sum) : Json(nullptr);
}

RpcResult get_read_proof(Services& services, const Call& call) {
    TRY_ASSIGN(const auto keys, call.params.bytes_list(0, "keys"));
    TRY_ASSIGN(const auto asked, call.params.optional_hash(1, "hash"));
    TRY_ASSIGN(StorageView view, view_at(services.client, call.params, 1));
    return proof_json(services, block_or_best(services.client, asked), view, keys, CallTime(services, call));
}

/// What an answer shows of the entry that the arguments name.
std::optional<RpcResult> get_entry(Client& client, RecentState& recent, ShowEntry show, const Call& call,
                                   const Later& later) {
    auto key = call.params.bytes(0, "key");
    if (!key) return RpcResult(Err(std::move(key).error()));
    auto asked = call.params.optional_hash(1, "hash");
    if (!asked) return RpcResult(Err(std::move(asked).error()));
    const Hash256 best = client.best().hash, block = asked->value_or(best);
    auto lent = block == best ? recent.take(block) : RecentState::Lent();
    if (lent.state == nullptr) {
        auto opened = open_state(client, block);
        if (!opened) return RpcResult(Err(state_error(std::move(opened).error())));
        lent.state = *std::move(opened);
    }
    StorageView view{std::move(lent.state)};
    auto result = entry_json(view, *key, show, call.connection, later);
    // A fork's states can be changed where they are.
    const bool may_stay = block == best && result && *result && !view.state->asks_others();
    if (may_stay) recent.give_back(block, {std::move(view.state), lent.id});
    return result;
}

void add_storage_methods(Registry& registry, Services& services) {
    Client& client = services.client;
    const auto recent = std::make_shared<RecentState>(services.scheduler);
    const auto entry_method = [&](const char* name, ShowEntry show) {
        const auto get = [&client, recent, show](const Call& call, const Later& later) {
            return get_entry(client, *recent, show, call, later);
        };
        registry.later_method(name,
                              {.cost = Cost::kLight,
                               .parameters = {"key", "hash"},
                               .is_at_once = reads_at_once(services),
                               .is_usually_brief = true},
                              where_it_may_wait(client, 1, get));
    };
    entry_method("state_getStorage", show_value);
    entry_method("state_getStorageHash", show_hash);
    registry.method("state_getStorageSize", {.parameters = {"key", "hash"}},
                    [&services](const Call& call) { return get_storage_size(services, call); });
    registry.method("state_getKeys", {.parameters = {"prefix", "hash"}}, [&services](const Call& call) -> RpcResult {
        TRY_ASSIGN(const Bytes prefix, call.params.bytes(0, "prefix"));
        TRY_ASSIGN(StorageView view, view_at(services.client, call.params, 1));
        return keys_json(services, view, prefix, std::nullopt, SIZE_MAX);
    });
    registry.method("state_getPairs", {.safety = Safety::kUnsafe, .parameters = {"prefix", "hash"}},
                    [&services](const Call& call) -> RpcResult {
                        TRY_ASSIGN(const Bytes prefix, call.params.bytes(0, "prefix"));
                        TRY_ASSIGN(StorageView view, view_at(services.client, call.params, 1));
                        return pairs_json(services, view, prefix);
                    });
    registry.method("state_getKeysPaged", {.parameters = {"prefix", "count", "start_key", "hash"}},
                    [&services](const Call& call) { return get_keys_paged(services, call.params); });
    registry.method("state_getReadProof", {.parameters = {"keys", "hash"}},
                    [&services](const Call& call) { return get_read_proof(services, call); });
}

}  // namespace

void add_state(Registry& registry, Services& services) {
    Client& client = services.client;
    add_storage_methods(registry, services);
    registry.method("state_call", {.parameters = {"name", "bytes", "hash"}},
                    [&client](const Call& call) { return call_method(client, call); });
    registry.method("state_callRecorded", {.cost = Cost::kLight, .parameters = {"name", "bytes", "block"}},
                    call_recorded);
    const auto texts = std::make_shared<RuntimeTexts>();
    registry.text_method("state_getMetadata", {.parameters = {"hash"}},
                         [&client, texts](const Call& call) -> Result<RuntimeTexts::Text, RpcError> {
                             TRY_ASSIGN(const auto block, call.params.optional_hash(0, "hash"));
                             return texts->metadata(client, call, block_or_best(client, block));
                         });
    registry.text_method("state_getRuntimeVersion", {.parameters = {"hash"}},
                         [&client, texts](const Call& call) -> Result<RuntimeTexts::Text, RpcError> {
                             TRY_ASSIGN(const auto block, call.params.optional_hash(0, "hash"));
                             return texts->version(client, block_or_best(client, block));
                         });
    registry.alias("chain_getRuntimeVersion", "state_getRuntimeVersion");
    for (const std::string name : {"call", "getKeysPaged", "getStorage", "getStorageHash", "getStorageSize"}) {
        registry.alias("state_" + name + "At", "state_" + name);
    }
    add_state_history(registry, services);
    add_state_migration(registry, services);
    add_runtime_version_subscription(registry, services);
    add_storage_subscription(registry, services);
}

}  // namespace serinus::rpc
