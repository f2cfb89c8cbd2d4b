// Fractions of 128-bit numbers. Source of the figures: sp-arithmetic, rational.rs
#include "runtime/arithmetic/rational.hpp"

#include <gtest/gtest.h>

#include <random>

namespace serinus::sdk {
namespace {

constexpr uint128_t kMax128 = max_value<uint128_t>();
constexpr uint128_t kMax64 = max_value<uint64_t>();

constexpr Rational128 r(uint128_t n, uint128_t d) { return Rational128::from_unchecked(n, d); }

TEST(Wide, ProductsAreExact) {
    EXPECT_EQ(Wide::product(kMax128, kMax128), (Wide{kMax128 - 1, 1}));
    EXPECT_EQ(Wide::product(kMax128, 2), (Wide{1, kMax128 - 1}));
    EXPECT_LT(Wide::product(kMax128, kMax128 - 1), Wide::product(kMax128, kMax128));
    EXPECT_LT(Wide::product(kMax128, 1), Wide::product(kMax128, 2));
}

TEST(Rational128, ChangesItsDenominatorToTheNearest) {
    EXPECT_EQ(r(1, 5).to_denominator(10), r(2, 10));
    EXPECT_EQ(r(4, 10).to_denominator(5), r(2, 5));
    EXPECT_EQ(r(kMax128 - 10, kMax128).to_denominator(10)->n(), 10u);
    EXPECT_EQ(r(kMax128 / 2, kMax128).to_denominator(10)->n(), 5u);
    EXPECT_EQ(r(kMax128 / 2, kMax128).to_denominator(1'000'000'000)->n(), 500'000'000u);
    EXPECT_EQ(r(kMax128 / 2, kMax128).to_denominator(kMax128 / 2)->n(), kMax128 / 4);
    EXPECT_EQ(r(2, 1).to_denominator(kMax128), std::nullopt);
    EXPECT_EQ(r(2, 0).to_denominator(3), std::nullopt);
}

TEST(Rational128, FindsCommonDenominators) {
    EXPECT_EQ(greatest_common_divisor(10, 5), 5u);
    EXPECT_EQ(greatest_common_divisor(7, 22), 1u);
    EXPECT_EQ(greatest_common_divisor(0, 3), 3u);
    EXPECT_EQ(r(3, 10).common_denominator(r(4, 15)), 30u);
    EXPECT_EQ(r(5, 30).common_denominator(r(1, 7)), 210u);
    EXPECT_EQ(r(5, 30).common_denominator(r(1, 10)), 30u);
    EXPECT_EQ(r(1, kMax128).common_denominator(r(7, kMax128 - 1)), std::nullopt);
    EXPECT_EQ(r(1, kMax64).common_denominator(r(7, kMax64 - 1)), kMax64 * (kMax64 - 1));
}

TEST(Rational128, AddsAndSubtractsIfItFits) {
    EXPECT_EQ(r(3, 10).checked_add(r(1, 10)), r(2, 5));
    EXPECT_EQ(r(3, 10).checked_add(r(3, 7)), r(51, 70));
    EXPECT_EQ(r(1, kMax128).checked_add(r(1, kMax128 - 1)), std::nullopt);
    EXPECT_EQ(r(7, kMax128).checked_add(r(kMax128, kMax128)), std::nullopt);
    EXPECT_EQ(r(3, 10).checked_sub(r(1, 10)), r(1, 5));
    EXPECT_EQ(r(6, 10).checked_sub(r(3, 7)), r(12, 70));
    EXPECT_EQ(r(1, 10).checked_sub(r(2, 10)), std::nullopt);
    EXPECT_EQ(r(1, 10).lazy_saturating_add(r(0, 3)), r(1, 10));
    EXPECT_EQ(r(1, 10).lazy_saturating_add(r(3, 10)), r(4, 10));
    EXPECT_EQ(r(1, 10).lazy_saturating_sub(r(3, 10)), r(0, 10));
}

TEST(Rational128, IsOrderedExactly) {
    EXPECT_GT(r(1, 2), r(1, 3));
    EXPECT_GT(r(1, 2), r(2, 6));
    EXPECT_LT(r(1, 2), r(6, 6));
    EXPECT_EQ(r(5, 10), r(1, 2));
    EXPECT_GT(r(1, 1'490'000'000'000'200'000), r(1, 1'490'000'000'000'200'001));
    EXPECT_GT(r(kMax128 - 1, kMax128), r(kMax128 - 2, kMax128 - 1));
    EXPECT_GT(r(0, 0), r(kMax128, 1));
    EXPECT_LT(r(kMax128, 1), r(0, 0));
    EXPECT_LT(r(1, 0), r(2, 0));
    EXPECT_EQ(Rational128::from(3, 0), r(3, 1));
    EXPECT_EQ(Rational128(), r(0, 1));
}

// With numbers of 64 bits the products fit into 128.
TEST(Rational128, IsOrderedAsSmallProductsAre) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 20'000; ++i) {
        const auto any = [&] { return random() >> random() % 64; };
        const uint64_t a = any(), b = any() | 1, c = any(), d = any() | 1;
        EXPECT_EQ(r(a, b) <=> r(c, d), uint128_t{a} * d <=> uint128_t{c} * b);
    }
}

}  // namespace
}  // namespace serinus::sdk
