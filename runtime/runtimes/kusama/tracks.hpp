/// Kusama's tracks of referenda of all holders. Source: fellowship runtimes v1.0.0,
/// relay/kusama/src/governance/tracks.rs
///
/// In the development composition the tracks 10 and 13 are short: their whole life takes a few blocks.
#pragma once

#include "runtime/runtimes/common/relay/tracks.hpp"
#include "runtime/runtimes/kusama/is_proper.hpp"
#include "runtime/runtimes/kusama/origin_checks.hpp"

namespace serinus::kusama::tracks {

using namespace relay::tracks;

inline constexpr TrackParameters kParameters{.coin = currency::kQuid, .decision = 14 * relay::kDays};
inline constexpr Periods kAdmins = kIsProper ? usual_periods(kParameters) : Periods{5, 1, 1, 1};
inline constexpr auto kTracks = tracks_of(kParameters, kAdmins);

/// The track of the referenda that ask for an origin.
inline std::optional<TrackId> track_for(const sdk::OriginCaller& origin) {
    if (origin.is_root()) return 0;
    const auto custom = origins::custom(origin);
    return custom ? track_of(*custom) : std::nullopt;
}

}  // namespace serinus::kusama::tracks
