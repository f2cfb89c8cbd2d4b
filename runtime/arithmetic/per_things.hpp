/// Fractions between 0 and 1, in parts of a fixed number.
/// Pallet: sp-arithmetic
///
///     constexpr auto kShare = Perbill::from_percent(75);
///     const Balance reward = kShare * payout;            // to the nearest; down from the middle
///     const Balance at_least = mul_floor(kShare, payout);
///
/// The types are plain data; what can be done with them are functions that are found by their arguments. A product with
/// an integer never overflows, as it is not larger than the integer.
#pragma once

#include <algorithm>
#include <compare>
#include <concepts>

#include "codec/scale.hpp"
#include "runtime/arithmetic/multiply_divide.hpp"
#include "runtime/arithmetic/weight.hpp"

namespace serinus::sp_arithmetic::per_things {

using sdk::Rounding;

/// One of the five types below. `Inner` holds the parts, `Upper` the square of their number.
template <class P>
concept PerThing = requires(P p) {
    { P::kAccuracy } -> std::convertible_to<typename P::Inner>;
    { p._0 } -> std::convertible_to<typename P::Inner>;
    typename P::Upper;
};

/// Integers that a fraction of type P can be a share of: unsigned, and no smaller than its parts.
template <class N, class P>
concept Whole = scale::Integer<N> && (N(-1) > N(0)) && sizeof(N) >= sizeof(typename P::Inner);

/// Parts, but at most all of them.
template <PerThing P>
constexpr P from_parts(typename P::Inner parts) noexcept {
    return {std::min(parts, P::kAccuracy)};
}

template <PerThing P>
constexpr P from_percent(typename P::Inner percent) noexcept {
    const auto bounded = typename P::Upper{std::min(percent, typename P::Inner{100})};
    return {static_cast<typename P::Inner>(bounded * P::kAccuracy / 100)};
}

/// p / q; nothing if that is above 1 or q is 0.
template <PerThing P, Whole<P> N>
constexpr std::optional<P> from_rational_with_rounding(N p, N q, Rounding rounding) noexcept {
    if (q == 0 || p > q) return std::nullopt;
    // Not above kAccuracy, as p <= q.
    if constexpr (sizeof(N) <= 4) {
        const uint64_t product = uint64_t{P::kAccuracy} * p;
        const uint64_t parts = product / q + (sdk::detail::rounds_up<uint64_t>(product % q, q, rounding) ? 1 : 0);
        return P{static_cast<typename P::Inner>(parts)};
    } else {
        const auto parts = sdk::multiply_by_rational_with_rounding(P::kAccuracy, p, q, rounding);
        return P{static_cast<typename P::Inner>(*parts)};
    }
}

/// p / q, rounded down; 1 if it is above 1 or q is 0.
template <PerThing P, Whole<P> N>
constexpr P from_rational(N p, N q) noexcept {
    return from_rational_with_rounding<P>(p, q, Rounding::kDown).value_or(P{P::kAccuracy});
}

/// Parts of a hundred.
struct Percent {
    using Inner = uint8_t;
    using Upper = uint16_t;
    static constexpr Inner kAccuracy = 100;

    Inner _0{};

    static constexpr Percent zero() noexcept { return {}; }
    static constexpr Percent one() noexcept { return {kAccuracy}; }
    static constexpr Percent from_parts(Inner parts) noexcept { return per_things::from_parts<Percent>(parts); }
    static constexpr Percent from_percent(Inner x) noexcept { return per_things::from_percent<Percent>(x); }
    template <class N>
    static constexpr Percent from_rational(N p, std::type_identity_t<N> q) noexcept {
        return per_things::from_rational<Percent>(p, q);
    }
    friend constexpr auto operator<=>(const Percent&, const Percent&) = default;
};

/// Parts of 65535, so that every value of the integer is one.
struct PerU16 {
    using Inner = uint16_t;
    using Upper = uint32_t;
    static constexpr Inner kAccuracy = 65'535;

    Inner _0{};

    static constexpr PerU16 zero() noexcept { return {}; }
    static constexpr PerU16 one() noexcept { return {kAccuracy}; }
    static constexpr PerU16 from_parts(Inner parts) noexcept { return per_things::from_parts<PerU16>(parts); }
    static constexpr PerU16 from_percent(Inner x) noexcept { return per_things::from_percent<PerU16>(x); }
    template <class N>
    static constexpr PerU16 from_rational(N p, std::type_identity_t<N> q) noexcept {
        return per_things::from_rational<PerU16>(p, q);
    }
    friend constexpr auto operator<=>(const PerU16&, const PerU16&) = default;
};

/// Parts of a million.
struct Permill {
    using Inner = uint32_t;
    using Upper = uint64_t;
    static constexpr Inner kAccuracy = 1'000'000;

    Inner _0{};

