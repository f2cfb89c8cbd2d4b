// Inflation. Source: pallet_staking_reward_fn 14.0.0, polkadot-runtime-common 2.0.0
#include "runtime/pallets/staking/inflation.hpp"

#include <gtest/gtest.h>

namespace serinus::pallet_staking {
namespace {

using sdk::Balance;
using sdk::Perquintill;

constexpr auto kFalloff = Perquintill::from_percent(5);
constexpr uint64_t kMillisecondsPerYear = 1000ull * 3600 * 24 * 36525 / 100;

TEST(Inflation, GrowsWithTheStakeUpToTheIdeal) {
    const auto ideal = Perquintill::from_percent(40);
    EXPECT_EQ(compute_inflation(Perquintill::zero(), ideal, kFalloff), Perquintill::zero());
    EXPECT_EQ(compute_inflation(Perquintill::from_percent(10), ideal, kFalloff), Perquintill::from_percent(25));
    EXPECT_EQ(compute_inflation(ideal, ideal, kFalloff), Perquintill::one());
}

// 2^((40 - x) / 5): halves with each 5 %. The series ends some parts of 10^18 away from the exact value.
TEST(Inflation, HalvesWithEachFalloffAboveTheIdeal) {
    const auto ideal = Perquintill::from_percent(40);
    const auto at = [&](uint64_t percent) {
        return compute_inflation(Perquintill::from_percent(percent), ideal, kFalloff)._0;
    };
    EXPECT_NEAR(static_cast<double>(at(45)), 0.5e18, 100);
    EXPECT_NEAR(static_cast<double>(at(50)), 0.25e18, 100);
    EXPECT_NEAR(static_cast<double>(at(60)), 0.0625e18, 1000);
    EXPECT_LT(at(61), at(60));
    EXPECT_EQ(compute_inflation(Perquintill::one(), ideal, Perquintill::from_parts(9'999'999'999'999'999)),
              Perquintill::zero())
        << "a falloff below a percent is refused";
}

// Observed: an era of 19,854 s of the real runtime 1.0.0 with these amounts pays this, to the last digit.
TEST(Inflation, OfAnEraIsTheRealOne) {
    const auto [payout, rest] =
        era_payout(200'000'000'000'000, 12'000'000'000'333'333'333u, Perquintill::from_percent(10),
                   Perquintill::from_rational(uint64_t{19'854'000}, kMillisecondsPerYear), 0, 200);
    EXPECT_EQ(payout, 188'753'171'349'059u);
    EXPECT_EQ(rest, 566'209'183'223'588u);
}

TEST(Inflation, ParachainsLowerTheIdealStakeUpToSixty) {
    const Balance unit = 1'000'000'000'000;
    const auto payout = [&](uint64_t parachains, uint64_t share = 200) {
        return era_payout(5'000'000 * unit, 10'000'000 * unit, Perquintill::from_percent(10),
                          Perquintill::from_percent(1), parachains, share)
            .first;
    };
    EXPECT_EQ(payout(30, 300), payout(20)) << "a tenth less in both cases";
    EXPECT_LT(payout(0), payout(20));
    EXPECT_LT(payout(20), payout(50));
    EXPECT_GT(payout(50), payout(60)) << "above the ideal of 45 % there is less";
    EXPECT_EQ(payout(60), payout(61));
    EXPECT_EQ(payout(50), 10'000 * unit) << "at the ideal of 50 % there is all";
}

}  // namespace
}  // namespace serinus::pallet_staking
