#include "state/pending_state.hpp"

#include "base/assert.hpp"

namespace serinus::state {

PendingState::PendingState(std::unique_ptr<BlockState> parent, const StateChanges& changes)
    : parent_(std::move(parent)), changes_(changes.top) {
    SERINUS_ASSERT(is_possible(changes));
    by_key_.reserve(changes_.size());
    for (const auto& [key, value] : changes_) by_key_.emplace(as_text(key), &value);
}

Result<std::optional<BytesView>, StateError> PendingState::get(Area area, BytesView key) {
    if (area.is_top()) {
        const auto found = by_key_.find(as_text(key));
        if (found != by_key_.end()) {
            const std::optional<Bytes>& value = *found->second;
            return value ? std::optional<BytesView>(*value) : std::nullopt;
        }
    }
    return parent_->get(area, key);
}

Result<std::optional<Bytes>, StateError> PendingState::next_key(Area area, BytesView key) {
    TRY_ASSIGN(std::optional<Bytes> below, parent_->next_key(area, key));
    if (!area.is_top()) return below;
    for (auto at = changes_.upper_bound(to_bytes(key)); at != changes_.end(); ++at) {
        const auto& [changed, value] = *at;
        if (below && *below < changed) return below;
        if (value) return std::optional(changed);
        if (below == changed) below = TRY(parent_->next_key(area, changed));
    }
    return below;
}

Result<Hash256, StateError> PendingState::root_with(const StateChanges&, trie::StateVersion) {
    return Err(StateError{StateError::Kind::kMissing, "the state is not in the store yet: its tries are not known"});
}

Result<Hash256, StateError> PendingState::child_root_with(BytesView child, const ChangeSet& changes,
                                                          trie::StateVersion version) {
    return parent_->child_root_with(child, changes, version);
}

}  // namespace serinus::state
