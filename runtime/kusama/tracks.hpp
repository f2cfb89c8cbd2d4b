/// The tracks on which referenda of all holders are decided, and the origins that they grant.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/governance/tracks.rs
///
/// As in the development chain of Kusama 1.0.0 that this composition is compared with, the tracks 10 and 13 are short:
/// their whole life takes a few blocks. On Kusama they take 2 hours, 14 days, 3 hours and 10 minutes.
#pragma once

#include "runtime/kusama/origin_checks.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/pallets/referenda/referenda.hpp"

namespace serinus::kusama::tracks {

using pallet_referenda::Curve;
using pallet_referenda::Track;
using pallet_referenda::TrackId;
using pallet_referenda::TrackInfo;
using namespace parameters;
namespace curves = pallet_referenda::types::curves;

/// Periods of a track, in blocks.
struct Periods {
    sdk::BlockNumber prepare;
    sdk::BlockNumber decision;
    sdk::BlockNumber confirm;
    sdk::BlockNumber enactment;
};
inline constexpr Periods kUsual{2 * kHours, 14 * kDays, 3 * kHours, 10 * kMinutes};
inline constexpr Periods kShort{5, 1, 1, 1};

// Lines fall to a half, or from a half to nothing; reciprocals have a level at a day. Days are counted of 28.
namespace detail {

constexpr Curve approval_line(uint32_t days) {
    return curves::linear(days, 28, curves::percent(50), curves::percent(100));
}
constexpr Curve support_reciprocal(uint32_t days, uint32_t percent) {
    return curves::reciprocal(days, 28, curves::percent(percent), curves::percent(0), curves::percent(50));
}

}  // namespace detail

// Each is computed by itself, as the compiler limits how long a computation may take.
inline constexpr Curve kApprovalReciprocal =
    curves::reciprocal(4, 28, curves::percent(80), curves::percent(50), curves::percent(100));
inline constexpr Curve kSupportLine = curves::linear(28, 28, curves::percent(0), curves::percent(50));
inline constexpr Curve kApprovalWhitelisted =
    curves::reciprocal(16, 28 * 24, curves::percent(96), curves::percent(50), curves::percent(100));
inline constexpr Curve kSupportWhitelisted =
    curves::reciprocal(1, 28, curves::percent(20), curves::percent(5), curves::percent(50));
inline constexpr Curve kApproval10Days = detail::approval_line(10), kApproval17Days = detail::approval_line(17),
                       kApproval23Days = detail::approval_line(23), kApproval28Days = detail::approval_line(28);
inline constexpr Curve kSupport1Day = detail::support_reciprocal(1, 4);
inline constexpr Curve kSupport7Days = detail::support_reciprocal(7, 10);
inline constexpr Curve kSupport8Days = detail::support_reciprocal(8, 1);
inline constexpr Curve kSupport12Days = detail::support_reciprocal(12, 1);
inline constexpr Curve kSupport16Days = detail::support_reciprocal(16, 1);
inline constexpr Curve kSupport20Days = detail::support_reciprocal(20, 1);

constexpr Track track(TrackId id, std::string_view name, uint32_t max_deciding, Balance decision_deposit,
                      Periods periods, const Curve& min_approval, const Curve& min_support) {
    return {id, TrackInfo{.name = name,
                          .max_deciding = max_deciding,
                          .decision_deposit = decision_deposit,
                          .prepare_period = periods.prepare,
                          .decision_period = periods.decision,
                          .confirm_period = periods.confirm,
                          .min_enactment_period = periods.enactment,
                          .min_approval = min_approval,
                          .min_support = min_support}};
}

inline constexpr Track kTracks[] = {
    track(0, "root", 1, 100 * kGrand, {2 * kHours, 14 * kDays, kDays, kDays}, kApprovalReciprocal, kSupportLine),
    track(1, "whitelisted_caller", 100, 10 * kGrand, {30 * kMinutes, 14 * kDays, 10 * kMinutes, 10 * kMinutes},
          kApprovalWhitelisted, kSupportWhitelisted),
    track(10, "staking_admin", 10, 5 * kGrand, kShort, kApproval17Days, kSupport12Days),
    track(11, "treasurer", 10, kGrand, {2 * kHours, 14 * kDays, 3 * kHours, kDays}, kApprovalReciprocal, kSupportLine),
    track(12, "lease_admin", 10, 5 * kGrand, kUsual, kApproval17Days, kSupport12Days),
    track(13, "fellowship_admin", 10, 5 * kGrand, kShort, kApproval17Days, kSupport12Days),
    track(14, "general_admin", 10, 5 * kGrand, kUsual, kApprovalReciprocal, kSupport7Days),
    track(15, "auction_admin", 10, 5 * kGrand, kUsual, kApprovalReciprocal, kSupport7Days),
    track(20, "referendum_canceller", 1'000, 10 * kGrand, {2 * kHours, 7 * kDays, 3 * kHours, 10 * kMinutes},
          kApproval17Days, kSupport12Days),
    track(21, "referendum_killer", 1'000, 50 * kGrand, kUsual, kApproval17Days, kSupport12Days),
    track(30, "small_tipper", 200, kQuid, {kMinutes, 7 * kDays, 10 * kMinutes, kMinutes}, kApproval10Days,
          kSupport1Day),
    track(31, "big_tipper", 100, 10 * kQuid, {10 * kMinutes, 7 * kDays, kHours, 10 * kMinutes}, kApproval10Days,
          kSupport8Days),
    track(32, "small_spender", 50, 100 * kQuid, {4 * kHours, 14 * kDays, 12 * kHours, kDays}, kApproval17Days,
          kSupport12Days),
    track(33, "medium_spender", 50, 200 * kQuid, {4 * kHours, 14 * kDays, 24 * kHours, kDays}, kApproval23Days,
          kSupport16Days),
    track(34, "big_spender", 50, 400 * kQuid, {4 * kHours, 14 * kDays, 48 * kHours, kDays}, kApproval28Days,
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
        default:
            return std::nullopt;
    }
}

}  // namespace serinus::kusama::tracks
