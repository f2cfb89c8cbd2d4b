/// When slots begin by the clock.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

namespace serinus::authorship {

/// Sans-I/O: computes from the time which slot begins and when to ask again. Each slot is returned once; slots that
/// were missed, and slots before the last returned one after the clock was set back, are not returned.
class SlotSchedule {
  public:
    /// Ours: the longest time between two calls, after which a clock that was set is noticed.
    static constexpr uint64_t kMaxDelayMs = 1000;

    explicit SlotSchedule(uint64_t slot_duration_ms) : slot_ms_(slot_duration_ms) {}

    /// The slot that contains the time, if it is later than all that were returned before.
    std::optional<uint64_t> begin(uint64_t unix_now_ms) noexcept {
        const uint64_t slot = unix_now_ms / slot_ms_;
        if (last_ && slot <= *last_) return std::nullopt;
        last_ = slot;
        return slot;
    }
    /// In how many milliseconds to call `begin` again.
    uint64_t delay_ms(uint64_t unix_now_ms) const noexcept {
        if (!last_ || *last_ < unix_now_ms / slot_ms_) return 0;
        return std::min((*last_ + 1) * slot_ms_ - unix_now_ms, kMaxDelayMs);
    }

  private:
    uint64_t slot_ms_;
    std::optional<uint64_t> last_;
};

}  // namespace serinus::authorship
