/// The curves of referenda on the relay chains, and how their tracks are put together.
/// Source: fellowship runtimes v1.0.0, relay/kusama and relay/polkadot, src/governance/tracks.rs: the same curves
#pragma once

#include "runtime/pallets/referenda/referenda.hpp"

namespace serinus::relay::tracks {

using pallet_referenda::Curve;
using pallet_referenda::Track;
using pallet_referenda::TrackId;
using pallet_referenda::TrackInfo;
namespace curves = pallet_referenda::types::curves;

/// Periods of a track, in blocks.
struct Periods {
    sdk::BlockNumber prepare;
    sdk::BlockNumber decision;
    sdk::BlockNumber confirm;
    sdk::BlockNumber enactment;
};

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

constexpr Track track(TrackId id, std::string_view name, uint32_t max_deciding, sdk::Balance decision_deposit,
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

}  // namespace serinus::relay::tracks
