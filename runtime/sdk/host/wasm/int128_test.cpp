// The calls that clang makes on Wasm, here beside the machine's own 128-bit multiplication and shifts. Division is
// checked by multiplying back: on this machine too it is a call, and the linker takes the one that is tested.
#include <gtest/gtest.h>

#include "runtime/arithmetic/exact_test.hpp"

extern "C" {
serinus::uint128_t __multi3(serinus::uint128_t a, serinus::uint128_t b);
serinus::int128_t __muloti4(serinus::int128_t a, serinus::int128_t b, int* overflow);
serinus::uint128_t __udivti3(serinus::uint128_t a, serinus::uint128_t b);
serinus::uint128_t __umodti3(serinus::uint128_t a, serinus::uint128_t b);
serinus::int128_t __divti3(serinus::int128_t a, serinus::int128_t b);
serinus::int128_t __modti3(serinus::int128_t a, serinus::int128_t b);
serinus::uint128_t __ashlti3(serinus::uint128_t value, int bits);
serinus::uint128_t __lshrti3(serinus::uint128_t value, int bits);
serinus::int128_t __ashrti3(serinus::int128_t value, int bits);
}

namespace serinus::sdk {
namespace {

constexpr int kRounds = 50'000;

uint128_t magnitude(int128_t n) { return n < 0 ? 0 - static_cast<uint128_t>(n) : static_cast<uint128_t>(n); }

TEST(Int128, DivisionLeavesARemainderBelowTheDivisor) {
    auto random = serinus::test::seeded_random();
    for (int i = 0; i < kRounds; ++i) {
        const uint128_t n = test::interesting(random);
        const uint128_t d = test::interesting(random);
        if (d == 0) continue;
        const uint128_t quotient = __udivti3(n, d);
        const uint128_t remainder = __umodti3(n, d);
        ASSERT_TRUE(remainder < d && quotient <= n);
        ASSERT_TRUE(quotient * d + remainder == n);
    }
}

TEST(Int128, SignedDivisionCutsOff) {
    auto random = serinus::test::seeded_random();
    for (int i = 0; i < kRounds; ++i) {
        const auto n = static_cast<int128_t>(test::interesting(random));
        const auto d = static_cast<int128_t>(test::interesting(random));
        if (d == 0 || (n == min_value<int128_t>() && d == -1)) continue;
        const int128_t quotient = __divti3(n, d);
        const int128_t remainder = __modti3(n, d);
        ASSERT_TRUE(magnitude(remainder) < magnitude(d));
        ASSERT_TRUE(remainder == 0 || (remainder < 0) == (n < 0));
        ASSERT_TRUE(static_cast<uint128_t>(quotient) * static_cast<uint128_t>(d) + static_cast<uint128_t>(remainder) ==
                    static_cast<uint128_t>(n));
    }
}

TEST(Int128, MultiplicationIsThatOfTheMachine) {
    auto random = serinus::test::seeded_random();
    for (int i = 0; i < kRounds; ++i) {
        const uint128_t a = test::interesting(random);
        const uint128_t b = test::interesting(random);
        ASSERT_TRUE(__multi3(a, b) == a * b);
    }
}

TEST(Int128, CheckedMultiplicationKnowsWhatFits) {
    auto random = serinus::test::seeded_random();
    int overflows = 0;
    for (int i = 0; i < kRounds; ++i) {
        const auto a = static_cast<int128_t>(test::interesting(random));
        const auto b = static_cast<int128_t>(test::interesting(random));
        uint128_t product;
        const bool too_wide = __builtin_mul_overflow(magnitude(a), magnitude(b), &product);
        const bool negative = (a < 0) != (b < 0);
        const bool fits = !too_wide && product <= (uint128_t{1} << 127) - (negative ? 0 : 1);
        int overflow = 2;
        const int128_t result = __muloti4(a, b, &overflow);
        ASSERT_EQ(overflow, fits ? 0 : 1);
        if (fits) ASSERT_TRUE(static_cast<uint128_t>(result) == static_cast<uint128_t>(a) * static_cast<uint128_t>(b));
        overflows += overflow;
    }
    EXPECT_GT(overflows, kRounds / 20);
    EXPECT_LT(overflows, kRounds / 20 * 19);
}

TEST(Int128, ShiftsAreThoseOfTheMachine) {
    auto random = serinus::test::seeded_random();
    for (int i = 0; i < kRounds; ++i) {
        const uint128_t n = test::interesting(random);
        const int bits = i % 128;
        ASSERT_TRUE(__ashlti3(n, bits) == n << bits);
        ASSERT_TRUE(__lshrti3(n, bits) == n >> bits);
        const auto negative = static_cast<int128_t>(~n);
        ASSERT_TRUE(__ashrti3(negative, bits) == negative >> bits);
        ASSERT_TRUE(__ashrti3(static_cast<int128_t>(n), bits) == static_cast<int128_t>(n) >> bits);
    }
}

}  // namespace
}  // namespace serinus::sdk
