/// Time that runs faster than the machine's, for local networks that are not to wait for their slots.
#pragma once

#include <string_view>

#include "platform/scheduler.hpp"

namespace serinus::platform {

/// A clock that is the machine's up to a moment, and from then on `rate` times as fast. Processes with the same numbers
/// have the same clock, whenever they start: a network agrees on its slots, although its time lies in the future.
struct ClockRate {
    static constexpr uint32_t kMax = 100;

    uint32_t rate = 1;
    uint64_t since_unix_ms = 0;

    /// What the clock says when the machine's says this; and the opposite, which is the earliest such moment.
    uint64_t from_machine_ms(uint64_t unix_ms) const noexcept;
    uint64_t to_machine_ms(uint64_t unix_ms) const noexcept;

    /// "10@1764201600000"
    std::string to_string() const;
    friend bool operator==(const ClockRate&, const ClockRate&) = default;
};
/// nullopt: the text is none, or the rate is not 1 to kMax.
std::optional<ClockRate> parse_clock_rate(std::string_view text);

/// The same threads, randomness and stop as `machine`, with other clocks: the time of day, the monotonic one, and the
/// timers of lanes that are made here. Figures of lanes are times of the machine. `machine` must outlive it.
std::unique_ptr<Scheduler> make_scaled_scheduler(Scheduler& machine, const ClockRate& clock);

}  // namespace serinus::platform
