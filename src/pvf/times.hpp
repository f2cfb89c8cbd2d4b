/// How long things took, for metrics.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace serinus::pvf {

/// A histogram with these upper bounds.
template <uint64_t... kMs>
struct TimesWithin {
    static constexpr std::array<uint64_t, sizeof...(kMs)> kBoundsMs = {kMs...};

    std::array<uint64_t, sizeof...(kMs) + 1> jobs{};  ///< by the first bound that they did not exceed, or none
    uint64_t total_ms = 0;

    void add(uint64_t ms) noexcept {
        ++jobs[static_cast<size_t>(std::ranges::lower_bound(kBoundsMs, ms) - kBoundsMs.begin())];
        total_ms += ms;
    }
    friend bool operator==(const TimesWithin&, const TimesWithin&) = default;
};

// Observed: the buckets of polkadot-node-core-pvf 36.0.0, `metrics`

/// In which jobs waited for a worker.
using WaitingFigures = TimesWithin<10, 25, 50, 100, 250, 500, 1000, 2000, 4000, 6000, 12'000, 24'000>;
/// In which candidates were executed.
using ExecutionTimes = TimesWithin<10, 25, 50, 100, 250, 500, 1000, 2000, 3000, 4000, 5000, 6000, 8000, 10'000, 12'000>;
/// In which code was prepared.
using PreparationTimes =
    TimesWithin<100, 500, 1000, 2000, 3000, 10'000, 20'000, 30'000, 60'000, 120'000, 240'000, 360'000, 480'000>;

}  // namespace serinus::pvf
