/// The tracks of referenda. Source: fellowship runtimes v1.0.0, relay/polkadot/src/governance/tracks.rs
#pragma once

#include "runtime/polkadot/origins.hpp"
#include "runtime/relay/track_curves.hpp"

namespace serinus::polkadot::tracks {

using namespace relay::tracks;
using namespace parameters;

inline constexpr Periods kUsual{2 * kHours, 28 * kDays, 3 * kHours, 10 * kMinutes};

inline constexpr Track kTracks[] = {
    track(0, "root", 1, 100 * kGrand, {2 * kHours, 28 * kDays, kDays, kDays}, kApprovalReciprocal, kSupportLine),
    track(1, "whitelisted_caller", 100, 10 * kGrand, {30 * kMinutes, 28 * kDays, 10 * kMinutes, 10 * kMinutes},
          kApprovalWhitelisted, kSupportWhitelisted),
    track(10, "staking_admin", 10, 5 * kGrand, kUsual, kApproval17Days, kSupport12Days),
    track(11, "treasurer", 10, kGrand, {2 * kHours, 28 * kDays, 3 * kHours, kDays}, kApprovalReciprocal, kSupportLine),
    track(12, "lease_admin", 10, 5 * kGrand, kUsual, kApproval17Days, kSupport12Days),
    track(13, "fellowship_admin", 10, 5 * kGrand, kUsual, kApproval17Days, kSupport12Days),
    track(14, "general_admin", 10, 5 * kGrand, kUsual, kApprovalReciprocal, kSupport7Days),
    track(15, "auction_admin", 10, 5 * kGrand, kUsual, kApprovalReciprocal, kSupport7Days),
    track(20, "referendum_canceller", 1'000, 10 * kGrand, {2 * kHours, 7 * kDays, 3 * kHours, 10 * kMinutes},
          kApproval17Days, kSupport12Days),
    track(21, "referendum_killer", 1'000, 50 * kGrand, kUsual, kApproval17Days, kSupport12Days),
    track(30, "small_tipper", 200, kDollars, {kMinutes, 7 * kDays, 10 * kMinutes, kMinutes}, kApproval10Days,
          kSupport1Day),
    track(31, "big_tipper", 100, 10 * kDollars, {10 * kMinutes, 7 * kDays, kHours, 10 * kMinutes}, kApproval10Days,
          kSupport8Days),
    track(32, "small_spender", 50, 100 * kDollars, {4 * kHours, 28 * kDays, 12 * kHours, kDays}, kApproval17Days,
          kSupport12Days),
    track(33, "medium_spender", 50, 200 * kDollars, {4 * kHours, 28 * kDays, 24 * kHours, kDays}, kApproval23Days,
          kSupport16Days),
    track(34, "big_spender", 50, 400 * kDollars, {4 * kHours, 28 * kDays, 48 * kHours, kDays}, kApproval28Days,
          kSupport20Days),
};

/// The track of the referenda that ask for an origin.
inline std::optional<TrackId> track_for(const sdk::OriginCaller& origin) {
    using origins::Custom;
    if (origin.is_root()) return 0;
    const auto custom = origins::custom(origin);
    if (!custom) return std::nullopt;
    switch (*custom) {
        case Custom::WhitelistedCaller:
            return 1;
        case Custom::StakingAdmin:
            return 10;
        case Custom::Treasurer:
            return 11;
        case Custom::LeaseAdmin:
            return 12;
        case Custom::FellowshipAdmin:
            return 13;
        case Custom::GeneralAdmin:
            return 14;
        case Custom::AuctionAdmin:
            return 15;
        case Custom::ReferendumCanceller:
            return 20;
        case Custom::ReferendumKiller:
            return 21;
        case Custom::SmallTipper:
            return 30;
        case Custom::BigTipper:
            return 31;
        case Custom::SmallSpender:
            return 32;
        case Custom::MediumSpender:
            return 33;
        case Custom::BigSpender:
            return 34;
    }
    return std::nullopt;
}

}  // namespace serinus::polkadot::tracks
