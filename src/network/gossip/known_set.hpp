/// What a peer is known to have: the latest hashes, as many as a bound allows.
#pragma once

#include <deque>
#include <set>

#include "base/bytes.hpp"

namespace serinus::network::gossip {

class KnownSet {
  public:
    /// False: it is there already. Above `max` the oldest is forgotten.
    bool insert(const Hash256& hash, size_t max) {
        if (!hashes_.insert(hash).second) return false;
        order_.push_back(hash);
        if (order_.size() > max) {
            hashes_.erase(order_.front());
            order_.pop_front();
        }
        return true;
    }
    bool contains(const Hash256& hash) const { return hashes_.contains(hash); }

  private:
    std::set<Hash256> hashes_;
    std::deque<Hash256> order_;
};

}  // namespace serinus::network::gossip
