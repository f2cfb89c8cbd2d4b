// Shares as fractions and as amounts. Source of the figures: sp-npos-elections, tests.rs
#include "runtime/npos/assignment.hpp"

#include <gtest/gtest.h>

namespace serinus::sdk::npos {
namespace {

TEST(Assignment, AmountsToFractionsAndBack) {
    const StakedAssignment staked{1, {{20, 100}, {30, 25}}};
    const auto ratio = to_ratio<Perbill>(staked);
    EXPECT_EQ(ratio, (Assignment<Perbill>{1, {{20, Perbill::from_percent(80)}, {30, Perbill::from_percent(20)}}}));
    EXPECT_EQ(to_staked(ratio, 125), staked);
}

TEST(Assignment, RoundingIsNotRepairedByConversion) {
    const StakedAssignment staked{1, {{2, 333'333'333'333'333}, {3, 333'333'333'333'333}, {4, 666'666'666'666'333}}};
    EXPECT_EQ(to_ratio<Perbill>(staked),
              (Assignment<Perbill>{1, {{2, {250'000'000}}, {3, {250'000'000}}, {4, {499'999'999}}}}));
    EXPECT_EQ(to_staked(Assignment<Perbill>{1, {{2, {330'000'000}}, {3, {660'000'000}}}}, 100),
              (StakedAssignment{1, {{2, 33}, {3, 66}}}));
}

TEST(Assignment, FractionsOfNothingAreDropped) {
    EXPECT_EQ(to_staked(Assignment<Perbill>{1, {{2, {0}}, {3, Perbill::one()}}}, 100),
              (StakedAssignment{1, {{3, 100}}}));
    EXPECT_EQ(to_ratio<Percent>(StakedAssignment{1, {{2, 1}, {3, 999}}}),
              (Assignment<Percent>{1, {{3, Percent::from_percent(99)}}}));
}

TEST(Assignment, NormalizedFractionsAddUp) {
    Assignment<Perbill> ratio{1, {{2, {330'000'000}}, {3, {660'000'000}}}};
    ASSERT_TRUE(ratio.normalize());
    EXPECT_EQ(ratio, (Assignment<Perbill>{1, {{2, {340'000'000}}, {3, {660'000'000}}}}));
    StakedAssignment staked{1, {{2, 33}, {3, 66}}};
    ASSERT_TRUE(staked.normalize(100));
    EXPECT_EQ(staked, (StakedAssignment{1, {{2, 34}, {3, 66}}}));
    // Three parts of all there is do not fit into the fraction's own type.
    const auto forty = PerU16::from_percent(40);
    Assignment<PerU16> too_much{1, {{2, forty}, {3, forty}, {4, forty}}};
    ASSERT_TRUE(too_much.normalize());
    EXPECT_EQ(too_much, (Assignment<PerU16>{1, {{2, {21'845}}, {3, {21'845}}, {4, {21'845}}}}));
}

TEST(Assignment, AllAtOnce) {
    const auto half = PerU16::from_percent(50);
    const auto staked = to_staked_normalized(std::vector<Assignment<PerU16>>{{7, {{1, half}, {2, half}}}},
                                             [](uint32_t who) { return Stake{who}; });
    ASSERT_TRUE(staked);
    EXPECT_EQ((*staked)[0].total(), 7u);
    const auto ratio = to_ratio_normalized<PerU16>(*staked);
    ASSERT_TRUE(ratio);
    EXPECT_EQ((*ratio)[0].distribution[0].second._0 + (*ratio)[0].distribution[1].second._0, 65'535);
    const StakedAssignment beyond{1, {{1, max_value<Stake>()}, {2, 1}}};
    EXPECT_FALSE(StakedAssignment(beyond).normalize(5));
}

}  // namespace
}  // namespace serinus::sdk::npos
