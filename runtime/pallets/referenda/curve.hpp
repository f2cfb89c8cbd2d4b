/// What a referendum needs to pass as its time goes by.
/// Pallet: referenda
#pragma once

#include "runtime/arithmetic/fixed_point.hpp"
#include "runtime/arithmetic/integers.hpp"

namespace serinus::pallet_referenda::types {

using sdk::FixedI64;
using sdk::Perbill;

/// Falls over the decision period, both being shares: from 0 to 1 along x, a share of votes along y.
struct Curve {
    /// A line from (0, ceil) to (length, floor); level from there on.
    struct LinearDecreasing {
        Perbill length;
        Perbill floor;
        Perbill ceil;
    };
    /// `begin`, lower by `step` after each `period`; never below `end`.
    struct SteppedDecreasing {
        Perbill begin;
        Perbill end;
        Perbill step;
        Perbill period;
    };
    /// factor / (x + x_offset) + y_offset.
    struct Reciprocal {
        FixedI64 factor;
        FixedI64 x_offset;
        FixedI64 y_offset;
    };
    std::variant<LinearDecreasing, SteppedDecreasing, Reciprocal> v;

    /// The share of votes that is needed at `x`.
    Perbill threshold(Perbill x) const;
    /// The smallest x at which `y` passes; 1 if there is none.
    Perbill delay(Perbill y) const;
    bool passing(Perbill x, Perbill y) const { return y >= threshold(x); }
};

namespace curves {

// Arithmetic of constants: products and quotients to the nearest, the lower of two that are as near. Nothing leaves its
// range.

constexpr FixedI64 rational(uint64_t n, uint64_t d) {
    return *sp_arithmetic::fixed_point::nearest_rational<FixedI64>(n, d);
}
constexpr FixedI64 percent(uint32_t x) { return rational(x, 100); }
constexpr FixedI64 plus(FixedI64 a, FixedI64 b) { return {a._0 + b._0}; }
constexpr FixedI64 minus(FixedI64 a, FixedI64 b) { return {a._0 - b._0}; }
constexpr FixedI64 times(FixedI64 a, FixedI64 b) {
    using namespace sp_arithmetic::fixed_point::detail;
    return {*scaled<int64_t>(split(a._0), split(b._0), kUnit<FixedI64>, sdk::SignedRounding::kNearestPrefLow)};
}
constexpr FixedI64 over(FixedI64 a, FixedI64 b, sdk::SignedRounding rounding = sdk::SignedRounding::kNearestPrefLow) {
    return *checked_rounding_div(a, b, rounding);
}
/// Rounded down. `a` is not negative.
constexpr FixedI64 square_root(FixedI64 a) {
    const auto scaled = static_cast<uint128_t>(a._0) * static_cast<uint128_t>(FixedI64::kDiv);
    return {static_cast<int64_t>(sdk::integer_sqrt(scaled))};
}

/// From `ceil` to `floor` within `length` of `period` units of time.
constexpr Curve linear(uint64_t length, uint64_t period, FixedI64 floor, FixedI64 ceil) {
    return {Curve::LinearDecreasing{into_perbill(rational(length, period)), into_perbill(floor), into_perbill(ceil)}};
}

/// The reciprocal with that factor through (0, ceil) and (1, floor).
constexpr Curve::Reciprocal reciprocal_of(FixedI64 factor, FixedI64 floor, FixedI64 ceil) {
    constexpr FixedI64 kTwo{2 * FixedI64::kDiv};
    constexpr FixedI64 kFour{4 * FixedI64::kDiv};
    const FixedI64 delta = minus(ceil, floor);
    // The positive solution of delta * x² + delta * x - factor = 0.
    const FixedI64 discriminant = minus(times(delta, delta), times(times(kFour, delta), minus({}, factor)));
    const FixedI64 x_offset = over(plus(minus({}, delta), square_root(discriminant)), times(kTwo, delta));
    const FixedI64 y_offset = minus(floor, over(factor, plus(FixedI64::one(), x_offset)));
    return {factor, x_offset, y_offset};
}

/// The one that comes nearest to `level` after `delay` of `period` units of time, found by bisection of the factor.
constexpr Curve reciprocal(uint64_t delay, uint64_t period, FixedI64 level, FixedI64 floor, FixedI64 ceil) {
    const FixedI64 x{int64_t{into_perbill(rational(delay, period))._0}};
    const auto level_of = [x](const Curve::Reciprocal& curve) {
        const FixedI64 y = plus(over(curve.factor, plus(x, curve.x_offset), sdk::SignedRounding::kLow), curve.y_offset);
        return FixedI64{int64_t{into_perbill(y)._0}};
    };
    struct Bound {
        FixedI64 factor;
        Curve::Reciprocal curve;
        FixedI64 distance = FixedI64::max();
    };
    Bound low{FixedI64::zero(), reciprocal_of(FixedI64::zero(), floor, ceil)};
    Bound high{FixedI64::one(), reciprocal_of(FixedI64::one(), floor, ceil)};
    while (minus(high.factor, low.factor)._0 > 1) {
        const FixedI64 factor = over(plus(low.factor, high.factor), FixedI64{2 * FixedI64::kDiv});
        const Curve::Reciprocal curve = reciprocal_of(factor, floor, ceil);
        const FixedI64 found = level_of(curve);
        if (found > level) {
            high = {factor, curve, minus(found, level)};
        } else {
            low = {factor, curve, minus(level, found)};
        }
    }
    return {low.distance < high.distance ? low.curve : high.curve};
}

}  // namespace curves

inline Perbill Curve::threshold(Perbill x) const {
    using sdk::Rounding;
    if (const auto* const line = std::get_if<LinearDecreasing>(&v)) {
        const Perbill done = saturating_div(std::min(x, line->length), line->length, Rounding::kDown);
        return saturating_sub(line->ceil, done * saturating_sub(line->ceil, line->floor));
    }
    if (const auto* const steps = std::get_if<SteppedDecreasing>(&v)) {
        const uint32_t count = x._0 / steps->period._0;
        const auto fall = Perbill::from_parts(saturating_mul(steps->step._0, count));
        return std::max(saturating_sub(steps->begin, std::min(fall, steps->begin)), steps->end);
    }
    const auto& curve = std::get<Reciprocal>(v);
    const FixedI64 shifted{int64_t{x._0} + curve.x_offset._0};
    const auto y = checked_rounding_div(curve.factor, shifted, sdk::SignedRounding::kLow);
    if (!y) return Perbill::one();
    return sp_arithmetic::fixed_point::into_clamped_perthing<Perbill>(FixedI64{y->_0 + curve.y_offset._0});
}

inline Perbill Curve::delay(Perbill y) const {
    using sdk::Rounding;
    if (const auto* const line = std::get_if<LinearDecreasing>(&v)) {
        if (y < line->floor) return Perbill::one();
        if (y > line->ceil) return Perbill::zero();
        const Perbill part =
            saturating_div(saturating_sub(line->ceil, y), saturating_sub(line->ceil, line->floor), Rounding::kUp);
        return part * line->length;
    }
    if (const auto* const steps = std::get_if<SteppedDecreasing>(&v)) {
        if (y < steps->end) return Perbill::one();
        const uint32_t fall =
            steps->begin._0 - std::min(y, steps->begin)._0 + saturating_sub(steps->step, Perbill{1})._0;
        return Perbill::from_parts(saturating_mul(steps->period._0, fall / steps->step._0));
    }
    const auto& curve = std::get<Reciprocal>(v);
    const FixedI64 shifted{int64_t{y._0} - curve.y_offset._0};
    const auto term = checked_rounding_div(curve.factor, shifted, sdk::SignedRounding::kHigh);
    if (!term) return Perbill::one();
    const FixedI64 x{term->_0 - curve.x_offset._0};
    if (x < FixedI64::zero() || x > FixedI64::one()) return Perbill::one();
    return {static_cast<uint32_t>(x._0)};
}

}  // namespace serinus::pallet_referenda::types
