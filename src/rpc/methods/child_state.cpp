/// childstate_*: the entries of child tries. Observed: polkadot-stable2407: sc_rpc_api::child_state
#include "rpc/methods/asked_blocks.hpp"
#include "rpc/methods/storage.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

using chain::Client;

/// The child's key, which is the first argument, without the prefix that it must have.
Result<Bytes, RpcError> child_key(const Params& params) {
    TRY_ASSIGN(const Bytes prefixed, params.bytes(0, "child_storage_key"));
    const BytesView prefix = as_bytes(trie::kDefaultChildPrefix);
    ENSURE(prefixed.size() >= prefix.size() && equal(BytesView(prefixed).first(prefix.size()), prefix),
           state_error("Invalid child storage key"));
    return Bytes(prefixed.begin() + static_cast<std::ptrdiff_t>(prefix.size()), prefixed.end());
}

/// Calls `read` with a view on the child trie in the state of the block that argument `hash_index` names.
template <class Read>
auto with_child(Client& client, const Params& params, size_t hash_index, Read read)
    -> decltype(read(std::declval<StorageView&>())) {
    const auto failed = [](RpcError error) { return RpcResult(Err(std::move(error))); };
    auto child = child_key(params);
    if (!child) return failed(std::move(child).error());
    auto block = params.optional_hash(hash_index, "hash");
    if (!block) return failed(std::move(block).error());
    auto state = open_state(client, block_or_best(client, *block));
    if (!state) return failed(state_error(state.error()));
    StorageView view{*std::move(state), state::Area::child(*child)};
    return read(view);
}

RpcResult get_child_keys_paged(Services& services, const Params& params) {
    TRY_ASSIGN(const auto prefix, optional_bytes(params, 1, "prefix"));
    TRY_ASSIGN(const uint64_t count, params.number(2, "count", UINT32_MAX));
    TRY_ASSIGN(const auto start, optional_bytes(params, 3, "start_key"));
    return with_child(services.client, params, 4, [&](StorageView& view) {
        return keys_json(services, view, prefix.value_or(Bytes()), start, count);
    });
}

std::optional<RpcResult> get_entries(Services& services, const Params& params, const Later& later) {
    auto keys = params.bytes_list(1, "keys");
    if (!keys) return RpcResult(Err(std::move(keys).error()));
    const auto show = [](const Values& values) {
        boost::json::array out;
        for (const auto& value : values) out.push_back(show_value(value));
        return Json(std::move(out));
    };
    return with_child(services.client, params, 2,
                      [&](StorageView& view) { return values_json(services, view, *keys, show, later); });
}

RpcResult get_child_read_proof(Services& services, const Call& call) {
    TRY_ASSIGN(const auto keys, call.params.bytes_list(1, "keys"));
    TRY_ASSIGN(const auto asked, call.params.optional_hash(2, "hash"));
    const Hash256 block = block_or_best(services.client, asked);
    return with_child(services.client, call.params, 2, [&](StorageView& view) {
        return proof_json(services, block, view, keys, CallTime(services, call));
    });
}

}  // namespace

void add_child_state(Registry& registry, Services& services) {
    Client& client = services.client;
    const auto entry_method = [&](const char* name, ShowEntry show) {
        const auto get = [&client, show](const Call& call, const Later& later) -> std::optional<RpcResult> {
            auto key = call.params.bytes(1, "key");
            if (!key) return RpcResult(Err(std::move(key).error()));
            return with_child(client, call.params, 2,
                              [&](StorageView& view) { return entry_json(view, *key, show, call.connection, later); });
        };
        registry.later_method(name,
                              {.cost = Cost::kLight,
                               .parameters = {"child_storage_key", "key", "hash"},
                               .is_at_once = reads_at_once(services),
                               .is_usually_brief = true},
                              where_it_may_wait(client, 2, get));
    };
    entry_method("childstate_getStorage", show_value);
    entry_method("childstate_getStorageHash", show_hash);
    entry_method("childstate_getStorageSize", show_size);
    registry.later_method(
        "childstate_getStorageEntries", {.parameters = {"child_storage_key", "keys", "hash"}},
        [&services](const Call& call, const Later& later) { return get_entries(services, call.params, later); });
    registry.method("childstate_getKeys", {.parameters = {"child_storage_key", "prefix", "hash"}},
                    [&services](const Call& call) -> RpcResult {
                        TRY_ASSIGN(const Bytes prefix, call.params.bytes(1, "prefix"));
                        return with_child(services.client, call.params, 2, [&](StorageView& view) {
                            return keys_json(services, view, prefix, std::nullopt, SIZE_MAX);
                        });
                    });
    registry.method("childstate_getKeysPaged",
                    {.parameters = {"child_storage_key", "prefix", "count", "start_key", "hash"}},
                    [&services](const Call& call) { return get_child_keys_paged(services, call.params); });
    registry.alias("childstate_getKeysPagedAt", "childstate_getKeysPaged");
    registry.method("state_getChildReadProof", {.parameters = {"child_storage_key", "keys", "hash"}},
                    [&services](const Call& call) { return get_child_read_proof(services, call); });
}

}  // namespace serinus::rpc
