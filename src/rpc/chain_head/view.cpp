#include "rpc/chain_head/view.hpp"

#include <algorithm>

namespace serinus::rpc::chain_head {

ChainView::ChainView(Head head, size_t kept) : kept_(kept), runtime_(std::move(head.runtime)) {
    SERINUS_ASSERT(!head.finalized.empty() && kept > 0);
    finalized_.assign(head.finalized.begin(), head.finalized.end());
    while (finalized_.size() > kept_) finalized_.pop_front();
    best_ = finalized_block();
    std::vector<Event> unused;
    for (const KnownBlock& block : head.unfinalized) imported(block, false, unused);
    if (tree_.contains(head.best)) best_ = head.best;
}

void ChainView::add(const KnownBlock& block) {
    tree_[block.id.hash] = {block, next_order_};
    by_order_[next_order_++] = block.id.hash;
    if (++with_number_[block.id.number] == 2) forked_.insert(block.id.number);
}

void ChainView::remove(Tree::iterator node) {
    const auto with_number = with_number_.find(node->second.block.id.number);
    if (--with_number->second == 1) forked_.erase(with_number->first);
    if (with_number->second == 0) with_number_.erase(with_number);
    by_order_.erase(node->second.order);
    tree_.erase(node);
}

void ChainView::clear() {
    tree_.clear();
    by_order_.clear();
    with_number_.clear();
    forked_.clear();
    best_ = finalized_block();
}

bool ChainView::imported(const KnownBlock& block, bool is_best, std::vector<Event>& events) {
    ++visited_;
    if (!tree_.contains(block.id.hash)) {
        if (block.id.hash == finalized_block()) {
            if (is_best) set_best(block.id.hash, events);
            return true;
        }
        const bool fits = block.parent == finalized_block() || tree_.contains(block.parent);
        if (!fits) return !is_best;
        add(block);
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

bool ChainView::finalized(const std::vector<Hash256>& blocks, std::optional<Hash256> new_best,
                          std::vector<Event>& events) {
    Finalized event;
    for (const Hash256& hash : blocks) {
        ++visited_;
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

    // Parents were reported before their children.
    const Hash256 last = event.blocks.back();
    const std::set<Hash256> becomes_final(event.blocks.begin(), event.blocks.end());
    std::set<Hash256> stays = {last};
    for (const auto& [order, hash] : by_order_) {
        ++visited_;
        if (becomes_final.contains(hash)) continue;
        if (stays.contains(tree_.at(hash).block.parent)) {
            stays.insert(hash);
        } else {
            event.pruned.push_back(hash);
        }
    }
    if (!stays.contains(best_)) set_best(new_best && stays.contains(*new_best) ? *new_best : last, events);
    for (const Hash256& hash : event.blocks) {
        const auto node = tree_.find(hash);
        if (node->second.block.runtime != nullptr) runtime_ = node->second.block.runtime;
        finalized_.push_back(node->second.block.id);
        if (finalized_.size() > kept_) finalized_.pop_front();
        remove(node);
    }
    for (const Hash256& hash : event.pruned) remove(tree_.find(hash));
    events.emplace_back(std::move(event));
    return true;
}

std::vector<Event> ChainView::introduction() const {
    std::vector<Event> out;
    Initialized first{{}, runtime_};
    for (const chain::BlockId& block : finalized_) first.finalized.push_back(block.hash);
    out.emplace_back(std::move(first));
    for (const auto& [order, hash] : by_order_) {
        const KnownBlock& block = tree_.at(hash).block;
        out.emplace_back(NewBlock{block.id.hash, block.parent, block.runtime});
    }
    out.emplace_back(BestBlockChanged{best_});
    return out;
}

uint32_t ChainView::lag() const noexcept {
    return with_number_.empty() ? 0 : with_number_.rbegin()->first - finalized_.back().number;
}

/// Where each number up to that of a block is the number of one block alone, all leaves are above that block.
bool ChainView::is_contested(const Hash256& block) const {
    const auto found = tree_.find(block);
    return found != tree_.end() && !forked_.empty() && *forked_.begin() <= found->second.block.id.number;
}

}  // namespace serinus::rpc::chain_head
