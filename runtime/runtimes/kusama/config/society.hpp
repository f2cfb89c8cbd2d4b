/// The society: a club that chooses its members by bids and votes.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/babe/randomness.hpp"
#include "runtime/pallets/society/society.hpp"
#include "runtime/runtimes/common/relay/time.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/currency.hpp"
#include "runtime/runtimes/kusama/weights/society.hpp"

namespace serinus::kusama {

struct SocietyConfig : Common<SocietyConfig> {
    static constexpr pallet_society::Constants kConstants{
        .PalletId = sdk::pallet_id("py/socie"),
        .GraceStrikes = 10,
        .PeriodSpend = 500 * currency::kQuid,
        .VotingPeriod = 5 * relay::kDays,
        .ClaimPeriod = 2 * relay::kDays,
        .MaxLockDuration = 36 * 30 * relay::kDays,
        .ChallengePeriod = 7 * relay::kDays,
        .MaxPayouts = 8,
        .MaxBids = 512,
    };
    using Randomness = pallet_babe::RandomnessFromOneEpochAgo<Babe>;
    using FounderSetOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kSociety;
};

}  // namespace serinus::kusama
