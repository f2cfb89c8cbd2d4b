/// Ways through the tree of blocks.
#pragma once

#include "chain/store/block_store.hpp"

namespace serinus::chain {

/// How the best chain goes from one block to another: up to the common ancestor, then down.
struct TreeRoute {
    std::vector<BlockId> retracted;  ///< descending, from the old end; without the common block
    BlockId common;
    std::vector<BlockId> enacted;  ///< ascending, to the new end
};

/// Walks over stored blocks. On the best chain a step is a look-up by number, and a way to an ancestor a single one;
/// beside it each step reads a header. One thread at a time; give it a frozen store where others write.
class TreeWalk {
  public:
    template <class T>
    using Read = Result<T, ChainError>;

    explicit TreeWalk(BlockStore& blocks) noexcept : blocks_(&blocks) {}

    /// nullopt: not there.
    Read<std::optional<BlockId>> find(const Hash256& hash);
    Read<bool> is_canonical(const BlockId& block);
    /// Precondition: `number` is not above the block.
    Read<BlockId> ancestor_at(const BlockId& block, primitives::BlockNumber number);
    /// Whether `ancestor` is `block` or before it.
    Read<bool> is_ancestor(const BlockId& ancestor, const BlockId& block);
    Read<TreeRoute> route(const BlockId& from, const BlockId& to);

  private:
    struct Step {
        BlockId block;
        bool canonical = false;
    };
    Read<Step> start(const BlockId& block);
    Read<void> descend(Step& step);

    BlockStore* blocks_;
};

/// The best end of the branches that grow from a stored block: the heaviest, then the longest.
Result<BlockId, ChainError> best_above(BlockStore& blocks, const BlockId& block);
/// The ends of all branches that grow from a stored block.
Result<std::vector<BlockId>, ChainError> leaves_above(BlockStore& blocks, const BlockId& block);

}  // namespace serinus::chain