    static constexpr Permill zero() noexcept { return {}; }
    static constexpr Permill one() noexcept { return {kAccuracy}; }
    static constexpr Permill from_parts(Inner parts) noexcept { return per_things::from_parts<Permill>(parts); }
    static constexpr Permill from_percent(Inner x) noexcept { return per_things::from_percent<Permill>(x); }
    template <class N>
    static constexpr Permill from_rational(N p, std::type_identity_t<N> q) noexcept {
        return per_things::from_rational<Permill>(p, q);
    }
    friend constexpr auto operator<=>(const Permill&, const Permill&) = default;
};

/// Parts of a billion.
struct Perbill {
    using Inner = uint32_t;
    using Upper = uint64_t;
    static constexpr Inner kAccuracy = 1'000'000'000;

    Inner _0{};

    static constexpr Perbill zero() noexcept { return {}; }
    static constexpr Perbill one() noexcept { return {kAccuracy}; }
    static constexpr Perbill from_parts(Inner parts) noexcept { return per_things::from_parts<Perbill>(parts); }
    static constexpr Perbill from_percent(Inner x) noexcept { return per_things::from_percent<Perbill>(x); }
    template <class N>
    static constexpr Perbill from_rational(N p, std::type_identity_t<N> q) noexcept {
        return per_things::from_rational<Perbill>(p, q);
    }
    friend constexpr auto operator<=>(const Perbill&, const Perbill&) = default;
};

/// Parts of 10^18.
struct Perquintill {
    using Inner = uint64_t;
    using Upper = uint128_t;
    static constexpr Inner kAccuracy = 1'000'000'000'000'000'000;

    Inner _0{};

    static constexpr Perquintill zero() noexcept { return {}; }
    static constexpr Perquintill one() noexcept { return {kAccuracy}; }
    static constexpr Perquintill from_parts(Inner parts) noexcept { return per_things::from_parts<Perquintill>(parts); }
    static constexpr Perquintill from_percent(Inner x) noexcept { return per_things::from_percent<Perquintill>(x); }
    template <class N>
    static constexpr Perquintill from_rational(N p, std::type_identity_t<N> q) noexcept {
        return per_things::from_rational<Perquintill>(p, q);
    }
    friend constexpr auto operator<=>(const Perquintill&, const Perquintill&) = default;
};

template <PerThing P>
constexpr typename P::Inner deconstruct(P p) noexcept {
    return p._0;
}
template <PerThing P>
constexpr bool is_zero(P p) noexcept {
    return p._0 == 0;
}
template <PerThing P>
constexpr bool is_one(P p) noexcept {
    return p._0 == P::kAccuracy;
}

namespace detail {

/// numerator * (rest / denominator), rounded, for a `rest` below the denominator.
template <PerThing P>
constexpr typename P::Inner correction(typename P::Inner rest, typename P::Inner numerator,
                                       typename P::Inner denominator, Rounding rounding) noexcept {
    const auto product = static_cast<typename P::Upper>(typename P::Upper{rest} * numerator);
    const auto remainder = static_cast<typename P::Upper>(product % denominator);
    const bool up = sdk::detail::rounds_up<typename P::Upper>(remainder, denominator, rounding);
    return static_cast<typename P::Inner>(product / denominator + (up ? 1 : 0));
}

}  // namespace detail

/// p * n with the rounding of the fraction that is left: n is split in whole multiples of P's accuracy and a rest, so
/// that nothing overflows.
template <PerThing P, Whole<P> N>
constexpr N mul_with_rounding(P p, N n, Rounding rounding) noexcept {
    const auto rest = static_cast<typename P::Inner>(n % P::kAccuracy);
    return static_cast<N>(n / P::kAccuracy * p._0 + detail::correction<P>(rest, p._0, P::kAccuracy, rounding));
}
template <PerThing P, Whole<P> N>
constexpr N mul_floor(P p, N n) noexcept {
    return mul_with_rounding(p, n, Rounding::kDown);
}
template <PerThing P, Whole<P> N>
constexpr N mul_ceil(P p, N n) noexcept {
    return mul_with_rounding(p, n, Rounding::kUp);
}
/// To the nearest; down from the middle.
template <PerThing P, Whole<P> N>
constexpr N operator*(P p, N n) noexcept {
    return mul_with_rounding(p, n, Rounding::kNearestPrefDown);
}
/// Each part to the nearest.
template <PerThing P>
constexpr sdk::Weight operator*(P p, sdk::Weight weight) noexcept {
    return {p * weight.ref_time.value, p * weight.proof_size.value};
}

/// n / p, at most the largest N. `p` is not 0.
template <PerThing P, Whole<P> N>
constexpr N saturating_reciprocal_mul_with_rounding(P p, N n, Rounding rounding) noexcept {
    SERINUS_ASSERT(p._0 != 0);
    const N part{p._0};
    const auto rest = static_cast<typename P::Inner>(n % part);
    // Of a fraction below 1 of all the parts, so it fits them.
    const N rounded{detail::correction<P>(rest, P::kAccuracy, p._0, rounding)};
    return saturating_add(saturating_mul(static_cast<N>(n / part), N{P::kAccuracy}), rounded);
}
/// To the nearest; up from the middle.
template <PerThing P, Whole<P> N>
constexpr N saturating_reciprocal_mul(P p, N n) noexcept {
    return saturating_reciprocal_mul_with_rounding(p, n, Rounding::kNearestPrefUp);
}
template <PerThing P, Whole<P> N>
constexpr N saturating_reciprocal_mul_floor(P p, N n) noexcept {
    return saturating_reciprocal_mul_with_rounding(p, n, Rounding::kDown);
}
template <PerThing P, Whole<P> N>
constexpr N saturating_reciprocal_mul_ceil(P p, N n) noexcept {
    return saturating_reciprocal_mul_with_rounding(p, n, Rounding::kUp);
}

/// Never above 1.
template <PerThing P>
constexpr P saturating_add(P a, P b) noexcept {
    return from_parts<P>(serinus::saturating_add(a._0, b._0));
}
/// Never below 0.
template <PerThing P>
constexpr P saturating_sub(P a, P b) noexcept {
    return {serinus::saturating_sub(a._0, b._0)};
}
template <PerThing P>
constexpr std::optional<P> checked_add(P a, P b) noexcept {
    const auto sum = serinus::checked_add(a._0, b._0);
    return sum && *sum <= P::kAccuracy ? std::optional<P>(P{*sum}) : std::nullopt;
}
template <PerThing P>
constexpr std::optional<P> checked_sub(P a, P b) noexcept {
    const auto difference = serinus::checked_sub(a._0, b._0);
    return difference ? std::optional<P>(P{*difference}) : std::nullopt;
}
/// 1 - p
template <PerThing P>
constexpr P left_from_one(P p) noexcept {
    return {static_cast<typename P::Inner>(P::kAccuracy - p._0)};
}
/// Rounded down.
template <PerThing P>
constexpr P operator*(P a, P b) noexcept {
    return {static_cast<typename P::Inner>(typename P::Upper{a._0} * b._0 / P::kAccuracy)};
}
template <PerThing P>
constexpr P square(P p) noexcept {
    return p * p;
}
/// Rounded down after each product, in the order of squaring and multiplying.
template <PerThing P>
constexpr P saturating_pow(P p, uint32_t exponent) noexcept {
    if (exponent == 0 || is_one(p)) return P::one();
    P result = p;
    for (uint32_t left = exponent - 1; left > 0 && !is_zero(result); left /= 2) {
        if (left % 2 != 0) result = result * p;
        p = square(p);
    }
    return result;
}
/// a / b, at most 1; 1 if b is 0.
template <PerThing P>
constexpr P saturating_div(P a, P b, Rounding rounding) noexcept {
    return from_rational_with_rounding<P>(a._0, b._0, rounding).value_or(P::one());
}

}  // namespace serinus::sp_arithmetic::per_things

