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
        blocks_.try_emplace(hash, Entry{parent, number, next_order_++, false});
    }
    void give_up(const Hash256& hash) {
        if (const auto found = blocks_.find(hash); found != blocks_.end()) found->second.is_given_up = true;
    }
    void on_finalized(const Hash256& hash, BlockNumber number) {
        std::erase_if(blocks_, [&](const auto& entry) { return !is_above(entry.first, hash, number); });
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
        std::optional<Hash256> out;
        for (const auto& [hash, entry] : blocks_) {
            if (!is_viable(hash)) continue;
            if (!out || is_better(entry, blocks_.at(*out))) out = hash;
        }
        return out;
    }

  private:
    struct Entry {
        Hash256 parent;
        BlockNumber number{};
        size_t order = 0;
        bool is_given_up = false;
    };
    static bool is_better(const Entry& a, const Entry& b) {
        return a.number != b.number ? a.number > b.number : a.order < b.order;
    }
    bool is_above(const Hash256& hash, const Hash256& ancestor, BlockNumber number) const {
        for (auto at = blocks_.find(hash); at != blocks_.end(); at = blocks_.find(at->second.parent)) {
            if (at->second.number <= number) return false;
            if (at->second.parent == ancestor) return true;
        }
        return false;
    }
    std::map<Hash256, Entry> blocks_;
    size_t next_order_ = 0;
};

}  // namespace serinus::parachain::dispute_test
