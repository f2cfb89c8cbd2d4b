/// Decimal numbers: an integer in units of a billionth, or of 10^-18.
/// Pallet: sp-arithmetic
///
/// Like the fractions of per_things.hpp they are plain data, used by functions that are found by their arguments.
/// Products and quotients are exact over 256 bits and cut off towards zero.
#pragma once

#include "runtime/arithmetic/per_things.hpp"

namespace serinus::sp_arithmetic::fixed_point {

using sdk::Rounding;
using sdk::SignedRounding;

/// One of the four types below. `Inner` counts units, of which kDiv are 1.
template <class F>
concept FixedPoint = requires(F f) {
    { F::kDiv } -> std::convertible_to<typename F::Inner>;
    { f._0 } -> std::convertible_to<typename F::Inner>;
    requires scale::Integer<typename F::Inner>;
    requires !per_things::PerThing<F>;
};

namespace detail {

/// An integer of up to 128 bits and its sign.
struct Signed {
    uint128_t value;
    bool negative;
};

template <scale::Integer N>
constexpr Signed split(N n) noexcept {
    if constexpr (N(-1) < N(0)) {
        // Negation as unsigned, so that the smallest number has one too.
        if (n < 0) return {uint128_t{0} - static_cast<uint128_t>(n), true};
    }
    return {static_cast<uint128_t>(n), false};
}

template <scale::Integer N>
constexpr std::optional<N> join(Signed n) noexcept {
    constexpr auto kMax = static_cast<uint128_t>(max_value<N>());
    if (!n.negative || n.value == 0) return n.value <= kMax ? std::optional<N>(static_cast<N>(n.value)) : std::nullopt;
    if constexpr (N(-1) < N(0)) {
        if (n.value <= kMax) return static_cast<N>(-static_cast<N>(n.value));
        if (n.value == kMax + 1) return min_value<N>();
    }
    return std::nullopt;
}

template <scale::Integer N>
constexpr bool is_negative(N n) noexcept {
    return n < N(0);
}

/// The end of R's range that a product or quotient of `n` and `m` lies beyond.
template <scale::Integer R, scale::Integer N, scale::Integer M>
constexpr R bound(N n, M m) noexcept {
    return is_negative(n) != is_negative(m) ? min_value<R>() : max_value<R>();
}

/// a * b / c as an R. `c` is not 0.
template <scale::Integer R>
constexpr std::optional<R> scaled(Signed a, Signed b, Signed c,
                                  SignedRounding rounding = SignedRounding::kMinor) noexcept {
    const bool negative = (a.negative != b.negative) != c.negative;
    const auto value =
        sdk::multiply_by_rational_with_rounding(a.value, b.value, c.value, sdk::unsigned_rounding(rounding, negative));
    if (!value) return std::nullopt;
    return join<R>({*value, negative});
}

template <FixedPoint F>
constexpr std::optional<F> wrap(std::optional<typename F::Inner> inner) noexcept {
    return inner ? std::optional<F>(F{*inner}) : std::nullopt;
}

template <FixedPoint F>
inline constexpr Signed kUnit = split(F::kDiv);

}  // namespace detail

/// n, or the end of the range that it lies beyond.
template <FixedPoint F, scale::Integer N>
constexpr F saturating_from_integer(N n) noexcept {
    auto [value, negative] = detail::split(n);
    const detail::Signed units{serinus::saturating_mul(value, static_cast<uint128_t>(F::kDiv)), negative};
    return {detail::join<typename F::Inner>(units).value_or(detail::bound<typename F::Inner>(n, 0))};
}

/// n / d, cut off; nothing if that is out of range or d is 0.
template <FixedPoint F, scale::Integer N, scale::Integer D>
constexpr std::optional<F> checked_from_rational(N n, D d) noexcept {
    if (d == 0) return std::nullopt;
    return detail::wrap<F>(detail::scaled<typename F::Inner>(detail::split(n), detail::kUnit<F>, detail::split(d)));
}

/// n / d, cut off, or the end of the range that it lies beyond. `d` is not 0.
template <FixedPoint F, scale::Integer N, scale::Integer D>
constexpr F saturating_from_rational(N n, D d) noexcept {
    SERINUS_ASSERT(d != 0);
    return checked_from_rational<F>(n, d).value_or(F{detail::bound<typename F::Inner>(n, d)});
}

/// 64 bits with a sign, in billionths.
struct FixedI64 {
    using Inner = int64_t;
    static constexpr Inner kDiv = 1'000'000'000;

