/// A state straight over the nodes of its tries: of a proof that someone gave, or to make one of an execution.
#pragma once

#include "state/node_sources.hpp"

namespace serinus::state {

/// Walks from the root for every question: slow, but needs nothing else, and shows which nodes an execution needs.
class TrieBackend final : public Backend {
  public:
    /// All must outlive the backend. With `recording`, every node and hashed value that is asked for goes there: the
    /// proof of an execution is `recording.proof()` after it. Once it is too large, all reads fail.
    TrieBackend(NodeSources& nodes, const Hash256& root, trie::Recording* recording = nullptr) noexcept
        : nodes_(&nodes), root_(root), recording_(recording) {}

    Result<std::optional<BytesView>, StateError> get(Area area, BytesView key) override;
    Result<bool, StateError> contains(Area area, BytesView key) override;
    Result<std::optional<Bytes>, StateError> next_key(Area area, BytesView key) override;
    Result<Hash256, StateError> root_with(const StateChanges& changes, trie::StateVersion version) override;
    Result<Hash256, StateError> child_root_with(BytesView child, const ChangeSet& changes,
                                                trie::StateVersion version) override;
    uint64_t recorded_proof_size() const override;
    size_t recording_mark() const override { return recording_ == nullptr ? 0 : recording_->item_count(); }
    void roll_back_recording(size_t mark) override {
        if (recording_ != nullptr) recording_->roll_back(mark);
    }

  private:
    /// The root of the child trie: an entry of the top trie, of 32 bytes. nullopt if there is no such child.
    Result<std::optional<Hash256>, StateError> find_root(Area area);
    template <class Answer, class Question>
    Result<Answer, StateError> ask(Area area, Answer otherwise, Question question);

    NodeSources* nodes_;
    Hash256 root_;
    trie::Recording* recording_;
};

}  // namespace serinus::state
