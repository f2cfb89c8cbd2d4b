/// `ext_storage_*`: the top trie. Spec: sect-storage-api
#include "executor/host/convert.hpp"
#include "executor/host/storage_results.hpp"

namespace serinus::executor::host {
namespace {

using state::Area;

constexpr Area kTop = Area::top();

void set(HostCall& call, BytesView key, BytesView value) { call.overlay.put(kTop, key, value); }

/// As wrap<> would make it of a function that returns Scale<std::optional<BytesView>>, but that the value's view is not
/// copied: what runtimes call most.
bool get(wasm::Instance& instance, void*, wasm::Raw* slots) noexcept {
    HostCall* const call = current_call(instance);
    BytesView key;
    if (call == nullptr || !view_memory(*call, instance, slots[0], key)) return false;
    const auto value = call->overlay.get(kTop, key);
    if (!value) return fail_call(*call, instance, value.error());
    return Return<Scale<std::optional<BytesView>>>::store(*call, instance, slots[0], *value);
}

HostResult<Scale<std::optional<uint32_t>>> read(HostCall& call, BytesView key, MutableBytesView out, uint32_t offset) {
    return read_part(TRY(call.overlay.get(kTop, key)), out, offset);
}

void clear(HostCall& call, BytesView key) { call.overlay.remove(kTop, key); }

HostResult<bool> exists(HostCall& call, BytesView key) { return TRY(call.overlay.contains(kTop, key)); }

using Limit = Scale<std::optional<uint32_t>>;
using Cursor = Scale<std::optional<Bytes>>;

HostResult<> clear_prefix_v1(HostCall& call, BytesView prefix) {
    TRY(call.overlay.clear_prefix(kTop, prefix, std::nullopt));
    return {};
}

HostResult<Scale<KillResult>> clear_prefix_v2(HostCall& call, BytesView prefix, Limit limit) {
    return kill_result(TRY(call.overlay.clear_prefix(kTop, prefix, limit.value)));
}

HostResult<Scale<RemovalResults>> clear_prefix_v3(HostCall& call, BytesView prefix, Limit limit, const Cursor& cursor) {
    return removal_results(TRY(call.overlay.clear_prefix(kTop, prefix, limit.value, cursor.value)));
}

HostResult<> append(HostCall& call, BytesView key, BytesView item) {
    TRY(call.overlay.append(kTop, key, item));
    return {};
}

HostResult<Bytes> root_v1(HostCall& call) { return hash_bytes(TRY(call.overlay.root(trie::StateVersion::kV0))); }

HostResult<Bytes> root_v2(HostCall& call, trie::StateVersion version) {
    return hash_bytes(TRY(call.overlay.root(version)));
}

/// Changes tries are gone: there is none. Observed: `changes_root` of sp-io 49.0.0 answers None
Scale<std::optional<Bytes>> changes_root(HostCall&, BytesView) { return std::optional<Bytes>(); }

HostResult<Scale<std::optional<Bytes>>> next_key(HostCall& call, BytesView key) {
    return TRY(call.overlay.next_key(kTop, key));
}

void start_transaction(HostCall& call) { call.overlay.start_transaction(); }

/// Spec: sect-ext-storage-rollback-transaction. A runtime may end only transactions that it began.
HostResult<> rollback_transaction(HostCall& call) {
    ENSURE(call.overlay.rollback_transaction(), "no transaction is open that could be rolled back");
    return {};
}

HostResult<> commit_transaction(HostCall& call) {
    ENSURE(call.overlay.commit_transaction(), "no transaction is open that could be committed");
    return {};
}

constexpr HostFunctionEntry kStorageFunctions[] = {
    {"ext_storage_set_version_1", wrap<&set>},
    {"ext_storage_get_version_1", {&get, {{wasm::ValueType::kI64}, 1, wasm::ValueType::kI64}}},
    {"ext_storage_read_version_1", wrap<&read>},
    {"ext_storage_clear_version_1", wrap<&clear>},
    {"ext_storage_exists_version_1", wrap<&exists>},
    {"ext_storage_clear_prefix_version_1", wrap<&clear_prefix_v1>},
    {"ext_storage_clear_prefix_version_2", wrap<&clear_prefix_v2>},
    {"ext_storage_clear_prefix_version_3", wrap<&clear_prefix_v3>},
    {"ext_storage_append_version_1", wrap<&append>},
    {"ext_storage_root_version_1", wrap<&root_v1>},
    {"ext_storage_root_version_2", wrap<&root_v2>},
    {"ext_storage_changes_root_version_1", wrap<&changes_root>},
    {"ext_storage_next_key_version_1", wrap<&next_key>},
    {"ext_storage_start_transaction_version_1", wrap<&start_transaction>},
    {"ext_storage_rollback_transaction_version_1", wrap<&rollback_transaction>},
    {"ext_storage_commit_transaction_version_1", wrap<&commit_transaction>},
};

}  // namespace

std::span<const HostFunctionEntry> storage_functions() { return kStorageFunctions; }

}  // namespace serinus::executor::host
