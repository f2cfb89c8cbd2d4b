/// Configurations of pallets that are there and not composed yet, as others that they need are not there.
#pragma once

#include "runtime/pallets/society/society.hpp"
#include "runtime/runtimes/kusama_later/runtime.hpp"
#include "runtime/runtimes/kusama_later/weights/society.hpp"

namespace serinus::kusama_later::uncomposed {

struct SocietyConfig : Common<SocietyConfig> {
    static constexpr sdk::PalletInfo kInfo{26, "Society"};
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
    using Randomness = sdk::Unit;
    using FounderSetOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kSociety;
    static constexpr auto kWeightsOf2025 = weights::kSocietyOf2025;
};
using Society = pallet_society::Pallet<SocietyConfig>;

}  // namespace serinus::kusama_later::uncomposed