namespace serinus::scale {

/// The parts; more than all of them are a fault.
template <sp_arithmetic::per_things::PerThing P>
struct Codec<P> {
    using Inner = typename P::Inner;
    static constexpr size_t kMinSize = sizeof(Inner);
    static constexpr bool kFixed = true;
    static constexpr bool kImage = false;

    static void store(uint8_t* at, P value) noexcept { Codec<Inner>::store(at, value._0); }
    static bool load(Decoder& in, const uint8_t* at, P& value) noexcept {
        if (!Codec<Inner>::load(in, at, value._0)) return false;
        if (value._0 > P::kAccuracy) [[unlikely]]
            return in.fail(DecodeFault::kInvalidValue, at);
        return true;
    }
};

template <sp_arithmetic::per_things::PerThing P>
inline constexpr RustLayout kRustLayout<P> = kRustLayout<typename P::Inner>;

/// More than all parts count as all of them.
template <sp_arithmetic::per_things::PerThing P>
struct Codec<Compact<P>> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(Compact<P> number) noexcept { return compact_size(uint64_t{number.value._0}); }
    static void write(Encoder& out, Compact<P> number) { out.compact(uint64_t{number.value._0}); }
    static bool read(Decoder& in, Compact<P>& number) noexcept {
        typename P::Inner parts{};
        if (!in.compact(parts)) return false;
        number.value = P::from_parts(parts);
        return true;
    }
};

}  // namespace serinus::scale

namespace serinus::sdk {

using sp_arithmetic::per_things::Perbill;
using sp_arithmetic::per_things::Percent;
using sp_arithmetic::per_things::Permill;
using sp_arithmetic::per_things::Perquintill;
using sp_arithmetic::per_things::PerU16;

}  // namespace serinus::sdk
