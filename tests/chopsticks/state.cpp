#include "tests/chopsticks/state.hpp"

#include "trie/root_builder.hpp"

namespace serinus::chopsticks {
namespace {

void apply_to(Entries& entries, const state::ChangeSet& changes) {
    for (const auto& [key, value] : changes) {
        if (value) {
            entries[key] = *value;
        } else {
            entries.erase(key);
        }
    }
}

Hash256 root_of(const Entries& entries, trie::StateVersion version) {
    trie::RootBuilder builder(version);
    for (const auto& [key, value] : entries) SERINUS_ASSERT(builder.add(key, value).has_value());
    return builder.finish();
}

}  // namespace

void WholeState::apply(const state::StateChanges& changes) {
    apply_to(top, changes.top);
    for (const auto& [child, child_changes] : changes.children) {
        apply_to(children[child], child_changes);
        if (children[child].empty()) children.erase(child);
    }
}

const Entries* WholeStateBackend::find_entries(state::Area area) const {
    if (area.is_top()) return &state_.top;
    const auto child = state_.children.find(to_bytes(area.child_key()));
    return child == state_.children.end() ? nullptr : &child->second;
}

Result<std::optional<BytesView>, state::StateError> WholeStateBackend::get(state::Area area, BytesView key) {
    const Entries* entries = find_entries(area);
    if (entries == nullptr) return std::optional<BytesView>();
    const auto found = entries->find(to_bytes(key));
    return found == entries->end() ? std::optional<BytesView>() : std::optional<BytesView>(found->second);
}

Result<std::optional<Bytes>, state::StateError> WholeStateBackend::next_key(state::Area area, BytesView key) {
    const Entries* entries = find_entries(area);
    if (entries == nullptr) return std::optional<Bytes>();
    const auto next = entries->upper_bound(to_bytes(key));
    return next == entries->end() ? std::optional<Bytes>() : std::optional<Bytes>(next->first);
}

Result<Hash256, state::StateError> WholeStateBackend::root_with(const state::StateChanges& changes,
                                                                trie::StateVersion version) {
    WholeState changed = state_;
    changed.apply(changes);
    for (const auto& [child, entries] : changed.children) {
        const Hash256 root = root_of(entries, version);
        changed.top[concat(as_bytes(":child_storage:default:"), child)] = to_bytes(root);
    }
    return root_of(changed.top, version);
}

Result<Hash256, state::StateError> WholeStateBackend::child_root_with(BytesView child, const state::ChangeSet& changes,
                                                                      trie::StateVersion version) {
    const Entries* before = find_entries(state::Area::child(child));
    Entries entries = before == nullptr ? Entries() : *before;
    apply_to(entries, changes);
    return root_of(entries, version);
}

}  // namespace serinus::chopsticks
