/// How many calls a connection may make.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "base/assert.hpp"

namespace serinus::rpc {

/// A burst of `per_minute` calls, then one each time its share of a minute has passed. Any thread.
class RateLimit {
  public:
    explicit RateLimit(uint32_t per_minute) : interval_ns_(60'000'000'000 / per_minute), burst_(per_minute) {
        SERINUS_ASSERT(per_minute > 0);
    }

    /// Whether one more call is allowed at `now_ns` (monotonic); if so, it is counted.
    bool take(uint64_t now_ns) noexcept {
        uint64_t spent = spent_until_ns_.load();
        for (;;) {
            const uint64_t next = std::max(spent, now_ns) + interval_ns_;
            if (next > now_ns + interval_ns_ * burst_) return false;
            if (spent_until_ns_.compare_exchange_weak(spent, next)) return true;
        }
    }

  private:
    const uint64_t interval_ns_;
    const uint64_t burst_;
    std::atomic<uint64_t> spent_until_ns_{0};  ///< when all counted calls will be allowed again
};

}  // namespace serinus::rpc
