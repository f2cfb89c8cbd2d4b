// Supports and scores. Source of the figures: sp-npos-elections, tests.rs
#include "runtime/npos/support.hpp"

#include <gtest/gtest.h>

namespace serinus::sdk::npos {
namespace {

TEST(Supports, AreSortedByAccountAndKeepTheOrderOfVoters) {
    const std::vector<StakedAssignment> assignments{{0, {{0, 10}}}, {1, {{1, 20}}}, {2, {{1, 15}, {0, 5}}}};
    const uint64_t voters[] = {10, 20, 30};
    const uint64_t targets[] = {9, 2};
    const auto supports = to_supports(
        assignments, [&](uint32_t place) { return voters[place]; }, [&](uint32_t place) { return targets[place]; });
    EXPECT_EQ(supports, (Supports<uint64_t>{{2, {35, {{20, 20}, {30, 15}}}}, {9, {15, {{10, 10}, {30, 5}}}}}));
    EXPECT_EQ(evaluate(supports), (ElectionScore{15, 50, 35 * 35 + 15 * 15}));
    EXPECT_EQ(evaluate(Supports<uint64_t>{}), (ElectionScore{max_value<Stake>(), 0, 0}));
}

TEST(Supports, SquaresSaturate) {
    const Supports<uint64_t> supports{{1, {uint128_t{1} << 100, {}}}};
    EXPECT_TRUE(evaluate(supports).sum_stake_squared == max_value<Stake>());
}

TEST(Score, LargerStakesAndSmallerSquaresAreBetter) {
    EXPECT_TRUE((ElectionScore{10, 5, 15} > ElectionScore{9, 20, 5}));
    EXPECT_TRUE((ElectionScore{10, 5, 15} > ElectionScore{10, 4, 5}));
    EXPECT_TRUE((ElectionScore{10, 5, 15} > ElectionScore{10, 5, 16}));
}

bool better(ElectionScore a, ElectionScore b, Perbill threshold) { return strict_threshold_better(a, b, threshold); }

TEST(Score, WithoutThresholdTheFirstDifferenceDecides) {
    EXPECT_TRUE(better({12, 10, 35}, {10, 20, 30}, Perbill::zero()));
    EXPECT_FALSE(better({9, 30, 10}, {10, 20, 30}, Perbill::zero()));
    EXPECT_TRUE(better({10, 25, 40}, {10, 20, 30}, Perbill::zero()));
    EXPECT_FALSE(better({10, 20, 40}, {10, 20, 30}, Perbill::zero()));
}

TEST(Score, DifferencesBelowTheThresholdCountOnlyIfTheyAreNoLoss) {
    const auto percent = Perbill::from_percent(1);
    EXPECT_FALSE(better({1010, 5000, 100'000}, {1000, 5000, 100'000}, percent));
    EXPECT_TRUE(better({1011, 5000, 100'000}, {1000, 5000, 100'000}, percent));
    EXPECT_FALSE(better({999, 6000, 100'000}, {1000, 5000, 100'000}, percent));
    EXPECT_FALSE(better({1005, 5050, 100'000}, {1000, 5000, 100'000}, percent));
    EXPECT_TRUE(better({1005, 5051, 100'000}, {1000, 5000, 100'000}, percent));
    EXPECT_FALSE(better({1005, 5025, 99'000}, {1000, 5000, 100'000}, percent));
    EXPECT_TRUE(better({1005, 5025, 98'999}, {1000, 5000, 100'000}, percent));
}

TEST(Score, OfAnEraOfKusama) {
    const auto number = [](uint64_t high, uint64_t low) { return uint128_t{high} * 1'000'000'000'000'000'000u + low; };
    const ElectionScore queued{12'488'167'277'027'543, 5'559'266'368'032'409'496,
                               number(118'749'283'262'079'244, 270'992'278'287'436'446)};
    const ElectionScore claim{12'488'167'277'027'543, 5'559'266'368'032'409'496,
                              number(118'700'736'389'524'721, 358'337'889'258'988'054)};
    EXPECT_TRUE(better(claim, queued, Perbill::from_rational(4u, 10'000)));
    EXPECT_FALSE(better(claim, queued, Perbill::from_rational(5u, 10'000)));
}

}  // namespace
}  // namespace serinus::sdk::npos
