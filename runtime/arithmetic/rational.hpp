/// Products of 128-bit numbers in full, and fractions of two such numbers that are compared exactly.
/// Pallet: sp-arithmetic (Rational128, helpers_128bit)
#pragma once

#include <compare>
#include <utility>

#include "runtime/arithmetic/multiply_divide.hpp"

namespace serinus::sdk {

/// A number of 256 bits, as far as products of two of 128 bits need one.
struct Wide {
    uint128_t high{};
    uint128_t low{};

    static constexpr Wide product(uint128_t a, uint128_t b) noexcept {
        const auto words = words::multiply(words::Pair::from(a), words::Pair::from(b));
        return {words::Pair{words.word[3], words.word[2]}.number(), words::Pair{words.word[1], words.word[0]}.number()};
    }
    friend constexpr auto operator<=>(const Wide&, const Wide&) = default;
};

/// The largest number that divides both; the other one if one is 0.
constexpr uint128_t greatest_common_divisor(uint128_t a, uint128_t b) noexcept {
    while (b != 0) a = std::exchange(b, a % b);
    return a;
}

/// n / d. A denominator of 0 stands for more than any number; equal denominators are compared by their numerators
/// alone.
class Rational128 {
  public:
    constexpr Rational128() = default;  ///< 0 / 1
    /// A denominator of 0 becomes 1.
    static constexpr Rational128 from(uint128_t n, uint128_t d) noexcept { return {n, d == 0 ? 1 : d}; }
    static constexpr Rational128 from_unchecked(uint128_t n, uint128_t d) noexcept { return {n, d}; }

    constexpr uint128_t n() const noexcept { return n_; }
    constexpr uint128_t d() const noexcept { return d_; }

    /// The same with the denominator `d`, rounded to the nearest, down from the middle; nullopt if that takes more than
    /// 128 bits, or the denominator is 0.
    constexpr std::optional<Rational128> to_denominator(uint128_t d) const noexcept {
        if (d == d_) return *this;
        if (d_ == 0) return std::nullopt;
        const auto n = multiply_by_rational_with_rounding(n_, d, d_, Rounding::kNearestPrefDown);
        return n ? std::optional(Rational128(*n, d)) : std::nullopt;
    }
    /// The least common multiple of the denominators.
    constexpr std::optional<uint128_t> common_denominator(const Rational128& other) const noexcept {
        if (d_ == other.d_) return d_;
        const uint128_t divisor = greatest_common_divisor(d_, other.d_);
        if (divisor == 0) return std::nullopt;
        return multiply_by_rational_with_rounding(d_, other.d_, divisor, Rounding::kNearestPrefDown);
    }
    constexpr std::optional<Rational128> checked_add(const Rational128& other) const noexcept {
        return combined(other, [](uint128_t a, uint128_t b) { return serinus::checked_add(a, b); });
    }
    constexpr std::optional<Rational128> checked_sub(const Rational128& other) const noexcept {
        return combined(other, [](uint128_t a, uint128_t b) { return serinus::checked_sub(a, b); });
    }
    /// Adds the numerators: both have the same denominator, or `other` is 0.
    constexpr Rational128 lazy_saturating_add(const Rational128& other) const noexcept {
        return other.n_ == 0 ? *this : Rational128(saturating_add(n_, other.n_), d_);
    }
    constexpr Rational128 lazy_saturating_sub(const Rational128& other) const noexcept {
        return other.n_ == 0 ? *this : Rational128(saturating_sub(n_, other.n_), d_);
    }

    friend constexpr std::strong_ordering operator<=>(const Rational128& a, const Rational128& b) noexcept {
        if (a.d_ == b.d_) return a.n_ <=> b.n_;
        if (a.d_ == 0) return std::strong_ordering::greater;
        if (b.d_ == 0) return std::strong_ordering::less;
        return Wide::product(a.n_, b.d_) <=> Wide::product(b.n_, a.d_);
    }
    friend constexpr bool operator==(const Rational128& a, const Rational128& b) noexcept {
        if (a.d_ == b.d_) return a.n_ == b.n_;
        return Wide::product(a.n_, b.d_) == Wide::product(b.n_, a.d_);
    }

  private:
    constexpr Rational128(uint128_t n, uint128_t d) noexcept : n_(n), d_(d) {}
    template <class F>
    constexpr std::optional<Rational128> combined(const Rational128& other, F&& f) const noexcept {
        const auto common = common_denominator(other);
        if (!common) return std::nullopt;
        const auto a = to_denominator(*common);
        const auto b = other.to_denominator(*common);
        if (!a || !b) return std::nullopt;
        const auto n = f(a->n_, b->n_);
        return n ? std::optional(Rational128(*n, *common)) : std::nullopt;
    }

    uint128_t n_ = 0;
    uint128_t d_ = 1;
};

}  // namespace serinus::sdk
