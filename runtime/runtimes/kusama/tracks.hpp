/// The tracks of referenda: those of all holders, and those of the fellowship.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/governance/tracks.rs and fellowship.rs
///
/// In the development composition the tracks 10 and 13 are short: their whole life takes a few blocks.
#pragma once

#include "runtime/runtimes/common/relay/time.hpp"
#include "runtime/runtimes/common/relay/track_curves.hpp"
#include "runtime/runtimes/kusama/currency.hpp"
#include "runtime/runtimes/kusama/is_proper.hpp"
#include "runtime/runtimes/kusama/origins.hpp"

namespace serinus::kusama::tracks {

using namespace relay::tracks;

// How long most of them decide, and the periods of most administrators.
inline constexpr sdk::BlockNumber kDecision = 14 * relay::kDays;
inline constexpr Periods kUsual{2 * relay::kHours, kDecision, 3 * relay::kHours, 10 * relay::kMinutes};
inline constexpr Periods kAdmins = kIsProper ? kUsual : Periods{5, 1, 1, 1};

namespace detail {

constexpr std::array<Track, 16> all_tracks() {
    using relay::kDays, relay::kHours, relay::kMinutes;
    constexpr sdk::Balance kCoin = currency::kQuid, kGrand = 1'000 * kCoin;
    return {
        track(0, "root", 1, 100 * kGrand, {2 * kHours, kDecision, kDays, kDays}, kApprovalReciprocal, kSupportLine),
        track(1, "whitelisted_caller", 100, 10 * kGrand, {30 * kMinutes, kDecision, 10 * kMinutes, 10 * kMinutes},
              kApprovalWhitelisted, kSupportWhitelisted),
        track(2, "wish_for_change", 10, 20 * kGrand, {2 * kHours, kDecision, 24 * kHours, 10 * kMinutes},
              kApprovalReciprocal, kSupportLine),
        track(10, "staking_admin", 10, 5 * kGrand, kAdmins, kApproval17Days, kSupport12Days),
        track(11, "treasurer", 10, kGrand, {2 * kHours, kDecision, 48 * kHours, kDays}, kApprovalReciprocal,
              kSupportLine),
        track(12, "lease_admin", 10, 5 * kGrand, kUsual, kApproval17Days, kSupport12Days),
        track(13, "fellowship_admin", 10, 5 * kGrand, kAdmins, kApproval17Days, kSupport12Days),
        track(14, "general_admin", 10, 5 * kGrand, kUsual, kApprovalReciprocal, kSupport7Days),
        track(15, "auction_admin", 10, 5 * kGrand, kUsual, kApprovalReciprocal, kSupport7Days),
        track(20, "referendum_canceller", 1'000, 10 * kGrand, {2 * kHours, 7 * kDays, 3 * kHours, 10 * kMinutes},
              kApproval17Days, kSupport12Days),
        track(21, "referendum_killer", 1'000, 50 * kGrand, kUsual, kApproval17Days, kSupport12Days),
        track(30, "small_tipper", 200, kCoin, {kMinutes, 7 * kDays, 10 * kMinutes, kMinutes}, kApproval10Days,
              kSupport1Day),
        track(31, "big_tipper", 100, 10 * kCoin, {10 * kMinutes, 7 * kDays, kHours, 10 * kMinutes}, kApproval10Days,
              kSupport8Days),
        track(32, "small_spender", 50, 100 * kCoin, {4 * kHours, kDecision, 12 * kHours, kDays}, kApproval17Days,
              kSupport12Days),
        track(33, "medium_spender", 50, 200 * kCoin, {4 * kHours, kDecision, 24 * kHours, kDays}, kApproval23Days,
              kSupport16Days),
        track(34, "big_spender", 50, 400 * kCoin, {4 * kHours, kDecision, 48 * kHours, kDays}, kApproval28Days,
              kSupport20Days),
    };
}

}  // namespace detail

inline constexpr auto kTracks = detail::all_tracks();

/// The track of the referenda that ask for an origin.
inline std::optional<TrackId> track_for(const sdk::OriginCaller& origin) {
    using origins::Custom;
    if (origin.is_root()) return 0;
    const auto custom = origins::custom(origin);
    if (!custom) return std::nullopt;
    switch (*custom) {
        case Custom::WhitelistedCaller:
            return 1;
        case Custom::WishForChange:
            return 2;
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
        default:
            return std::nullopt;
    }
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
