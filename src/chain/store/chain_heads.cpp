#include "chain/store/chain_heads.hpp"

#include <algorithm>
#include <unordered_set>

#include "chain/store/lru_cache.hpp"

namespace serinus::chain {

Result<void, ChainError> ChainHeads::read(Database& database) {
    TRY_ASSIGN(BlockStore blocks, database.blocks().frozen());
    TRY_ASSIGN(const BlockId best, blocks.best());
    TRY_ASSIGN(const BlockId finalized, blocks.finalized());
    TRY_ASSIGN(const auto heads, database.leaves());
    std::vector<Leaf> leaves;
    for (const BlockId& head : heads) {
        TRY_ASSIGN(const uint64_t weight, blocks.weight(head.hash));
        leaves.push_back({head, weight});
    }
    database_ = &database;
    const std::lock_guard lock(mutex_);
    best_ = best;
    finalized_ = finalized;
    leaves_ = std::move(leaves);
    return {};
}

BlockId ChainHeads::best() const {
    const std::lock_guard lock(mutex_);
    return best_;
}

BlockId ChainHeads::finalized() const {
    const std::lock_guard lock(mutex_);
    return finalized_;
}

std::vector<BlockId> ChainHeads::leaves() const {
    std::vector<Leaf> leaves;
    Hash256 best;
    {
        const std::lock_guard lock(mutex_);
        leaves = leaves_;
        best = best_.hash;
    }
    const auto rank = [&](const Leaf& leaf) {
        return std::pair(leaf.block.hash == best, !database_->excluded().contains(leaf.block.hash));
    };
    const ForkChoice& rule = database_->fork_choice();
    std::sort(leaves.begin(), leaves.end(), [&](const Leaf& a, const Leaf& b) {
        if (rank(a) != rank(b)) return rank(a) > rank(b);
        if (rule.is_better(a, b) || rule.is_better(b, a)) return rule.is_better(a, b);
        return a.block.hash > b.block.hash;
    });
    std::vector<BlockId> out;
    out.reserve(leaves.size());
    for (const Leaf& leaf : leaves) out.push_back(leaf.block);
    return out;
}

void ChainHeads::added(const BlockId& block, const Hash256& parent, uint64_t weight) {
    const std::lock_guard lock(mutex_);
    std::erase_if(leaves_, [&](const Leaf& leaf) { return leaf.block.hash == parent; });
    leaves_.push_back({block, weight});
}

void ChainHeads::set_only(const BlockId& block, uint64_t weight) {
    const std::lock_guard lock(mutex_);
    best_ = finalized_ = block;
    leaves_ = {{block, weight}};
}

void ChainHeads::set_best(const BlockId& block) {
    const std::lock_guard lock(mutex_);
    best_ = block;
}

void ChainHeads::removed(const std::vector<Hash256>& blocks) {
    if (blocks.empty()) return;
    const std::unordered_set<Hash256, HashOfHash> gone(blocks.begin(), blocks.end());
    const std::lock_guard lock(mutex_);
    std::erase_if(leaves_, [&](const Leaf& leaf) { return gone.contains(leaf.block.hash); });
}

void ChainHeads::set_finalized(const BlockId& block, const std::optional<BlockId>& new_best) {
    const std::lock_guard lock(mutex_);
    finalized_ = block;
    if (new_best) best_ = *new_best;
}

uint64_t ChainHeads::bytes() const {
    const std::lock_guard lock(mutex_);
    return leaves_.capacity() * sizeof(Leaf);
}

}  // namespace serinus::chain
