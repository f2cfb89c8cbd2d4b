/// Polkadot's tracks of referenda. Source: fellowship runtimes v1.0.0, relay/polkadot/src/governance/tracks.rs
#pragma once

#include "runtime/runtimes/common/relay/tracks.hpp"
#include "runtime/runtimes/polkadot/origins.hpp"

namespace serinus::polkadot::tracks {

using namespace relay::tracks;

inline constexpr TrackParameters kParameters{.coin = currency::kDollars, .decision = 28 * relay::kDays};
inline constexpr auto kTracks = tracks_of(kParameters, usual_periods(kParameters));

/// The track of the referenda that ask for an origin.
inline std::optional<TrackId> track_for(const sdk::OriginCaller& origin) {
    if (origin.is_root()) return 0;
    const auto custom = origins::custom(origin);
    return custom ? track_of(*custom) : std::nullopt;
}

}  // namespace serinus::polkadot::tracks
