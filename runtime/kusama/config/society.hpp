/// Parameters of Society.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/weights/society.hpp"
#include "runtime/pallets/babe/randomness.hpp"
#include "runtime/pallets/society/society.hpp"

namespace serinus::kusama {

struct SocietyConfig {
    static constexpr sdk::PalletInfo kInfo{26, "Society"};
    static constexpr pallet_society::Constants kConstants{
        .PalletId = sdk::pallet_id("py/socie"),
        .GraceStrikes = 10,
        .PeriodSpend = 500 * currency::kQuid,
        .VotingPeriod = 5 * parameters::kDays,
        .ClaimPeriod = 2 * parameters::kDays,
        .MaxLockDuration = 36 * 30 * parameters::kDays,
        .ChallengePeriod = 7 * parameters::kDays,
        .MaxPayouts = 8,
        .MaxBids = 512,
    };
    using System = kusama::System;
    using Currency = kusama::Currency;
    using Randomness = pallet_babe::RandomnessFromOneEpochAgo<kusama::Babe>;
    using FounderSetOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kSociety;
};

}  // namespace serinus::kusama
