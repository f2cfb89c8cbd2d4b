/// The tracks of referenda: those of all holders, and those of the fellowship.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/governance/tracks.rs and fellowship.rs
///
/// In the development composition the tracks 10 and 13 are short: their whole life takes a few blocks.
#pragma once

#include "runtime/runtimes/common/relay/tracks.hpp"
#include "runtime/runtimes/kusama/currency.hpp"
#include "runtime/runtimes/kusama/is_proper.hpp"
#include "runtime/runtimes/kusama/origins.hpp"

namespace serinus::kusama::tracks {

using namespace relay::tracks;

inline constexpr TrackParameters kParameters{.coin = currency::kQuid, .decision = 14 * relay::kDays};

/// Of the tracks 10 and 13.
inline constexpr Periods kAdmins = kIsProper ? usual_periods(kParameters) : Periods{5, 1, 1, 1};

/// As in 1.0.0, but for wishes, which enact nothing, and for the treasurer, who has to be confirmed for longer.
constexpr std::array<Track, 16> all_tracks() {
    const auto old = tracks_of(kParameters, kAdmins);
    std::array<Track, 16> out;
    auto next = std::copy_n(old.begin(), 2, out.begin());
    *next++ = track(2, "wish_for_change", 10, 20'000 * currency::kQuid,
                    {2 * relay::kHours, 14 * relay::kDays, 24 * relay::kHours, 10 * relay::kMinutes},
                    kApprovalReciprocal, kSupportLine);
    std::copy(old.begin() + 2, old.end(), next);
    for (auto& [id, info] : out) {
        if (id == 11) info.confirm_period = 48 * relay::kHours;
    }
    return out;
}
inline constexpr auto kTracks = all_tracks();

/// The track of the referenda that ask for an origin.
inline std::optional<TrackId> track_for(const sdk::OriginCaller& origin) {
    if (origin.is_root()) return 0;
    const auto custom = origins::custom(origin);
    if (custom == origins::Custom::WishForChange) return 2;
    return custom ? track_of(*custom) : std::nullopt;
}

}  // namespace serinus::kusama::tracks

namespace serinus::kusama::fellowship {

using pallet_referenda::Track;
using pallet_referenda::TrackId;

/// One for each rank; all decide alike.
constexpr Track track(TrackId rank, std::string_view name, sdk::Balance decision_deposit) {
    namespace curves = pallet_referenda::types::curves;
    return relay::tracks::track(rank, name, 10, decision_deposit,
                                {30 * relay::kMinutes, 7 * relay::kDays, 30 * relay::kMinutes, relay::kMinutes},
                                curves::linear(1, 1, curves::percent(50), curves::percent(100)),
                                curves::linear(1, 1, curves::percent(0), curves::percent(50)));
}

inline constexpr std::array<Track, 10> kTracks{
    track(0, "candidates", 100 * currency::kQuid),    track(1, "members", 10 * currency::kQuid),
    track(2, "proficients", 10 * currency::kQuid),    track(3, "fellows", 10 * currency::kQuid),
    track(4, "senior fellows", 10 * currency::kQuid), track(5, "experts", currency::kQuid),
    track(6, "senior experts", currency::kQuid),      track(7, "masters", currency::kQuid),
    track(8, "senior masters", currency::kQuid),      track(9, "grand masters", currency::kQuid),
};

/// The rank that decides on referenda that ask for an origin.
inline std::optional<TrackId> track_for(const sdk::OriginCaller& origin) {
    using origins::Custom;
    const auto custom = origins::custom(origin);
    if (!custom) return std::nullopt;
    switch (*custom) {
        case Custom::FellowshipInitiates:
            return 0;
        case Custom::Fellows:
            return 3;
        case Custom::FellowshipExperts:
            return 5;
        case Custom::FellowshipMasters:
            return 7;
        default:
            return origins::dan(*custom);
    }
}

}  // namespace serinus::kusama::fellowship
