/// `ext_default_child_storage_*`: child tries, by the storage key of each. Spec: sect-child-storage-api
#include "executor/host/convert.hpp"
#include "executor/host/storage_results.hpp"

namespace serinus::executor::host {
namespace {

using state::Area;

void set(HostCall& call, BytesView child, BytesView key, BytesView value) {
    call.overlay.put(Area::child(child), key, value);
}

HostResult<Scale<std::optional<BytesView>>> get(HostCall& call, BytesView child, BytesView key) {
    return TRY(call.overlay.get(Area::child(child), key));
}

HostResult<Scale<std::optional<uint32_t>>> read(HostCall& call, BytesView child, BytesView key, MutableBytesView out,
                                                uint32_t offset) {
    return read_part(TRY(call.overlay.get(Area::child(child), key)), out, offset);
}

void clear(HostCall& call, BytesView child, BytesView key) { call.overlay.remove(Area::child(child), key); }

HostResult<bool> exists(HostCall& call, BytesView child, BytesView key) {
    return TRY(call.overlay.contains(Area::child(child), key));
}

using Limit = Scale<std::optional<uint32_t>>;
using Cursor = Scale<std::optional<Bytes>>;

HostResult<> kill_v1(HostCall& call, BytesView child) {
    TRY(call.overlay.kill_child(child, std::nullopt));
    return {};
}

/// True if nothing is left.
HostResult<bool> kill_v2(HostCall& call, BytesView child, Limit limit) {
    return !TRY(call.overlay.kill_child(child, limit.value)).cursor.has_value();
}

HostResult<Scale<KillResult>> kill_v3(HostCall& call, BytesView child, Limit limit) {
    return kill_result(TRY(call.overlay.kill_child(child, limit.value)));
}

HostResult<Scale<RemovalResults>> kill_v4(HostCall& call, BytesView child, Limit limit, const Cursor& cursor) {
    return removal_results(TRY(call.overlay.kill_child(child, limit.value, cursor.value)));
}

HostResult<> clear_prefix_v1(HostCall& call, BytesView child, BytesView prefix) {
    TRY(call.overlay.clear_prefix(Area::child(child), prefix, std::nullopt));
    return {};
}

HostResult<Scale<KillResult>> clear_prefix_v2(HostCall& call, BytesView child, BytesView prefix, Limit limit) {
    return kill_result(TRY(call.overlay.clear_prefix(Area::child(child), prefix, limit.value)));
}

HostResult<Scale<RemovalResults>> clear_prefix_v3(HostCall& call, BytesView child, BytesView prefix, Limit limit,
                                                  const Cursor& cursor) {
    return removal_results(TRY(call.overlay.clear_prefix(Area::child(child), prefix, limit.value, cursor.value)));
}

HostResult<Bytes> root_v1(HostCall& call, BytesView child) {
    return hash_bytes(TRY(call.overlay.child_root(child, trie::StateVersion::kV0)));
}

HostResult<Bytes> root_v2(HostCall& call, BytesView child, trie::StateVersion version) {
    return hash_bytes(TRY(call.overlay.child_root(child, version)));
}

HostResult<Scale<std::optional<Bytes>>> next_key(HostCall& call, BytesView child, BytesView key) {
    return TRY(call.overlay.next_key(Area::child(child), key));
}

constexpr HostFunctionEntry kChildStorageFunctions[] = {
    {"ext_default_child_storage_set_version_1", wrap<&set>},
    {"ext_default_child_storage_get_version_1", wrap<&get>},
    {"ext_default_child_storage_read_version_1", wrap<&read>},
    {"ext_default_child_storage_clear_version_1", wrap<&clear>},
    {"ext_default_child_storage_exists_version_1", wrap<&exists>},
    {"ext_default_child_storage_storage_kill_version_1", wrap<&kill_v1>},
    {"ext_default_child_storage_storage_kill_version_2", wrap<&kill_v2>},
    {"ext_default_child_storage_storage_kill_version_3", wrap<&kill_v3>},
    {"ext_default_child_storage_storage_kill_version_4", wrap<&kill_v4>},
    {"ext_default_child_storage_clear_prefix_version_1", wrap<&clear_prefix_v1>},
    {"ext_default_child_storage_clear_prefix_version_2", wrap<&clear_prefix_v2>},
    {"ext_default_child_storage_clear_prefix_version_3", wrap<&clear_prefix_v3>},
    {"ext_default_child_storage_root_version_1", wrap<&root_v1>},
    {"ext_default_child_storage_root_version_2", wrap<&root_v2>},
    {"ext_default_child_storage_next_key_version_1", wrap<&next_key>},
};

}  // namespace

std::span<const HostFunctionEntry> child_storage_functions() { return kChildStorageFunctions; }

}  // namespace serinus::executor::host
