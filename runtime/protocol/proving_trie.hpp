/// A small trie in memory that proves what it holds, for proofs that travel inside of calls. Layout of state version 0:
/// values stand in the nodes. Spec: sect-state-storage, defn-stored-value
#pragma once

#include <map>

#include "runtime/sdk/types.hpp"

namespace serinus::sdk {

/// Nodes by their hash, with the root. The nodes of a trie, or those that a proof brought.
class ProvingTrie {
  public:
    /// The whole trie of the entries.
    static ProvingTrie of(const std::map<Bytes, Bytes>& entries);
    /// What a proof shows of the trie with that root. Nodes that do not belong to it do no harm.
    static ProvingTrie from_nodes(const Hash256& root, std::span<const Bytes> nodes);

    const Hash256& root() const { return root_; }

    /// The value at the key. nullopt: the trie has none, or the nodes that would show it are missing.
    /// `visited`, if given, gets the nodes on the way, from the root on.
    std::optional<Bytes> get(BytesView key, std::vector<Bytes>* visited = nullptr) const;

  private:
    Hash256 root_;
    std::map<Hash256, Bytes> nodes_;
};

}  // namespace serinus::sdk
