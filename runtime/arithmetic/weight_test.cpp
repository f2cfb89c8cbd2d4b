#include "runtime/arithmetic/weight.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::sdk {
namespace {

using namespace literals;
constexpr uint64_t kMax = ~uint64_t{0};

TEST(Weight, IsTwoCompactNumbers) {
    EXPECT_EQ(scale::encode(Weight{1, 64}), "040101"_hex);
    EXPECT_EQ(scale::decode<Weight>("040101"_hex).value(), (Weight{1, 64}));
    EXPECT_FALSE(scale::decode<Weight>("0401"_hex));
    EXPECT_FALSE(scale::decode<Weight>("04010100"_hex));
}

// Pallet: sp-weights. Two weights may be neither larger nor smaller.
TEST(Weight, ChangesOnePart) {
    constexpr Weight kWeight = Weight::from_parts(3, 4);
    EXPECT_EQ(kWeight.with_ref_time(9), Weight::from_parts(9, 4));
    EXPECT_EQ(kWeight.with_proof_size(9), Weight::from_parts(3, 9));
}

TEST(Weight, ComparesAnyOrAllParts) {
    constexpr Weight kLow{1, 1};
    constexpr Weight kMixed{0, 2};
    constexpr Weight kHigh{2, 2};
    EXPECT_TRUE(kHigh.all_gt(kLow) && kLow.all_lt(kHigh));
    EXPECT_TRUE(kMixed.any_gt(kLow) && kMixed.any_lt(kLow) && kLow.any_gt(kMixed));
    EXPECT_FALSE(kMixed.all_gt(kLow) || kMixed.all_lt(kLow) || kMixed.all_gte(kLow) || kMixed.all_lte(kLow));
    EXPECT_TRUE(kMixed.any_gte(kLow) && kMixed.any_lte(kLow));
    EXPECT_TRUE(kMixed.all_lte(kHigh) && kHigh.all_gte(kMixed) && kMixed.any_eq(kHigh));
    EXPECT_FALSE(kMixed.all_lt(kHigh) || kMixed.any_gt(kHigh) || kLow.any_eq(kHigh));
    EXPECT_TRUE(kLow.all_lte(kLow) && kLow.all_gte(kLow));
    EXPECT_FALSE(kLow.any_gt(kLow) || kLow.any_lt(kLow));
    EXPECT_EQ(kMixed.min(kLow), (Weight{0, 1}));
    EXPECT_EQ(kMixed.max(kLow), (Weight{1, 2}));
    EXPECT_TRUE(Weight::zero().is_zero() && !kMixed.is_zero());
}

TEST(Weight, StopsAtItsBounds) {
    EXPECT_EQ((Weight{kMax, 1}).saturating_add({1, 1}), (Weight{kMax, 2}));
    EXPECT_EQ((Weight{1, 5}).saturating_sub({2, 2}), (Weight{0, 3}));
    EXPECT_EQ((Weight{kMax / 2 + 1, 5}).saturating_mul(2), (Weight{kMax, 10}));
    EXPECT_EQ((Weight{7, 5}).div(2), (Weight{3, 2}));
    Weight sum{1, 2};
    sum.saturating_accrue({3, 4});
    EXPECT_EQ(sum, (Weight{4, 6}));
    sum.saturating_reduce({5, 1});
    EXPECT_EQ(sum, (Weight{0, 5}));
}

TEST(Weight, SaysWhenEitherPartLeavesItsRange) {
    EXPECT_EQ((Weight{1, kMax}).checked_add({1, 1}), std::nullopt);
    EXPECT_EQ((Weight{kMax, 1}).checked_add({1, 1}), std::nullopt);
    EXPECT_EQ((Weight{1, 1}).checked_add({1, 1}), (Weight{2, 2}));
    EXPECT_EQ((Weight{1, 1}).checked_sub({1, 2}), std::nullopt);
    EXPECT_EQ((Weight{1, 1}).checked_sub({1, 0}), (Weight{0, 1}));
    EXPECT_EQ((Weight{kMax, 0}).checked_mul(2), std::nullopt);
    EXPECT_EQ((Weight{3, 4}).checked_mul(2), (Weight{6, 8}));
    EXPECT_EQ((Weight{3, 4}).checked_div(0), std::nullopt);
    EXPECT_EQ((Weight{3, 4}).checked_div(2), (Weight{1, 2}));
}

// Pallet: sp-weights. A part that the divisor does not have is no limit.
TEST(Weight, CountsHowOftenAnotherFits) {
    EXPECT_EQ((Weight{10, 100}).checked_div_per_component({5, 10}), 2u);
    EXPECT_EQ((Weight{10, 100}).checked_div_per_component({0, 10}), 10u);
    EXPECT_EQ((Weight{10, 100}).checked_div_per_component({3, 0}), 3u);
    EXPECT_EQ((Weight{10, 100}).checked_div_per_component({0, 0}), std::nullopt);
}

TEST(RuntimeDbWeight, TakesTimeOnly) {
    constexpr RuntimeDbWeight kDb{.read = 20, .write = 30};
    EXPECT_EQ(kDb.reads(2), (Weight{40, 0}));
    EXPECT_EQ(kDb.writes(3), (Weight{90, 0}));
    EXPECT_EQ(kDb.reads_writes(2, 3), (Weight{130, 0}));
    EXPECT_EQ(kDb.reads(kMax), (Weight{kMax, 0}));
    EXPECT_EQ(kDb.reads_writes(kMax, 1), (Weight{kMax, 0}));
}

TEST(WeightMeter, GivesNoMoreThanItsLimit) {
    WeightMeter meter{.limit = {10, 20}};
    EXPECT_TRUE(meter.can_consume({10, 20}));
    EXPECT_TRUE(meter.try_consume({4, 20}));
    EXPECT_FALSE(meter.try_consume({1, 1}));
    EXPECT_EQ(meter.consumed, (Weight{4, 20}));
    EXPECT_EQ(meter.remaining(), (Weight{6, 0}));
    EXPECT_TRUE(meter.try_consume({6, 0}));
    EXPECT_FALSE(meter.can_consume({kMax, 0}));
    meter.consume({5, 0});
    EXPECT_EQ(meter.consumed, (Weight{15, 20}));
    EXPECT_EQ(meter.remaining(), Weight::zero());
    EXPECT_TRUE(WeightMeter{}.can_consume(Weight::max()));
}

}  // namespace
}  // namespace serinus::sdk
