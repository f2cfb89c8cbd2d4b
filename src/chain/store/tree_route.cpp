#include "chain/store/tree_route.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/hex.hpp"

namespace serinus::chain {
namespace {

using primitives::BlockNumber;

ChainError lost(const std::string& what) {
    return {ChainError::Kind::kStore, "the block database is damaged: it has no " + what};
}

}  // namespace

TreeWalk::Read<std::optional<BlockId>> TreeWalk::find(const Hash256& hash) {
    TRY_ASSIGN(const auto header, blocks_->find_header(hash));
    return header ? std::optional(BlockId{hash, header->number.value}) : std::nullopt;
}

TreeWalk::Read<bool> TreeWalk::is_canonical(const BlockId& block) {
    return TRY(blocks_->find_hash(block.number)) == block.hash;
}

TreeWalk::Read<TreeWalk::Step> TreeWalk::start(const BlockId& block) {
    TRY_ASSIGN(const bool canonical, is_canonical(block));
    return Step{block, canonical};
}

/// To the parent.
TreeWalk::Read<void> TreeWalk::descend(Step& step) {
    SERINUS_ASSERT(step.block.number > 0);
    if (step.canonical) {
        TRY_ASSIGN(const auto hash, blocks_->find_hash(step.block.number - 1));
        if (!hash) return Err(lost("block " + std::to_string(step.block.number - 1)));
        step.block = {*hash, step.block.number - 1};
        return {};
    }
    TRY_ASSIGN(const auto header, blocks_->find_header(step.block.hash));
    if (!header) return Err(lost("header of " + to_hex_prefixed(step.block.hash.bytes)));
    step = TRY(start({header->parent_hash, step.block.number - 1}));
    return {};
}

TreeWalk::Read<BlockId> TreeWalk::ancestor_at(const BlockId& block, BlockNumber number) {
    SERINUS_ASSERT(number <= block.number);
    TRY_ASSIGN(Step step, start(block));
    while (step.block.number > number && !step.canonical) TRY(descend(step));
    if (step.block.number == number) return step.block;
    TRY_ASSIGN(const auto hash, blocks_->find_hash(number));
    if (!hash) return Err(lost("block " + std::to_string(number)));
    return BlockId{*hash, number};
}

TreeWalk::Read<bool> TreeWalk::is_ancestor(const BlockId& ancestor, const BlockId& block) {
    if (ancestor.number > block.number) return false;
    return TRY(ancestor_at(block, ancestor.number)) == ancestor;
}

TreeWalk::Read<TreeRoute> TreeWalk::route(const BlockId& from, const BlockId& to) {
    TreeRoute out;
    TRY_ASSIGN(Step up, start(from));
    TRY_ASSIGN(Step down, start(to));
    while (up.block != down.block) {
        const bool rise = up.block.number >= down.block.number;
        const bool sink = down.block.number >= up.block.number;
        if (rise) {
            out.retracted.push_back(up.block);
            TRY(descend(up));
        }
        if (sink) {
            out.enacted.push_back(down.block);
            TRY(descend(down));
        }
    }
    out.common = up.block;
    std::reverse(out.enacted.begin(), out.enacted.end());
    return out;
}

Result<std::vector<BlockId>, ChainError> leaves_above(BlockStore& blocks, const BlockId& block) {
    std::vector<BlockId> out;
    std::vector<BlockId> pending = {block};
    while (!pending.empty()) {
        const BlockId next = pending.back();
        pending.pop_back();
        TRY_ASSIGN(const auto children, blocks.children(next.hash));
        for (const Hash256& child : children) pending.push_back({child, next.number + 1});
        if (children.empty()) out.push_back(next);
    }
    return out;
}

Result<BlockId, ChainError> best_above(BlockStore& blocks, const BlockId& block) {
    TRY_ASSIGN(const auto leaves, leaves_above(blocks, block));
    std::optional<std::pair<uint64_t, BlockId>> best;
    for (const BlockId& leaf : leaves) {
        TRY_ASSIGN(const uint64_t weight, blocks.weight(leaf.hash));
        if (!best || std::pair(weight, leaf.number) > std::pair(best->first, best->second.number)) {
            best.emplace(weight, leaf);
        }
    }
    return best->second;
}

}  // namespace serinus::chain
