/// Ways through the tree of blocks.
#pragma once

#include <set>

#include "chain/store/fork_choice.hpp"

namespace serinus::chain {

/// How the best chain goes from one block to another: up to the common ancestor, then down.
struct TreeRoute {
    std::vector<BlockId> retracted;  ///< descending, from the old end; without the common block
    BlockId common;
    std::vector<BlockId> enacted;  ///< ascending, to the new end
};

/// Walks over stored blocks. On the best chain a step is a look-up by number, and a way to an ancestor a single one;
/// beside it each step reads a header. Across a gap in the chain there is no way but by number: a route through it is
/// kUnknown. One thread at a time; give it a frozen store where others write.
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

/// The best head of the branches above (or at) a stored block. Excluded blocks are not on it: where they begin, the
/// branch ends. Precondition: the block itself is not excluded. Time O(blocks above it).
Result<ChainHead, ChainError> best_above(BlockStore& blocks, const BlockId& block, const ForkChoice& rule,
                                         const std::set<Hash256>& excluded);
/// The ends of all branches that grow from a stored block.
Result<std::vector<BlockId>, ChainError> leaves_above(BlockStore& blocks, const BlockId& block);

}  // namespace serinus::chain
