/// The nodes of all tries of a state, wherever they are kept.
#pragma once

#include <span>

#include "state/backend.hpp"
#include "trie/proof.hpp"

namespace serinus::state {

class NodeSources {
  public:
    virtual ~NodeSources() = default;
    virtual trie::NodeSource& top() = 0;
    /// Of a child trie by its storage key; valid until the next call.
    virtual trie::NodeSource& child(BytesView storage_key) = 0;
};

/// One source for all tries: one that finds nodes by their hashes, as a proof does.
class SharedNodeSource final : public NodeSources {
  public:
    explicit SharedNodeSource(trie::NodeSource& source) noexcept : source_(&source) {}
    trie::NodeSource& top() override { return *source_; }
    trie::NodeSource& child(BytesView) override { return *source_; }

  private:
    trie::NodeSource* source_;
};

/// The proof of what the state of this root says about `keys`, present or absent; for a child with the path to its
/// root, or to where it would be.
Result<trie::StorageProof, StateError> prove_entries(NodeSources& nodes, const Hash256& root, Area area,
                                                     std::span<const Bytes> keys);

}  // namespace serinus::state
