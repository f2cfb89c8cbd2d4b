#include "collator/bundle_states.hpp"

#include "trie/root_builder.hpp"
#include "trie/trie.hpp"

namespace serinus::collator {
namespace {

using state::StateError;
using trie::SourceError;

/// Keeps what is written by its hash.
class WrittenNodes final : public trie::ChangeSink {
  public:
    explicit WrittenNodes(std::map<Hash256, Bytes>& out) noexcept : out_(&out) {}
    void write_node(const trie::NibblePath&, const Hash256& hash, BytesView encoding) override {
        out_->try_emplace(hash, to_bytes(encoding));
    }
    void remove_node(const trie::NibblePath&) override {}
    void write_value(const trie::NibblePath&, const Hash256& hash, BytesView value) override {
        out_->try_emplace(hash, to_bytes(value));
    }
    void remove_value(const trie::NibblePath&) override {}

  private:
    std::map<Hash256, Bytes>* out_;
};

StateError error_of(trie::TrieError error) {
    const bool is_missing = error == trie::TrieError::kMissing;
    return {is_missing ? StateError::Kind::kMissing : StateError::Kind::kCorrupt, to_string(error)};
}

Result<void, StateError> change(trie::Trie& trie, const state::ChangeSet& changes, trie::StateVersion version) {
    for (const auto& [key, value] : changes) {
        if (value) {
            const auto inserted = trie.insert(key, *value, version);
            if (!inserted) return Err(error_of(inserted.error()));
        } else {
            const auto removed = trie.remove(key);
            if (!removed) return Err(error_of(removed.error()));
        }
    }
    return {};
}

}  // namespace

Result<BytesView, SourceError> BundleStates::Layer::node_at(const trie::NibblePath& position, const Hash256& hash) {
    const auto found = written_->find(hash);
    return found == written_->end() ? below_->node_at(position, hash) : BytesView(found->second);
}

Result<BytesView, SourceError> BundleStates::Layer::value_at(const trie::NibblePath& path, const Hash256& hash) {
    const auto found = written_->find(hash);
    return found == written_->end() ? below_->value_at(path, hash) : BytesView(found->second);
}

BundleStates::BundleStates(state::NodeSources& parent, const Hash256& root)
    : nodes_(parent, written_), first_root_(root), root_(root) {
    open();
}

void BundleStates::open() {
    recording_ = trie::Recording();
    for (const Hash256& hash : known_) recording_.ignore(hash);
    recorded_.emplace(nodes_, root_, &recording_);
    unrecorded_.emplace(nodes_, root_);
}

/// The root of a trie after the changes; what is new in it is written.
Result<Hash256, StateError> BundleStates::write(trie::NodeSource& source, const Hash256& root,
                                                const state::ChangeSet& changes, trie::StateVersion version) {
    trie::Trie trie(source, root);
    TRY(change(trie, changes, version));
    std::map<Hash256, Bytes> written;
    WrittenNodes sink(written);
    const Hash256 out = trie.commit(sink);
    for (auto& [hash, bytes] : written) {
        known_.insert(hash);
        written_.try_emplace(hash, std::move(bytes));
    }
    return out;
}

Result<void, StateError> BundleStates::advance(const state::StateChanges& changes, trie::StateVersion version,
                                               const Hash256& root) {
    const trie::StorageProof proof = recording_.proof();
    items_.insert(items_.end(), proof.items().begin(), proof.items().end());
    known_.insert(recording_.hashes().begin(), recording_.hashes().end());
    state::ChangeSet top = changes.top;
    for (const auto& [child, set] : changes.children) {
        const Bytes key = trie::default_child_root_key(child);
        TRY_ASSIGN(const auto entry, unrecorded_->get(state::Area::top(), key));
        const auto before = entry ? Hash256::from(*entry) : std::optional(trie::empty_root());
        ENSURE(before.has_value(), StateError{StateError::Kind::kCorrupt, "the root of a child trie is not a hash"});
        TRY_ASSIGN(const Hash256 after, write(nodes_.child(child), *before, set, version));
        top[key] = after == trie::empty_root() ? std::nullopt : std::optional(to_bytes(after.bytes));
    }
    TRY_ASSIGN(const Hash256 reached, write(nodes_.top(), root_, top, version));
    ENSURE(reached == root,
           StateError{StateError::Kind::kCorrupt, "the changes do not lead to the block's state root"});
    root_ = root;
    open();
    return {};
}

Result<trie::CompactProof, trie::CompactProofError> BundleStates::proof() const {
    std::vector<Bytes> items = items_;
    const trie::StorageProof last = recording_.proof();
    items.insert(items.end(), last.items().begin(), last.items().end());
    return trie::encode_compact(trie::StorageProof(std::move(items)), first_root_);
}

}  // namespace serinus::collator
