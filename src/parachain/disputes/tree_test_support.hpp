/// The blocks of a simulated node above the final one, of which some are given up: what a client does with
/// `chain::Client::exclude`.
#pragma once

#include <map>
#include <vector>

#include "primitives/header.hpp"

namespace serinus::parachain::dispute_test {

class Tree {
  public:
    using BlockNumber = primitives::BlockNumber;

    void import(const Hash256& hash, const Hash256& parent, BlockNumber number) {
        const size_t order = next_order_++;
        if (!blocks_.try_emplace(hash, Entry{parent, number, false}).second) return;
        best_first_.emplace(std::pair(~number, order), hash);
    }
    void give_up(const Hash256& hash) {
        if (const auto found = blocks_.find(hash); found != blocks_.end()) found->second.is_given_up = true;
    }
    /// What is not above it goes.
    void on_finalized(const Hash256& hash, BlockNumber number) {
        if (hash == finalized_) return;
        finalized_ = hash;
        // Parents come before their children.
        for (auto at = best_first_.rbegin(); at != best_first_.rend(); ++at) {
            const auto block = blocks_.find(at->second);
            const Entry& entry = block->second;
            const bool is_above = entry.number > number && (entry.parent == hash || blocks_.contains(entry.parent));
            if (!is_above) blocks_.erase(block);
        }
        std::erase_if(best_first_, [&](const auto& entry) { return !blocks_.contains(entry.second); });
    }
    /// Neither given up nor above a block that was.
    bool is_viable(const Hash256& hash) const {
        auto at = blocks_.find(hash);
        if (at == blocks_.end()) return false;
        for (; at != blocks_.end(); at = blocks_.find(at->second.parent)) {
            if (at->second.is_given_up) return false;
        }
        return true;
    }
    /// The viable block with the highest number, of several the first that came.
    std::optional<Hash256> best() const {
        for (const auto& [place, hash] : best_first_) {
            if (is_viable(hash)) return hash;
        }
        return std::nullopt;
    }

  private:
    struct Entry {
        Hash256 parent;
        BlockNumber number{};
        bool is_given_up = false;
    };
    std::map<Hash256, Entry> blocks_;
    std::map<std::pair<BlockNumber, size_t>, Hash256> best_first_;  ///< by the complement of the number, and the order
    Hash256 finalized_{};
    size_t next_order_ = 0;
};

}  // namespace serinus::parachain::dispute_test
