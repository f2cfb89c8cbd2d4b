/// Transactions that are refused for some time without a validation.
#pragma once

#include <deque>
#include <map>

#include "base/bytes.hpp"

namespace serinus::pool {

/// Hashes with the time until which they are refused. When full, the oldest bans end early.
class Bans {
  public:
    Bans(uint64_t ban_ms, size_t capacity) : ban_ms_(ban_ms), capacity_(capacity) {}

    void ban(const Hash256& hash, uint64_t now_ms);
    bool is_banned(const Hash256& hash, uint64_t now_ms) const;
    void forget_expired(uint64_t now_ms);
    void clear();
    size_t size() const noexcept { return until_.size(); }

  private:
    struct Ban {
        uint64_t until_ms;
        Hash256 hash;
    };
    void forget_oldest();

    uint64_t ban_ms_;
    size_t capacity_;
    std::map<Hash256, uint64_t> until_;
    std::deque<Ban> order_;  ///< by time of the ban; a renewed ban is in it twice
};

}  // namespace serinus::pool
