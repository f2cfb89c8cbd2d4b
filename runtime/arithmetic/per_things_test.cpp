#include "runtime/arithmetic/per_things.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/arithmetic/exact_test.hpp"

namespace serinus::sdk {
namespace {

using enum Rounding;
using namespace literals;
using sp_arithmetic::per_things::from_rational_with_rounding;
using sp_arithmetic::per_things::mul_with_rounding;
using sp_arithmetic::per_things::saturating_reciprocal_mul_with_rounding;

template <class P>
class Fractions : public ::testing::Test {};
using All = ::testing::Types<Percent, PerU16, Permill, Perbill, Perquintill>;
TYPED_TEST_SUITE(Fractions, All);

// Pallet: sp-arithmetic. The product is split so that nothing overflows, and still rounds once.
TYPED_TEST(Fractions, OfAnIntegerAreRoundedOnce) {
    using P = TypeParam;
    auto random = serinus::test::seeded_random();
    for (int i = 0; i < 150; ++i) {
        const P p = P::from_parts(static_cast<typename P::Inner>(test::interesting(random, sizeof(P) * 8)));
        const uint128_t n = test::interesting(random);
        for (const Rounding rounding : test::kRoundings) {
            ASSERT_TRUE(mul_with_rounding(p, n, rounding) == test::exact_ratio(n, p._0, P::kAccuracy, rounding));
            const auto small = static_cast<uint64_t>(n);
            ASSERT_TRUE(mul_with_rounding(p, small, rounding) ==
                        test::exact_ratio(small, p._0, P::kAccuracy, rounding));
        }
        ASSERT_TRUE(p * n == mul_with_rounding(p, n, kNearestPrefDown));
        ASSERT_TRUE(mul_floor(p, n) == mul_with_rounding(p, n, kDown));
        ASSERT_TRUE(mul_ceil(p, n) == mul_with_rounding(p, n, kUp));
    }
    EXPECT_TRUE(P::one() * max_value<uint128_t>() == max_value<uint128_t>());
    EXPECT_TRUE(mul_ceil(P::one(), max_value<uint128_t>()) == max_value<uint128_t>());
    EXPECT_EQ(P::zero() * ~uint64_t{0}, 0u);
}

// Pallet: sp-arithmetic
TYPED_TEST(Fractions, OfTwoIntegersAreRoundedOnce) {
    using P = TypeParam;
    auto random = serinus::test::seeded_random();
    for (int i = 0; i < 150; ++i) {
        uint128_t p = test::interesting(random);
        uint128_t q = test::interesting(random) | 1;
        if (p > q) std::swap(p, q);
        const auto p64 = static_cast<uint64_t>(std::min(p, q) >> 64);
        const auto q64 = static_cast<uint64_t>(q >> 64) | 1;
        for (const Rounding rounding : test::kRoundings) {
            ASSERT_TRUE(from_rational_with_rounding<P>(p, q, rounding)->_0 ==
                        test::exact_ratio(P::kAccuracy, p, q, rounding));
            if (p64 > q64) continue;
            ASSERT_TRUE(from_rational_with_rounding<P>(p64, q64, rounding)->_0 ==
                        test::exact_ratio(P::kAccuracy, p64, q64, rounding));
        }
        ASSERT_EQ(P::from_rational(p, q), *from_rational_with_rounding<P>(p, q, kDown));
    }
}

TYPED_TEST(Fractions, AreNeverAboveOne) {
    using P = TypeParam;
    using Inner = typename P::Inner;
    EXPECT_EQ(P::from_parts(max_value<Inner>()), P::one());
    EXPECT_EQ(P::from_percent(Inner{200}), P::one());
    EXPECT_EQ(P::from_rational(uint64_t{7}, 0), P::one());
    EXPECT_EQ(P::from_rational(uint64_t{7}, 6), P::one());
    EXPECT_EQ(from_rational_with_rounding<P>(uint64_t{7}, uint64_t{6}, kDown), std::nullopt);
    EXPECT_EQ(from_rational_with_rounding<P>(uint64_t{0}, uint64_t{0}, kDown), std::nullopt);
    EXPECT_EQ(saturating_add(P::one(), P::one()), P::one());
    EXPECT_EQ(saturating_sub(P::zero(), P::one()), P::zero());
    EXPECT_EQ(checked_add(P::one(), P{1}), std::nullopt);
    EXPECT_EQ(checked_add(P::zero(), P::one()), P::one());
    EXPECT_EQ(checked_sub(P::zero(), P{1}), std::nullopt);
    EXPECT_EQ(saturating_div(P::one(), P{1}, kDown), P::one());
    EXPECT_EQ(saturating_div(P{1}, P::zero(), kDown), P::one());
}

TYPED_TEST(Fractions, CompleteEachOther) {
    using P = TypeParam;
    const P quarter = P::from_percent(25);
    EXPECT_EQ(saturating_add(quarter, left_from_one(quarter)), P::one());
    EXPECT_EQ(left_from_one(P::one()), P::zero());
    EXPECT_EQ(quarter * P::one(), quarter);
    EXPECT_EQ(saturating_pow(quarter, 0), P::one());
    EXPECT_EQ(saturating_pow(quarter, 1), quarter);
    EXPECT_EQ(saturating_pow(quarter, 2), square(quarter));
    EXPECT_EQ(saturating_pow(P::one(), ~0u), P::one());
    EXPECT_EQ(saturating_pow(quarter, ~0u), P::zero());
}

// Pallet: sp-arithmetic. A compact number above all parts is taken as all of them, a plain one is refused.
TYPED_TEST(Fractions, AreTheirParts) {
    using P = TypeParam;
    using Inner = typename P::Inner;
    auto random = serinus::test::seeded_random();
    for (int i = 0; i < 100; ++i) {
        const P p = P::from_parts(static_cast<Inner>(random()));
        ASSERT_EQ(scale::encode(p), scale::encode(p._0));
        ASSERT_EQ(scale::decode<P>(scale::encode(p)).value(), p);
        const Bytes compact = scale::encode(scale::Compact<P>{p});
        ASSERT_EQ(compact, scale::encode(scale::Compact<Inner>{p._0}));
        ASSERT_EQ(scale::decode<scale::Compact<P>>(compact)->value, p);
    }
    if constexpr (P::kAccuracy < max_value<Inner>()) {
        const auto above = static_cast<Inner>(P::kAccuracy + 1);
        EXPECT_EQ(scale::decode<P>(scale::encode(above)).error().fault, scale::DecodeFault::kInvalidValue);
        EXPECT_EQ(scale::decode<scale::Compact<P>>(scale::encode(scale::Compact<Inner>{above}))->value, P::one());
    }
    EXPECT_FALSE(scale::decode<P>(BytesView{}));
}

// Pallet: sp-arithmetic. The examples of its documentation.
TEST(Percents, MultiplyAsDocumented) {
    const auto percent = [](uint8_t x) { return Percent::from_percent(x); };
    EXPECT_EQ(percent(34) * 10u, 3u);
    EXPECT_EQ(percent(36) * 10u, 4u);
    EXPECT_EQ(percent(35) * 10u, 3u);  // down from the middle
    EXPECT_EQ(mul_floor(percent(34), 10u), 3u);
    EXPECT_EQ(mul_floor(percent(36), 10u), 3u);
    EXPECT_EQ(mul_ceil(percent(34), 10u), 4u);
    EXPECT_EQ(mul_ceil(percent(36), 10u), 4u);
    EXPECT_EQ(saturating_reciprocal_mul(percent(50), 10u), 20u);
    EXPECT_EQ(saturating_reciprocal_mul(percent(60), 10u), 17u);
    EXPECT_EQ(saturating_reciprocal_mul_floor(percent(60), 10u), 16u);
    EXPECT_EQ(saturating_reciprocal_mul(percent(61), 10u), 16u);
    EXPECT_EQ(saturating_reciprocal_mul_ceil(percent(61), 10u), 17u);
    EXPECT_EQ(Percent::from_rational(989u, 1000), Percent{98});
    EXPECT_EQ(saturating_div(percent(2), percent(3), kDown), percent(66));
    EXPECT_EQ(saturating_div(percent(1), percent(3), kNearestPrefUp), percent(33));
    EXPECT_EQ(saturating_div(percent(2), percent(3), kNearestPrefDown), percent(67));
    EXPECT_EQ(saturating_div(percent(1), percent(3), kUp), percent(34));
}

// Pallet: sp-arithmetic
TEST(Percents, RoundFractionsAsDocumented) {
    const auto rounded = [](uint32_t p, Rounding r) { return from_rational_with_rounding<Percent>(p, 1000u, r)->_0; };
    EXPECT_EQ(rounded(989, kDown), 98);
    EXPECT_EQ(rounded(984, kNearestPrefUp), 98);
    EXPECT_EQ(rounded(985, kNearestPrefDown), 98);
    EXPECT_EQ(rounded(985, kNearestPrefUp), 99);
    EXPECT_EQ(rounded(986, kNearestPrefDown), 99);
    EXPECT_EQ(rounded(981, kUp), 99);
}

// Pallet: sp-arithmetic
TYPED_TEST(Fractions, DivideIntegersUpToTheLargest) {
    using P = TypeParam;
    auto random = serinus::test::seeded_random();
    for (int i = 0; i < 150; ++i) {
        const P p = P::from_parts(static_cast<typename P::Inner>(test::interesting(random, sizeof(P) * 8) | 1));
        const auto n = static_cast<uint64_t>(test::interesting(random, 64));
        for (const Rounding rounding : test::kRoundings) {
            const uint128_t exact = *test::exact_ratio(n, P::kAccuracy, p._0, rounding);
            const uint64_t expected = static_cast<uint64_t>(std::min(exact, uint128_t{~uint64_t{0}}));
            ASSERT_EQ(saturating_reciprocal_mul_with_rounding(p, n, rounding), expected);
        }
    }
}

// Pallet: sp-arithmetic. Of 2^64 - 1 bytes three quarters are 0xbfff…ff.4: to the nearest.
TEST(Perbills, OfAWeightAreOfEachPart) {
    EXPECT_EQ(Perbill::from_percent(75) * Weight::from_parts(2 * kRefTimePerSecond, ~uint64_t{0}),
              Weight::from_parts(1'500'000'000'000, 0xbfffffffffffffff));
}

TEST(Perbills, AreFourBytes) {
    EXPECT_EQ(scale::encode(Perbill::from_percent(50)), "0065cd1d"_hex);
    EXPECT_EQ(scale::encode(Perquintill::from_percent(25)), "0000d9e9ac2d7803"_hex);
    EXPECT_EQ(deconstruct(Perbill::from_percent(50)), 500'000'000u);
}

}  // namespace
}  // namespace serinus::sdk
