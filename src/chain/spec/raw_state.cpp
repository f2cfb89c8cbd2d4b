#include "chain/spec/raw_state.hpp"

#include <algorithm>

namespace serinus::chain {
namespace {

using state::Area;
using state::StateError;

StateError no_tries() { return {StateError::Kind::kMissing, "a raw state has no tries"}; }

}  // namespace

const StorageMap* RawStateBackend::find_area(Area area) const noexcept {
    if (area.is_top()) return &entries_->top;
    const auto& children = entries_->children;
    const auto found =
        std::ranges::find_if(children, [&](const ChildStorage& child) { return equal(child.key, area.child_key()); });
    return found == children.end() ? nullptr : &found->entries;
}

Result<std::optional<BytesView>, StateError> RawStateBackend::get(Area area, BytesView key) {
    const StorageMap* map = find_area(area);
    return map == nullptr ? std::optional<BytesView>() : map->find(key);
}

Result<std::optional<Bytes>, StateError> RawStateBackend::next_key(Area area, BytesView key) {
    const StorageMap* map = find_area(area);
    const size_t next = map == nullptr ? 0 : map->first_after(key);
    return map == nullptr || next == map->size() ? std::optional<Bytes>() : to_bytes((*map)[next].key);
}

Result<Hash256, StateError> RawStateBackend::root_with(const state::StateChanges&, trie::StateVersion) {
    return Err(no_tries());
}

Result<Hash256, StateError> RawStateBackend::child_root_with(BytesView, const state::ChangeSet&, trie::StateVersion) {
    return Err(no_tries());
}

}  // namespace serinus::chain
