/// Sessions of a fixed number of blocks, for chains whose consensus has no epochs.
/// Pallet: session (PeriodicSessions)
#pragma once

#include "runtime/sdk/traits/session_rotation.hpp"

namespace serinus::pallet_session {

/// The first session has `kOffset` blocks, each later one `kPeriod`; the offset is less than the period. Decides
/// (ShouldEndSession) and estimates.
template <sdk::BlockNumber kPeriod, sdk::BlockNumber kOffset = 0>
struct PeriodicSessions {
    static_assert(kPeriod > 0);

    static bool should_end_session(sdk::BlockNumber now) { return now >= kOffset && (now - kOffset) % kPeriod == 0; }

    static sdk::BlockNumber average_session_length() { return kPeriod; }
    static sdk::Estimate<sdk::Permill> estimate_current_session_progress(sdk::BlockNumber now) {
        const auto progress = now >= kOffset ? sdk::Permill::from_rational((now - kOffset) % kPeriod + 1, kPeriod)
                                             : sdk::Permill::from_rational(now + 1, kOffset);
        return {progress, sdk::Weight::zero()};
    }
    /// Where a session begins with `now`, the one after it is meant.
    static sdk::Estimate<sdk::BlockNumber> estimate_next_session_rotation(sdk::BlockNumber now) {
        const sdk::BlockNumber next =
            now > kOffset ? saturating_add(now, kPeriod - (now - kOffset) % kPeriod) : kOffset;
        return {next, sdk::Weight::zero()};
    }
};

}  // namespace serinus::pallet_session
