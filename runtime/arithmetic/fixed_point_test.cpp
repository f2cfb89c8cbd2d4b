#include "runtime/arithmetic/fixed_point.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/arithmetic/exact_test.hpp"

namespace serinus::sdk {
namespace {

using namespace literals;
using namespace sp_arithmetic::fixed_point;

template <class F>
class FixedPoint : public ::testing::Test {};
using All = ::testing::Types<FixedI64, FixedU64, FixedI128, FixedU128>;
TYPED_TEST_SUITE(FixedPoint, All);

/// f in halves: 2 is 1, 3 is 1.5.
template <class F>
F halves(int n) {
    return saturating_from_rational<F>(n, 2);
}

template <class F>
inline constexpr bool kSigned = typename F::Inner(-1) < 0;

TYPED_TEST(FixedPoint, CalculatesAsDecimalsDo) {
    using F = TypeParam;
    EXPECT_EQ(halves<F>(3)._0, F::kDiv + F::kDiv / 2);
    EXPECT_EQ(saturating_mul(halves<F>(3), halves<F>(3)), saturating_from_rational<F>(9, 4));
    EXPECT_EQ(checked_div(halves<F>(3), halves<F>(1)), saturating_from_integer<F>(3));
    EXPECT_EQ(checked_mul_int(halves<F>(3), 7u), 10u);
    EXPECT_EQ(saturating_mul_acc_int(halves<F>(3), 7u), 17u);
    EXPECT_EQ(checked_div_int(halves<F>(13), 3u), 2u);
    EXPECT_EQ(saturating_pow(halves<F>(3), 3), saturating_from_rational<F>(27, 8));
    EXPECT_EQ(saturating_pow(halves<F>(3), 0), F::one());
    EXPECT_EQ(reciprocal(halves<F>(1)), saturating_from_integer<F>(2));
    EXPECT_EQ(trunc(halves<F>(7)), saturating_from_integer<F>(3));
    EXPECT_EQ(frac(halves<F>(7)), halves<F>(1));
}

TYPED_TEST(FixedPoint, SaysWhereItsRangeEnds) {
    using F = TypeParam;
    EXPECT_EQ(checked_add(F::max(), F{1}), std::nullopt);
    EXPECT_EQ(checked_sub(F::min(), F{1}), std::nullopt);
    EXPECT_EQ(checked_mul(F::max(), halves<F>(3)), std::nullopt);
    EXPECT_EQ(checked_div(F::max(), halves<F>(1)), std::nullopt);
    EXPECT_EQ(checked_div(F::one(), F::zero()), std::nullopt);
    EXPECT_EQ(reciprocal(F::zero()), std::nullopt);
    EXPECT_EQ(checked_from_rational<F>(1, 0), std::nullopt);
    EXPECT_EQ(checked_div_int(F::one(), 0u), std::nullopt);
    EXPECT_EQ(saturating_add(F::max(), F::one()), F::max());
    EXPECT_EQ(saturating_sub(F::min(), F::one()), F::min());
    EXPECT_EQ(saturating_mul(F::max(), F::max()), F::max());
    EXPECT_EQ(saturating_from_integer<F>(max_value<uint128_t>()), F::max());
    EXPECT_EQ(saturating_from_integer<F>(min_value<int128_t>()), F::min());
    EXPECT_EQ(saturating_from_rational<F>(max_value<uint128_t>(), uint8_t{1}), F::max());
    EXPECT_EQ(saturating_mul(F::max(), F::one()), F::max());
    EXPECT_EQ(saturating_mul_int(saturating_from_integer<F>(300), uint8_t{1}), 255);
    EXPECT_EQ(checked_mul_int(saturating_from_integer<F>(300), uint8_t{1}), std::nullopt);
}

// Pallet: sp-arithmetic. Cut off towards zero, with either sign.
TYPED_TEST(FixedPoint, CutsProductsAndQuotientsOff) {
    using F = TypeParam;
    using Inner = typename F::Inner;
    auto random = serinus::test::seeded_random();
    constexpr auto kUnit = static_cast<uint128_t>(F::kDiv);
    const auto number = [&] { return test::interesting(random, sizeof(F) * 8 - (kSigned<F> ? 1 : 0)); };
    const auto as_inner = [](std::optional<uint128_t> n, bool negative) -> std::optional<F> {
        if (!n || *n > static_cast<uint128_t>(max_value<Inner>())) return std::nullopt;
        const auto inner = static_cast<Inner>(*n);
        return F{negative ? static_cast<Inner>(-inner) : inner};
    };
    for (int i = 0; i < 300; ++i) {
        const uint128_t a = number();
        const uint128_t b = number() | 1;
        const bool a_negative = kSigned<F> && (random() & 1) != 0;
        const bool b_negative = kSigned<F> && (random() & 1) != 0;
        const bool negative = a_negative != b_negative;
        const F x = *as_inner(a, a_negative);
        const F y = *as_inner(b, b_negative);
        if (checked_mul(x, y) != F::min()) {
            ASSERT_EQ(checked_mul(x, y), as_inner(test::exact_ratio(a, b, kUnit, Rounding::kDown), negative));
        }
        if (checked_div(x, y) != F::min()) {
            ASSERT_EQ(checked_div(x, y), as_inner(test::exact_ratio(a, kUnit, b, Rounding::kDown), negative));
        }
        const auto product = test::exact_ratio(a, b, kUnit, Rounding::kDown);
        const bool fits = product && (!a_negative || *product == 0);
        ASSERT_TRUE(checked_mul_int(x, b) == (fits ? product : std::nullopt));
    }
}

TEST(SignedFixedPoint, ReachesItsSmallestNumber) {
    EXPECT_EQ(saturating_mul(FixedI64::min(), FixedI64::one()), FixedI64::min());
    EXPECT_EQ(checked_mul(FixedI64::min(), FixedI64{-FixedI64::kDiv}), std::nullopt);
    EXPECT_EQ(saturating_mul(FixedI64::min(), FixedI64{-FixedI64::kDiv}), FixedI64::max());
    EXPECT_EQ(saturating_mul(FixedI64::max(), FixedI64::min()), FixedI64::min());
    EXPECT_EQ(saturating_abs(FixedI64::min()), FixedI64::max());
    EXPECT_EQ(checked_mul_int(halves<FixedI128>(-3), int64_t{3}), -4);
    EXPECT_EQ(checked_mul_int(halves<FixedI128>(-3), uint64_t{3}), std::nullopt);
    EXPECT_EQ(saturating_mul_int(halves<FixedI128>(-3), uint64_t{3}), 0u);
    EXPECT_EQ(saturating_mul_acc_int(halves<FixedI128>(-1), uint64_t{10}), 5u);
    EXPECT_EQ(saturating_mul_acc_int(halves<FixedI128>(-4), uint64_t{10}), 0u);
    EXPECT_EQ(frac(halves<FixedI64>(-7)), halves<FixedI64>(1));
    EXPECT_EQ(frac(halves<FixedI64>(-1)), halves<FixedI64>(-1));
    EXPECT_EQ(checked_from_rational<FixedI64>(-1, 3), FixedI64{-333'333'333});
    EXPECT_EQ(checked_rounding_div(FixedI64{-FixedI64::kDiv}, FixedI64{3 * FixedI64::kDiv}, SignedRounding::kLow),
              FixedI64{-333'333'334});
    EXPECT_EQ(checked_rounding_div(FixedI64::one(), FixedI64::zero(), SignedRounding::kLow), std::nullopt);
}

TYPED_TEST(FixedPoint, BecomesAFractionBetween0And1) {
    using F = TypeParam;
    EXPECT_EQ(into_perbill(F::zero()), Perbill::zero());
    EXPECT_EQ(into_perbill(F::max()), Perbill::one());
    EXPECT_EQ(into_perbill(halves<F>(1)), Perbill::from_percent(50));
    EXPECT_EQ((into_clamped_perthing<Percent>(halves<F>(3))), Percent::one());
    EXPECT_EQ((into_clamped_perthing<Percent>(halves<F>(1))), Percent{50});
    EXPECT_EQ((from_perthing<F>(Percent{50})), halves<F>(1));
    EXPECT_EQ(into_perbill(saturating_sub(F::min(), F::one())), Perbill::zero());
}

TEST(FixedU128, RoundsToTheNearestBillionthDownFromTheMiddle) {
    EXPECT_EQ(into_perbill(FixedU128{500'000'000}), Perbill{0});
    EXPECT_EQ(into_perbill(FixedU128{500'000'001}), Perbill{1});
    EXPECT_EQ(nearest_rational<FixedU128>(2, 3), FixedU128{666'666'666'666'666'667});
    EXPECT_EQ(nearest_rational<FixedU128>(2, 3, Rounding::kDown), FixedU128{666'666'666'666'666'666});
    EXPECT_EQ(nearest_rational<FixedU128>(max_value<uint128_t>(), 1), std::nullopt);
}

TEST(FixedU128, IsItsUnits) {
    EXPECT_EQ(FixedU128::from_inner(1'000'000'000'000'000'000), FixedU128::one());
    EXPECT_EQ(scale::encode(FixedU128::one()), "000064a7b3b6e00d0000000000000000"_hex);
    EXPECT_EQ(scale::decode<FixedU128>("000064a7b3b6e00d0000000000000000"_hex).value(), FixedU128::one());
}

}  // namespace
}  // namespace serinus::sdk
