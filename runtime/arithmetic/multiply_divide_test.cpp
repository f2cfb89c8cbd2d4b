#include "runtime/arithmetic/multiply_divide.hpp"

#include <gtest/gtest.h>

#include "runtime/arithmetic/exact_test.hpp"
#include "runtime/arithmetic/integers.hpp"
#include "runtime/arithmetic/words.hpp"

namespace serinus::sdk {
namespace {

using enum Rounding;
constexpr uint128_t kMax = max_value<uint128_t>();

// Pallet: sp-arithmetic. Of a number exactly in the middle only the preference decides.
TEST(MultiplyByRational, RoundsAsAsked) {
    struct {
        uint32_t a, b, c;
        uint32_t up, down, nearest_up, nearest_down;
    } constexpr kKnown[] = {
        {1, 1, 1, 1, 1, 1, 1}, {3, 1, 3, 1, 1, 1, 1}, {1, 1, 3, 1, 0, 0, 0}, {1, 1, 2, 1, 0, 1, 0},
        {1, 2, 3, 1, 0, 1, 1}, {5, 1, 2, 3, 2, 3, 2}, {0, 9, 7, 0, 0, 0, 0},
    };
    for (const auto& k : kKnown) {
        EXPECT_EQ(multiply_by_rational_with_rounding(k.a, k.b, k.c, kUp), k.up);
        EXPECT_EQ(multiply_by_rational_with_rounding(k.a, k.b, k.c, kDown), k.down);
        EXPECT_EQ(multiply_by_rational_with_rounding(k.a, k.b, k.c, kNearestPrefUp), k.nearest_up);
        EXPECT_EQ(multiply_by_rational_with_rounding(k.a, k.b, k.c, kNearestPrefDown), k.nearest_down);
    }
}

// Pallet: sp-arithmetic. Results that the reference documents for the largest numbers.
TEST(MultiplyByRational, KeepsAllBitsOfTheLargestNumbers) {
    EXPECT_EQ(multiply_by_rational_with_rounding(kMax, kMax - 1, kMax, kDown), kMax - 1);
    EXPECT_EQ(multiply_by_rational_with_rounding(kMax, kMax - 1, kMax, kUp), kMax - 1);
    EXPECT_EQ(multiply_by_rational_with_rounding(1, kMax - 1, kMax, kDown), uint128_t{0});
    EXPECT_EQ(multiply_by_rational_with_rounding(1, 1, kMax, kUp), uint128_t{1});
    EXPECT_EQ(multiply_by_rational_with_rounding(1, kMax / 2, kMax, kNearestPrefDown), uint128_t{0});
    EXPECT_EQ(multiply_by_rational_with_rounding(1, kMax / 2 + 1, kMax, kNearestPrefDown), uint128_t{1});
    EXPECT_EQ(multiply_by_rational_with_rounding(1, kMax / 2, kMax, kNearestPrefUp), uint128_t{0});
    EXPECT_EQ(multiply_by_rational_with_rounding(1, kMax / 2 + 1, kMax, kNearestPrefUp), uint128_t{1});
    EXPECT_EQ(multiply_by_rational_with_rounding(kMax, 5, 7, kDown), kMax / 7 * 5 + 3 * 5 / 7);
}

TEST(MultiplyByRational, SaysWhenTheResultIsTooLarge) {
    EXPECT_EQ(multiply_by_rational_with_rounding(kMax, 2, 1, kDown), std::nullopt);
    EXPECT_EQ(multiply_by_rational_with_rounding(kMax, kMax, kMax - 1, kDown), std::nullopt);
    EXPECT_EQ(multiply_by_rational_with_rounding(kMax, kMax, kMax, kUp), kMax);
    EXPECT_EQ(multiply_by_rational_with_rounding(kMax, 3, 3, kUp), kMax);
    // (2^127 + 1) (2^127 - 1) / 2^126 = 2^128 - 2^-126: only rounding makes it too large.
    EXPECT_EQ(multiply_by_rational_with_rounding((uint128_t{1} << 127) + 1, (uint128_t{1} << 127) - 1,
                                                 uint128_t{1} << 126, kUp),
              std::nullopt);
    EXPECT_EQ(multiply_by_rational_with_rounding((uint128_t{1} << 127) + 1, (uint128_t{1} << 127) - 1,
                                                 uint128_t{1} << 126, kDown),
              kMax);
}

TEST(MultiplyByRational, AgreesWithBitByBitArithmetic) {
    auto random = serinus::test::seeded_random();
    int results = 0;
    for (int i = 0; i < 500; ++i) {
        const uint128_t a = test::interesting(random);
        const uint128_t b = test::interesting(random);
        const uint128_t c = test::interesting(random) | 1;
        for (const Rounding rounding : test::kRoundings) {
            const auto result = multiply_by_rational_with_rounding(a, b, c, rounding);
            ASSERT_TRUE(result == test::exact_ratio(a, b, c, rounding)) << i;
            results += result ? 1 : 0;
        }
    }
    EXPECT_GT(results, 500);  // neither all nor none of them fit
    EXPECT_LT(results, 1900);
}

// Spec: Knuth, algorithm D. Divisors whose first digits are the smallest and largest, and dividends that make the
// estimate of a digit too large, once or twice, or make it all ones.
TEST(LongDivision, CorrectsItsEstimates) {
    constexpr uint64_t kWords[] = {0,
                                   1,
                                   0x7fffffff,
                                   0x80000000,
                                   0xffffffff,
                                   0x7fffffff'ffffffff,
                                   0x80000000'00000000,
                                   0x80000000'00000001,
                                   0x80000000'ffffffff,
                                   0xffffffff'00000000,
                                   0xfffffffe'ffffffff,
                                   0xffffffff'ffffffff};
    for (const uint64_t a : kWords) {
        for (const uint64_t b : kWords) {
            for (const uint64_t c : kWords) {
                for (const uint64_t d : kWords) {
                    const uint128_t dividend = uint128_t{a} << 64 | b;
                    const uint128_t divisor = uint128_t{c} << 64 | d;
                    if (divisor == 0) continue;
                    const auto out = words::divide({b, a}, words::Pair::from(divisor));
                    ASSERT_TRUE((words::Pair{out.quotient[1], out.quotient[0]}.number()) == dividend / divisor);
                    ASSERT_TRUE(out.remainder.number() == dividend % divisor);
                }
            }
        }
    }
}

TEST(LongDivision, UndoesMultiplication) {
    auto random = serinus::test::seeded_random();
    for (int i = 0; i < 50'000; ++i) {
        const uint128_t a = test::interesting(random);
        const uint128_t b = test::interesting(random);
        if (b == 0) continue;
        const auto product = words::multiply(words::Pair::from(a), words::Pair::from(b));
        const auto out = words::divide(product.word, words::Pair::from(b));
        ASSERT_TRUE((words::Pair{out.quotient[1], out.quotient[0]}.number()) == a);
        ASSERT_TRUE(out.quotient[2] == 0 && out.quotient[3] == 0 && out.remainder.number() == 0);
    }
}

TEST(Rounding, OfSignedNumbersIsSeenFromZero) {
    EXPECT_EQ(unsigned_rounding(SignedRounding::kHigh, false), kUp);
    EXPECT_EQ(unsigned_rounding(SignedRounding::kHigh, true), kDown);
    EXPECT_EQ(unsigned_rounding(SignedRounding::kLow, false), kDown);
    EXPECT_EQ(unsigned_rounding(SignedRounding::kLow, true), kUp);
    EXPECT_EQ(unsigned_rounding(SignedRounding::kNearestPrefHigh, true), kNearestPrefDown);
    EXPECT_EQ(unsigned_rounding(SignedRounding::kNearestPrefLow, true), kNearestPrefUp);
    for (const bool negative : {false, true}) {
        EXPECT_EQ(unsigned_rounding(SignedRounding::kMajor, negative), kUp);
        EXPECT_EQ(unsigned_rounding(SignedRounding::kMinor, negative), kDown);
        EXPECT_EQ(unsigned_rounding(SignedRounding::kNearestPrefMajor, negative), kNearestPrefUp);
        EXPECT_EQ(unsigned_rounding(SignedRounding::kNearestPrefMinor, negative), kNearestPrefDown);
    }
}

TEST(Integers, PowersSaturate) {
    EXPECT_EQ(saturating_pow(uint64_t{0}, 0), 1u);
    EXPECT_EQ(saturating_pow(uint64_t{0}, 5), 0u);
    EXPECT_EQ(saturating_pow(uint64_t{10}, 19), 10'000'000'000'000'000'000u);
    EXPECT_EQ(saturating_pow(uint64_t{10}, 20), ~uint64_t{0});
    EXPECT_EQ(saturating_pow(uint64_t{2}, 63), uint64_t{1} << 63);
    EXPECT_EQ(saturating_pow(uint64_t{2}, 64), ~uint64_t{0});
    EXPECT_EQ(saturating_pow(uint64_t{1}, ~0u), 1u);
    EXPECT_TRUE(saturating_pow(uint128_t{3}, 80) ==
                saturating_mul(saturating_pow(uint128_t{3}, 40), saturating_pow(uint128_t{3}, 40)));
}

TEST(Integers, RootsAreTheLargestThatFit) {
    for (uint64_t n = 0; n < 1000; ++n) {
        const auto root = static_cast<uint64_t>(integer_sqrt(n));
        EXPECT_TRUE(root * root <= n && (root + 1) * (root + 1) > n) << n;
    }
    auto random = serinus::test::seeded_random();
    for (int i = 0; i < 10'000; ++i) {
        const uint64_t root = random();
        const uint128_t square = uint128_t{root} * root;
        ASSERT_TRUE(integer_sqrt(square) == root);
        if (root != 0) ASSERT_TRUE(integer_sqrt(square - 1) == root - 1);
    }
    EXPECT_TRUE(integer_sqrt(kMax) == ~uint64_t{0});
}

TEST(Integers, LogarithmsAreThePositionOfTheHighestBit) {
    EXPECT_EQ(log2_floor(1), 0u);
    EXPECT_EQ(log2_floor(2), 1u);
    EXPECT_EQ(log2_floor(3), 1u);
    EXPECT_EQ(log2_floor(~uint64_t{0}), 63u);
}

}  // namespace
}  // namespace serinus::sdk
