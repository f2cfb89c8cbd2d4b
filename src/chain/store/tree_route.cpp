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

/// Why there is no block of this number although there are some above it.
ChainError no_number(BlockStore& blocks, BlockNumber number) {
    const auto gap = blocks.gap();
    if (!gap) return gap.error();
    if (!*gap || number < (*gap)->first || number > (*gap)->last) return lost("block " + std::to_string(number));
    return {ChainError::Kind::kUnknown,
            "block " + std::to_string(number) + " is not here (yet): this chain began with the state of a later block"};
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
        if (!hash) return Err(no_number(*blocks_, step.block.number - 1));
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
    if (!hash) return Err(no_number(*blocks_, number));
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

Result<ChainHead, ChainError> best_above(BlockStore& blocks, const BlockId& block, const ForkChoice& rule,
                                         const std::set<Hash256>& excluded) {
    std::optional<ChainHead> best;
    std::vector<BlockId> pending = {block};
    while (!pending.empty()) {
        const BlockId next = pending.back();
        pending.pop_back();
        TRY_ASSIGN(const auto children, blocks.children(next.hash));
        bool is_head = true;
        for (const Hash256& child : children) {
            if (excluded.contains(child)) continue;
            is_head = false;
            pending.push_back({child, next.number + 1});
        }
        if (!is_head) continue;
        TRY_ASSIGN(const uint64_t weight, blocks.weight(next.hash));
        const ChainHead head{next, weight};
        if (!best || rule.is_better(head, *best)) best = head;
    }
    return *best;
}

}  // namespace serinus::chain
