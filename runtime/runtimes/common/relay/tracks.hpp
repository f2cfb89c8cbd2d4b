/// The tracks on which referenda of all holders are decided, and the origins that they grant.
/// Source: fellowship runtimes v1.0.0, relay/kusama and relay/polkadot, src/governance/tracks.rs
#pragma once

#include "runtime/runtimes/common/relay/time.hpp"
#include "runtime/runtimes/common/relay/track_curves.hpp"

namespace serinus::relay::tracks {

/// What the chains have different.
struct TrackParameters {
    /// A DOT on Polkadot, a quid on Kusama.
    sdk::Balance coin;
    /// How long most tracks decide, in blocks.
    sdk::BlockNumber decision;
};

/// The periods of most administrators' tracks.
constexpr Periods usual_periods(const TrackParameters& chain) {
    return {2 * kHours, chain.decision, 3 * kHours, 10 * kMinutes};
}

/// `admins`: the periods of the tracks 10 and 13, which a development chain has shorter.
constexpr std::array<Track, 15> tracks_of(const TrackParameters& chain, const Periods& admins) {
    const sdk::Balance coin = chain.coin, grand = 1'000 * coin;
    const sdk::BlockNumber decision = chain.decision;
    const Periods usual = usual_periods(chain);
    return {
        track(0, "root", 1, 100 * grand, {2 * kHours, decision, kDays, kDays}, kApprovalReciprocal, kSupportLine),
        track(1, "whitelisted_caller", 100, 10 * grand, {30 * kMinutes, decision, 10 * kMinutes, 10 * kMinutes},
              kApprovalWhitelisted, kSupportWhitelisted),
        track(10, "staking_admin", 10, 5 * grand, admins, kApproval17Days, kSupport12Days),
        track(11, "treasurer", 10, grand, {2 * kHours, decision, 3 * kHours, kDays}, kApprovalReciprocal, kSupportLine),
        track(12, "lease_admin", 10, 5 * grand, usual, kApproval17Days, kSupport12Days),
        track(13, "fellowship_admin", 10, 5 * grand, admins, kApproval17Days, kSupport12Days),
        track(14, "general_admin", 10, 5 * grand, usual, kApprovalReciprocal, kSupport7Days),
        track(15, "auction_admin", 10, 5 * grand, usual, kApprovalReciprocal, kSupport7Days),
        track(20, "referendum_canceller", 1'000, 10 * grand, {2 * kHours, 7 * kDays, 3 * kHours, 10 * kMinutes},
              kApproval17Days, kSupport12Days),
        track(21, "referendum_killer", 1'000, 50 * grand, usual, kApproval17Days, kSupport12Days),
        track(30, "small_tipper", 200, coin, {kMinutes, 7 * kDays, 10 * kMinutes, kMinutes}, kApproval10Days,
              kSupport1Day),
        track(31, "big_tipper", 100, 10 * coin, {10 * kMinutes, 7 * kDays, kHours, 10 * kMinutes}, kApproval10Days,
              kSupport8Days),
        track(32, "small_spender", 50, 100 * coin, {4 * kHours, decision, 12 * kHours, kDays}, kApproval17Days,
              kSupport12Days),
        track(33, "medium_spender", 50, 200 * coin, {4 * kHours, decision, 24 * kHours, kDays}, kApproval23Days,
              kSupport16Days),
        track(34, "big_spender", 50, 400 * coin, {4 * kHours, decision, 48 * kHours, kDays}, kApproval28Days,
              kSupport20Days),
    };
}

/// The track of the referenda that ask for an origin of the pallet Origins.
template <class Custom>
constexpr std::optional<TrackId> track_of(Custom origin) {
    switch (origin) {
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

}  // namespace serinus::relay::tracks
