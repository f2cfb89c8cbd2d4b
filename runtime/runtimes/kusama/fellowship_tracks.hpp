/// The tracks on which the members of the fellowship decide, one for each rank, and the origins that they grant.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/governance/fellowship.rs
#pragma once

#include "runtime/pallets/referenda/referenda.hpp"
#include "runtime/runtimes/kusama/origin_checks.hpp"
#include "runtime/runtimes/kusama/parameters.hpp"

namespace serinus::kusama::fellowship {

using pallet_referenda::Curve;
using pallet_referenda::Track;
using pallet_referenda::TrackId;
using pallet_referenda::TrackInfo;
using namespace parameters;
namespace curves = pallet_referenda::types::curves;

/// All tracks are decided alike.
constexpr Track track(TrackId rank, std::string_view name, Balance decision_deposit) {
    return {rank, TrackInfo{.name = name,
                            .max_deciding = 10,
                            .decision_deposit = decision_deposit,
                            .prepare_period = 30 * kMinutes,
                            .decision_period = 7 * kDays,
                            .confirm_period = 30 * kMinutes,
                            .min_enactment_period = kMinutes,
                            .min_approval = curves::linear(1, 1, curves::percent(50), curves::percent(100)),
                            .min_support = curves::linear(1, 1, curves::percent(0), curves::percent(50))}};
}

inline constexpr Track kTracks[] = {
    track(0, "candidates", 100 * kQuid),    track(1, "members", 10 * kQuid),
    track(2, "proficients", 10 * kQuid),    track(3, "fellows", 10 * kQuid),
    track(4, "senior fellows", 10 * kQuid), track(5, "experts", kQuid),
    track(6, "senior experts", kQuid),      track(7, "masters", kQuid),
    track(8, "senior masters", kQuid),      track(9, "grand masters", kQuid),
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
