#include "state/database_state.hpp"

#include "state/state_trie.hpp"
#include "trie/reader.hpp"

namespace serinus::state {
namespace {

StateError proof_error_of(trie::ReadError error, const StateNodes& top, const StateNodes* child) {
    if (error == trie::ReadError::kMalformedNode) return corrupt("a node in the state database is malformed");
    if (error == trie::ReadError::kProofTooLarge) return {StateError::Kind::kTooLarge, to_string(error)};
    const bool is_top = !top.error().reason.empty() || child == nullptr;
    return is_top ? top.error() : child->error();
}

}  // namespace

Result<std::optional<BytesView>, StateError> DatabaseState::get(Area area, BytesView key) {
    std::optional<BytesView> row;
    if (area.is_top()) {
        row = TRY(rows_.get(columns::kTopEntries, key));
    } else {
        row_key_.clear();
        append_terminated(row_key_, area.child_key());
        append(row_key_, key);
        row = TRY(rows_.get(columns::kChildEntries, row_key_));
    }
    if (!row) return std::optional<BytesView>();
    return std::optional(TRY(decode_entry(*row)).value);
}

/// To the first entry at `key`, or after it; false if the area has none.
Result<bool, StateError> DatabaseState::walk_to(Area area, BytesView key, bool after) {
    RowSpace space = entries_of(area);
    if (walk_.cursor == nullptr || walk_.space.column != space.column) walk_.cursor = rows_.cursor(space.column);
    Bytes row_key = concat(space.prefix, key);
    const bool goes_on = after && walk_.there && walk_.space.column == space.column && walk_.row_key == row_key;
    walk_.space = std::move(space);
    if (!goes_on && after) row_key.push_back(0);
    walk_.there = false;
    if (!TRY(goes_on ? walk_.cursor->next() : walk_.cursor->seek(row_key))) return false;
    const BytesView found = walk_.cursor->key();
    walk_.row_key.assign(found.begin(), found.end());
    walk_.there = true;
    const Bytes& prefix = walk_.space.prefix;
    return found.size() >= prefix.size() && equal(found.first(prefix.size()), prefix);
}

Result<std::optional<Bytes>, StateError> DatabaseState::next_key(Area area, BytesView key) {
    if (!TRY(walk_to(area, key, true))) return std::optional<Bytes>();
    return std::optional(to_bytes(BytesView(walk_.row_key).subspan(walk_.space.prefix.size())));
}

Result<void, StateError> DatabaseState::visit(Area area, BytesView from,
                                              const std::function<bool(BytesView key, BytesView value)>& take) {
    const RowSpace space = entries_of(area);
    const auto cursor = rows_.cursor(space.column);
    bool there = TRY(cursor->seek(concat(space.prefix, from)));
    for (; there; there = TRY(cursor->next())) {
        const BytesView row_key = cursor->key();
        if (row_key.size() < space.prefix.size() || !equal(row_key.first(space.prefix.size()), space.prefix)) break;
        if (!take(row_key.subspan(space.prefix.size()), TRY(decode_entry(cursor->value())).value)) break;
    }
    return {};
}

Result<Hash256, StateError> DatabaseState::root_with(const StateChanges& changes, trie::StateVersion version) {
    return apply_changes(rows_, root_, changes, version, nullptr);
}

Result<Hash256, StateError> DatabaseState::child_root_with(BytesView child, const ChangeSet& changes,
                                                           trie::StateVersion version) {
    return apply_child_changes(rows_, child, changes, version, nullptr);
}

Result<trie::StorageProof, StateError> DatabaseState::prove(std::span<const Bytes> keys, size_t max_bytes) {
    StateNodes nodes(rows_, Area::top());
    auto proof = trie::generate_proof(root_, nodes, keys, max_bytes);
    ENSURE(proof.has_value(), proof_error_of(proof.error(), nodes, nullptr));
    return *std::move(proof);
}

Result<trie::StorageProof, StateError> DatabaseState::prove_child(BytesView child, std::span<const Bytes> keys,
                                                                  size_t max_bytes) {
    StateNodes top(rows_, Area::top());
    StateNodes nodes(rows_, Area::child(child));
    auto proof = trie::generate_child_proof(root_, top, nodes, child, keys, max_bytes);
    ENSURE(proof.has_value(), proof_error_of(proof.error(), top, &nodes));
    return *std::move(proof);
}

trie::NodeSource& DatabaseState::top() {
    if (top_nodes_ == nullptr) top_nodes_ = std::make_unique<StateNodes>(rows_, Area::top());
    return *top_nodes_;
}

trie::NodeSource& DatabaseState::child(BytesView storage_key) {
    if (child_nodes_ == nullptr || !equal(child_key_, storage_key)) {
        child_key_ = to_bytes(storage_key);
        child_nodes_ = std::make_unique<StateNodes>(rows_, Area::child(child_key_));
    }
    return *child_nodes_;
}

Result<std::optional<Bytes>, StateError> DatabaseState::closest_merkle_value(Area area, BytesView key) {
    const Hash256 root = area.is_top() ? root_ : TRY(find_child_root(rows_, area.child_key()));
    StateNodes nodes(rows_, area);
    auto found = trie::TrieReader(nodes, root).closest_merkle_value(key);
    if (found) return *std::move(found);
    if (!nodes.error().reason.empty()) return Err(nodes.error());
    return Err(corrupt("a node in the state database is missing or malformed"));
}

}  // namespace serinus::state