    Inner _0{};

    static constexpr FixedI64 zero() noexcept { return {}; }
    static constexpr FixedI64 one() noexcept { return {kDiv}; }
    static constexpr FixedI64 from_inner(Inner inner) noexcept { return {inner}; }
    static constexpr FixedI64 min() noexcept { return {min_value<Inner>()}; }
    static constexpr FixedI64 max() noexcept { return {max_value<Inner>()}; }
    friend constexpr auto operator<=>(const FixedI64&, const FixedI64&) = default;
};

/// 64 bits, in billionths.
struct FixedU64 {
    using Inner = uint64_t;
    static constexpr Inner kDiv = 1'000'000'000;

    Inner _0{};

    static constexpr FixedU64 zero() noexcept { return {}; }
    static constexpr FixedU64 one() noexcept { return {kDiv}; }
    static constexpr FixedU64 from_inner(Inner inner) noexcept { return {inner}; }
    static constexpr FixedU64 min() noexcept { return {min_value<Inner>()}; }
    static constexpr FixedU64 max() noexcept { return {max_value<Inner>()}; }
    friend constexpr auto operator<=>(const FixedU64&, const FixedU64&) = default;
};

/// 128 bits with a sign, in units of 10^-18.
struct FixedI128 {
    using Inner = int128_t;
    static constexpr Inner kDiv = 1'000'000'000'000'000'000;

    Inner _0{};

    static constexpr FixedI128 zero() noexcept { return {}; }
    static constexpr FixedI128 one() noexcept { return {kDiv}; }
    static constexpr FixedI128 from_inner(Inner inner) noexcept { return {inner}; }
    static constexpr FixedI128 min() noexcept { return {min_value<Inner>()}; }
    static constexpr FixedI128 max() noexcept { return {max_value<Inner>()}; }
    friend constexpr auto operator<=>(const FixedI128&, const FixedI128&) = default;
};

/// 128 bits, in units of 10^-18.
struct FixedU128 {
    using Inner = uint128_t;
    static constexpr Inner kDiv = 1'000'000'000'000'000'000;

    Inner _0{};

