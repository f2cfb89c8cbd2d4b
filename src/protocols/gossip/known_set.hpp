/// The messages a peer is known to have: the latest hashes, as many as a bound allows.
#pragma once

#include <set>
#include <vector>

#include "base/bytes.hpp"

namespace serinus::network::gossip {

/// Holds no memory while it is empty.
class KnownSet {
  public:
    /// False: it is there already. Above `max`, which is the same in all calls and not 0, the oldest is forgotten.
    bool insert(const Hash256& hash, size_t max) {
        if (!hashes_.insert(hash).second) return false;
        if (order_.size() < max) {
            order_.push_back(hash);
            return true;
        }
        hashes_.erase(std::exchange(order_[oldest_], hash));
        oldest_ = (oldest_ + 1) % max;
        return true;
    }
    bool contains(const Hash256& hash) const { return hashes_.contains(hash); }
    size_t size() const noexcept { return hashes_.size(); }

  private:
    std::set<Hash256> hashes_;
    std::vector<Hash256> order_;  ///< a ring once it is full
    size_t oldest_ = 0;
};

}  // namespace serinus::network::gossip
