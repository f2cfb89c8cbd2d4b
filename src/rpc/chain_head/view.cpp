#include "rpc/chain_head/view.hpp"

#include <algorithm>

namespace serinus::rpc::chain_head {

ChainView::ChainView(Head head, size_t kept) : kept_(kept), runtime_(std::move(head.runtime)) {
    SERINUS_ASSERT(!head.finalized.empty() && kept > 0);
    finalized_.assign(head.finalized.begin(), head.finalized.end());
    while (finalized_.size() > kept_) finalized_.pop_front();
    best_ = finalized_block();
    std::vector<Event> nobody_listens;
    for (const KnownBlock& block : head.unfinalized) imported(block, false, nobody_listens);
    if (tree_.contains(head.best)) best_ = head.best;
}

bool ChainView::imported(const KnownBlock& block, bool is_best, std::vector<Event>& events) {
    if (!tree_.contains(block.id.hash)) {
        if (block.id.hash == finalized_block()) return true;
        const bool fits = block.parent == finalized_block() || tree_.contains(block.parent);
        if (!fits) return !is_best;
        tree_[block.id.hash] = {block, next_order_++};
        events.emplace_back(NewBlock{block.id.hash, block.parent, block.runtime});
    }
    if (is_best) set_best(block.id.hash, events);
    return true;
}

void ChainView::set_best(const Hash256& hash, std::vector<Event>& events) {
    if (best_ == hash) return;
    best_ = hash;
    events.emplace_back(BestBlockChanged{hash});
}

bool ChainView::is_above(const Hash256& hash, const Hash256& ancestor) const {
    for (auto at = tree_.find(hash); at != tree_.end(); at = tree_.find(at->second.block.parent)) {
        if (at->second.block.parent == ancestor) return true;
    }
    return false;
}

bool ChainView::finalized(const std::vector<Hash256>& blocks, std::optional<Hash256> new_best,
                          std::vector<Event>& events) {
    Finalized event;
    for (const Hash256& hash : blocks) {
        const auto found = tree_.find(hash);
        if (found == tree_.end()) {
            const bool is_known = std::any_of(finalized_.begin(), finalized_.end(),
                                              [&](const chain::BlockId& block) { return block.hash == hash; });
            if (is_known && event.blocks.empty()) continue;
            return false;
        }
        if (found->second.block.parent != (event.blocks.empty() ? finalized_block() : event.blocks.back()))
            return false;
        event.blocks.push_back(hash);
    }
    if (event.blocks.empty()) return true;

    const Hash256 last = event.blocks.back();
    std::map<uint64_t, Hash256> pruned;  // in the order in which they were reported
    for (const auto& [hash, node] : tree_) {
        const bool is_final = std::find(event.blocks.begin(), event.blocks.end(), hash) != event.blocks.end();
        if (!is_final && !is_above(hash, last)) pruned[node.order] = hash;
    }
    if (best_ != last && !is_above(best_, last)) {
        const bool is_possible = new_best && (*new_best == last || is_above(*new_best, last));
        set_best(is_possible ? *new_best : last, events);
    }
    for (const Hash256& hash : event.blocks) {
        const auto node = tree_.extract(hash);
        if (node.mapped().block.runtime != nullptr) runtime_ = node.mapped().block.runtime;
        finalized_.push_back(node.mapped().block.id);
        if (finalized_.size() > kept_) finalized_.pop_front();
    }
    for (const auto& [order, hash] : pruned) {
        tree_.erase(hash);
        event.pruned.push_back(hash);
    }
    events.emplace_back(std::move(event));
    return true;
}

std::vector<Event> ChainView::introduction() const {
    std::vector<Event> out;
    Initialized first{{}, runtime_};
    for (const chain::BlockId& block : finalized_) first.finalized.push_back(block.hash);
    out.emplace_back(std::move(first));
    std::map<uint64_t, const Node*> in_order;
    for (const auto& [hash, node] : tree_) in_order[node.order] = &node;
    for (const auto& [order, node] : in_order) {
        out.emplace_back(NewBlock{node->block.id.hash, node->block.parent, node->block.runtime});
    }
    out.emplace_back(BestBlockChanged{best_});
    return out;
}

uint32_t ChainView::lag() const noexcept {
    primitives::BlockNumber highest = finalized_.back().number;
    for (const auto& [hash, node] : tree_) highest = std::max(highest, node.block.id.number);
    return highest - finalized_.back().number;
}

std::vector<Hash256> ChainView::contested() const {
    std::map<Hash256, size_t> leaves_above;  // of each block, itself included
    std::map<Hash256, size_t> children;
    for (const auto& [hash, node] : tree_) ++children[node.block.parent];
    size_t leaves = 0;
    for (const auto& [hash, node] : tree_) {
        if (children.contains(hash)) continue;
        ++leaves;
        for (auto at = tree_.find(hash); at != tree_.end(); at = tree_.find(at->second.block.parent)) {
            ++leaves_above[at->first];
        }
    }
    std::vector<Hash256> out;
    if (leaves < 2) return out;
    for (const auto& [hash, count] : leaves_above) {
        if (count < leaves) out.push_back(hash);
    }
    return out;
}

}  // namespace serinus::rpc::chain_head
