#include "runtime/sdk/weight_to_fee.hpp"

#include <gtest/gtest.h>

namespace serinus::sdk {
namespace {

constexpr uint64_t kMax = ~uint64_t{0};

// Pallet: sp-weights. Its own example: 0.5 x^3 + (2 + 1/3) x^2 + 7 x - 10000.
TEST(WeightToFee, IsAPolynomial) {
    using Term = WeightToFeeCoefficient<Balance>;
    constexpr Term kTerms[] = {
        {.coeff_integer = 0, .coeff_frac = Perbill::from_percent(50), .negative = false, .degree = 3},
        {.coeff_integer = 2, .coeff_frac = Perbill::from_rational(1u, 3u), .negative = false, .degree = 2},
        {.coeff_integer = 7, .coeff_frac = Perbill::zero(), .negative = false, .degree = 1},
        {.coeff_integer = 10'000, .coeff_frac = Perbill::zero(), .negative = true, .degree = 0},
    };
    // 500000 + 23333 + 700 - 10000, and 518677865433 + 239108634 + 70861 - 10000.
    EXPECT_EQ(evaluate(kTerms, 100), 514'033u);
    EXPECT_EQ(evaluate(kTerms, 10'123), 518'917'034'928u);
    EXPECT_EQ(evaluate(kTerms, 0), 0u);
    EXPECT_EQ(evaluate(kTerms, 10), 0u);

    constexpr Term kTooEarly[] = {kTerms[3], kTerms[2]};
    EXPECT_EQ(evaluate(kTooEarly, 100), 700u);
    constexpr Term kHuge[] = {{.coeff_integer = 1, .coeff_frac = Perbill::one(), .negative = false, .degree = 3}};
    EXPECT_TRUE(evaluate(kHuge, kMax) == max_value<Balance>());
}

}  // namespace
}  // namespace serinus::sdk
