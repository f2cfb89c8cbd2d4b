#include "state/trie_backend.hpp"

#include "state/trie_errors.hpp"
#include "trie/root_builder.hpp"

namespace serinus::state {
namespace {

using trie::StateVersion;

/// Passes on, and records if there is where to.
class PassingSource final : public trie::NodeSource {
  public:
    PassingSource(trie::NodeSource& source, trie::Recording* recording) noexcept
        : source_(&source), recording_(recording) {}

    Result<BytesView, trie::SourceError> node_at(const trie::NibblePath& position, const Hash256& hash) override {
        return record(hash, source_->node_at(position, hash));
    }
    Result<BytesView, trie::SourceError> value_at(const trie::NibblePath& path, const Hash256& hash) override {
        return record(hash, source_->value_at(path, hash));
    }

  private:
    Result<BytesView, trie::SourceError> record(const Hash256& hash, Result<BytesView, trie::SourceError> bytes) {
        if (!bytes || recording_ == nullptr) return bytes;
        recording_->add(hash, *bytes);
        ENSURE(!recording_->is_too_large(), trie::SourceError::kFailed);
        return bytes;
    }

    trie::NodeSource* source_;
    trie::Recording* recording_;
};

Result<void, trie::TrieError> make_changes(trie::Trie& trie, const ChangeSet& changes, StateVersion version) {
    for (const auto& [key, value] : changes) {
        if (value) {
            TRY(trie.insert(key, *value, version));
        } else {
            TRY(trie.remove(key));
        }
    }
    return {};
}

}  // namespace

Result<trie::StorageProof, StateError> prove_entries(NodeSources& nodes, const Hash256& root, Area area,
                                                     std::span<const Bytes> keys) {
    trie::NodeSource& top = nodes.top();
    if (area.is_top()) return as_state_result(trie::generate_proof(root, top, keys));
    const BytesView child = area.child_key();
    return as_state_result(trie::generate_child_proof(root, top, nodes.child(child), child, keys));
}

Result<std::optional<Hash256>, StateError> TrieBackend::find_root(Area area) {
    if (area.is_top()) return std::optional(root_);
    PassingSource top(nodes_->top(), recording_);
    const auto entry = trie::TrieReader(top, root_).get(trie::default_child_root_key(area.child_key()));
    TRY_ASSIGN(const auto value, as_state_result(entry));
    if (!value) return std::optional<Hash256>();
    const auto root = Hash256::from(*value);
    ENSURE(root.has_value(), StateError{StateError::Kind::kCorrupt, "the root of a child trie is not a hash"});
    return root;
}

/// Asks the reader of an area's trie; `otherwise` is the answer if there is no such child.
template <class Answer, class Question>
Result<Answer, StateError> TrieBackend::ask(Area area, Answer otherwise, Question question) {
    TRY_ASSIGN(const auto root, find_root(area));
    if (!root) return otherwise;
    PassingSource source(area.is_top() ? nodes_->top() : nodes_->child(area.child_key()), recording_);
    return as_state_result(question(trie::TrieReader(source, *root)));
}

Result<std::optional<BytesView>, StateError> TrieBackend::get(Area area, BytesView key) {
    return ask(area, std::optional<BytesView>(), [&](const trie::TrieReader& reader) { return reader.get(key); });
}

Result<bool, StateError> TrieBackend::contains(Area area, BytesView key) {
    return ask(area, false, [&](const trie::TrieReader& reader) { return reader.contains(key); });
}

Result<std::optional<Bytes>, StateError> TrieBackend::next_key(Area area, BytesView key) {
    return ask(area, std::optional<Bytes>(), [&](const trie::TrieReader& reader) { return reader.next_key(key); });
}

Result<Hash256, StateError> TrieBackend::child_root_with(BytesView child, const ChangeSet& changes,
                                                         StateVersion version) {
    TRY_ASSIGN(const auto root, find_root(Area::child(child)));
    PassingSource source(nodes_->child(child), recording_);
    trie::Trie trie(source, root.value_or(trie::empty_root()));
    TRY(as_state_result(make_changes(trie, changes, version)));
    return trie.root();
}

Result<Hash256, StateError> TrieBackend::root_with(const StateChanges& changes, StateVersion version) {
    std::map<Bytes, Hash256> roots;
    for (const auto& [child, child_changes] : changes.children) {
        roots.emplace(trie::default_child_root_key(child), TRY(child_root_with(child, child_changes, version)));
    }
    PassingSource source(nodes_->top(), recording_);
    trie::Trie trie(source, root_);
    TRY(as_state_result(make_changes(trie, changes.top, version)));
    for (const auto& [key, root] : roots) {
        if (root == trie::empty_root()) {
            TRY(as_state_result(trie.remove(key)));
        } else {
            TRY(as_state_result(trie.insert(key, root, version)));
        }
    }
    return trie.root();
}

uint64_t TrieBackend::recorded_proof_size() const {
    return recording_ == nullptr ? UINT64_MAX : recording_->encoded_size();
}

}  // namespace serinus::state