    static constexpr FixedU128 zero() noexcept { return {}; }
    static constexpr FixedU128 one() noexcept { return {kDiv}; }
    static constexpr FixedU128 from_inner(Inner inner) noexcept { return {inner}; }
    static constexpr FixedU128 min() noexcept { return {min_value<Inner>()}; }
    static constexpr FixedU128 max() noexcept { return {max_value<Inner>()}; }
    friend constexpr auto operator<=>(const FixedU128&, const FixedU128&) = default;
};

/// a / b to the nearest, down from the middle; nothing if that is out of range. `b` is not 0.
template <FixedPoint F>
constexpr std::optional<F> nearest_rational(uint128_t a, uint128_t b,
                                            Rounding rounding = Rounding::kNearestPrefDown) noexcept {
    const auto units = sdk::multiply_by_rational_with_rounding(static_cast<uint128_t>(F::kDiv), a, b, rounding);
    if (!units) return std::nullopt;
    return detail::wrap<F>(detail::join<typename F::Inner>({*units, false}));
}

/// f * n as an N; nothing if it does not fit.
template <FixedPoint F, scale::Integer N>
constexpr std::optional<N> checked_mul_int(F f, N n) noexcept {
    return detail::scaled<N>(detail::split(f._0), detail::split(n), detail::kUnit<F>);
}
template <FixedPoint F, scale::Integer N>
constexpr N saturating_mul_int(F f, N n) noexcept {
    return checked_mul_int(f, n).value_or(detail::bound<N>(f._0, n));
}

/// f * n + n as an N.
template <FixedPoint F, scale::Integer N>
constexpr N saturating_mul_acc_int(F f, N n) noexcept {
    if (detail::is_negative(f._0) && n > 0) {
        return serinus::saturating_sub(n, saturating_mul_int(saturating_sub(F::zero(), f), n));
    }
    return serinus::saturating_add(saturating_mul_int(f, n), n);
}

/// f / d as an N; nothing if it does not fit or d is 0.
template <FixedPoint F, scale::Integer N>
constexpr std::optional<N> checked_div_int(F f, N d) noexcept {
    if (d == 0) return std::nullopt;
    const auto a = detail::split(f._0);
    const auto b = detail::split(d);
    return detail::join<N>({a.value / b.value / detail::kUnit<F>.value, a.negative != b.negative});
}

template <FixedPoint F>
constexpr std::optional<F> checked_add(F a, F b) noexcept {
    return detail::wrap<F>(serinus::checked_add(a._0, b._0));
}
template <FixedPoint F>
constexpr std::optional<F> checked_sub(F a, F b) noexcept {
    return detail::wrap<F>(serinus::checked_sub(a._0, b._0));
}
template <FixedPoint F>
constexpr std::optional<F> checked_mul(F a, F b) noexcept {
    return detail::wrap<F>(
        detail::scaled<typename F::Inner>(detail::split(a._0), detail::split(b._0), detail::kUnit<F>));
}
template <FixedPoint F>
constexpr std::optional<F> checked_div(F a, F b) noexcept {
    return checked_from_rational<F>(a._0, b._0);
}
/// a / b with another rounding; nothing if that is out of range or b is 0.
template <FixedPoint F>
constexpr std::optional<F> checked_rounding_div(F a, F b, SignedRounding rounding) noexcept {
    if (b._0 == 0) return std::nullopt;
    return detail::wrap<F>(
        detail::scaled<typename F::Inner>(detail::split(a._0), detail::kUnit<F>, detail::split(b._0), rounding));
}

template <FixedPoint F>
constexpr F saturating_add(F a, F b) noexcept {
    return {serinus::saturating_add(a._0, b._0)};
}
template <FixedPoint F>
constexpr F saturating_sub(F a, F b) noexcept {
    return {serinus::saturating_sub(a._0, b._0)};
}
template <FixedPoint F>
constexpr F saturating_mul(F a, F b) noexcept {
    return checked_mul(a, b).value_or(F{detail::bound<typename F::Inner>(a._0, b._0)});
}
/// By squaring and multiplying from the exponent's lowest bit; each product is cut off.
template <FixedPoint F>
constexpr F saturating_pow(F f, uint32_t exponent) noexcept {
    F result = F::one();
    for (; exponent != 0; exponent /= 2) {
        if (exponent % 2 != 0) result = saturating_mul(result, f);
        f = saturating_mul(f, f);
    }
    return result;
}

/// 1 / f; nothing for 0.
template <FixedPoint F>
constexpr std::optional<F> reciprocal(F f) noexcept {
    return checked_div(F::one(), f);
}
/// Without the part behind the point.
template <FixedPoint F>
constexpr F trunc(F f) noexcept {
    return {static_cast<typename F::Inner>(f._0 / F::kDiv * F::kDiv)};
}
template <FixedPoint F>
constexpr F saturating_abs(F f) noexcept {
    return detail::is_negative(f._0) ? saturating_sub(F::zero(), f) : f;
}
/// The part behind the point: without its sign, unless it is all there is.
template <FixedPoint F>
constexpr F frac(F f) noexcept {
    const F integer = trunc(f);
    const F fraction = saturating_sub(f, integer);
    return integer == F::zero() ? fraction : saturating_abs(fraction);
}

/// To the nearest billionth, down from the middle; 0 below 0 and 1 above 1.
template <FixedPoint F>
constexpr sdk::Perbill into_perbill(F f) noexcept {
    if (f._0 <= 0) return sdk::Perbill::zero();
    if (f._0 >= F::kDiv) return sdk::Perbill::one();
    const auto parts = sdk::multiply_by_rational_with_rounding(static_cast<uint128_t>(f._0), sdk::Perbill::kAccuracy,
                                                               detail::kUnit<F>.value, Rounding::kNearestPrefDown);
    return {static_cast<uint32_t>(*parts)};
}
/// Rounded down; 0 below 0 and 1 above 1.
template <per_things::PerThing P, FixedPoint F>
constexpr P into_clamped_perthing(F f) noexcept {
    if (f < F::zero()) return P::zero();
    if (f > F::one()) return P::one();
    return per_things::from_rational<P>(static_cast<uint128_t>(f._0), detail::kUnit<F>.value);
}
template <FixedPoint F, per_things::PerThing P>
constexpr F from_perthing(P p) noexcept {
    return saturating_from_rational<F>(p._0, P::kAccuracy);
}

}  // namespace serinus::sp_arithmetic::fixed_point

namespace serinus::sdk {

using sp_arithmetic::fixed_point::FixedI128;
using sp_arithmetic::fixed_point::FixedI64;
using sp_arithmetic::fixed_point::FixedU128;
using sp_arithmetic::fixed_point::FixedU64;

}  // namespace serinus::sdk
