/// Branches that cannot be the best chain although their blocks are valid: a dispute was lost in them.
#pragma once

#include <mutex>
#include <set>
#include <unordered_set>

#include "chain/store/block_store.hpp"
#include "chain/store/lru_cache.hpp"

namespace serinus::chain {

/// The excluded blocks and their descendants. The blocks that were excluded by name are kept in the store, the
/// descendants in memory alone. Reads from any thread, changes from one at a time.
class ExcludedBranches {
  public:
    Result<void, ChainError> read(BlockStore& blocks);

    /// Whether the block is excluded, or a descendant of an excluded one. Time O(1).
    bool contains(const Hash256& block) const;
    /// Whether the block was excluded by name.
    bool is_root(const Hash256& block) const;
    bool empty() const;

    /// A block was added: it is excluded if its parent is.
    void on_added(const Hash256& block, const Hash256& parent);

    std::set<Hash256> roots() const;

    /// A change of the roots: it is read and written to a batch first, and counts after the commit, which is not
    /// followed by reads that may fail.
    struct Change {
        std::set<Hash256> roots;
        std::unordered_set<Hash256, HashOfHash> blocks;
    };
    static Result<Change, ChainError> prepare(BlockStore& blocks, std::set<Hash256> roots);
    static void write(storage::WriteBatch& batch, const Change& change);
    void apply(Change change);
    /// Forgets blocks that are gone, and those that are final.
    void forget(const std::vector<Hash256>& blocks);

  private:
    mutable std::mutex mutex_;
    Change now_;
};

}  // namespace serinus::chain
