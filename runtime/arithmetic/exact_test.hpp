/// Arithmetic of 256 bits, one bit at a time: slow, and so simple that it can be believed.
#pragma once

#include <array>
#include <optional>
#include <random>

#include "base/checked.hpp"
#include "runtime/arithmetic/rounding.hpp"
#include "tests/support/random.hpp"

namespace serinus::sdk::test {

struct Exact {
    std::array<bool, 320> bit{};  ///< least significant first; room for a sum or double of 256 bits

    static Exact from(uint128_t value) {
        Exact out;
        for (size_t i = 0; i < 128; ++i) out.bit[i] = (value >> i & 1) != 0;
        return out;
    }
    /// Nothing if it has more than 128 bits.
    std::optional<uint128_t> number() const {
        uint128_t value = 0;
        for (size_t i = 0; i < bit.size(); ++i) {
            if (!bit[i]) continue;
            if (i >= 128) return std::nullopt;
            value |= uint128_t{1} << i;
        }
        return value;
    }

    friend bool operator<(const Exact& a, const Exact& b) {
        for (size_t i = a.bit.size(); i-- > 0;) {
            if (a.bit[i] != b.bit[i]) return b.bit[i];
        }
        return false;
    }
    friend Exact operator+(const Exact& a, const Exact& b) {
        Exact sum;
        bool carry = false;
        for (size_t i = 0; i < a.bit.size(); ++i) {
            const int ones = int{a.bit[i]} + int{b.bit[i]} + int{carry};
            sum.bit[i] = ones % 2 != 0;
            carry = ones >= 2;
        }
        return sum;
    }
    /// `b` is not above `a`.
    friend Exact operator-(const Exact& a, const Exact& b) {
        Exact difference;
        bool borrow = false;
        for (size_t i = 0; i < a.bit.size(); ++i) {
            const int left = int{a.bit[i]} - int{b.bit[i]} - int{borrow};
            difference.bit[i] = left % 2 != 0;
            borrow = left < 0;
        }
        return difference;
    }
    Exact doubled(bool lowest = false) const {
        Exact out;
        out.bit[0] = lowest;
        for (size_t i = 1; i < bit.size(); ++i) out.bit[i] = bit[i - 1];
        return out;
    }
    friend Exact operator*(const Exact& a, const Exact& b) {
        Exact product;
        for (size_t i = a.bit.size(); i-- > 0;) {
            product = product.doubled();
            if (b.bit[i]) product = product + a;
        }
        return product;
    }
};

/// a * b / c.
inline std::optional<uint128_t> exact_ratio(uint128_t a, uint128_t b, uint128_t c, Rounding rounding) {
    const Exact dividend = Exact::from(a) * Exact::from(b);
    const Exact divisor = Exact::from(c);
    Exact quotient;
    Exact rest;
    for (size_t i = dividend.bit.size(); i-- > 0;) {
        rest = rest.doubled(dividend.bit[i]);
        quotient.bit[i] = !(rest < divisor);
        if (quotient.bit[i]) rest = rest - divisor;
    }
    const Exact twice = rest.doubled();
    const bool exact = !(Exact{} < rest);
    const bool above_middle = divisor < twice;
    const bool below_middle = twice < divisor;
    const bool up = !exact && (rounding == Rounding::kUp ||                                //
                               (rounding == Rounding::kNearestPrefUp && !below_middle) ||  //
                               (rounding == Rounding::kNearestPrefDown && above_middle));
    return (up ? quotient + Exact::from(1) : quotient).number();
}

inline constexpr Rounding kRoundings[] = {Rounding::kUp, Rounding::kDown, Rounding::kNearestPrefUp,
                                          Rounding::kNearestPrefDown};

/// A number whose bits come in runs, of any width up to `bits`: where carries and estimates go wrong.
inline uint128_t interesting(std::mt19937_64& random, int bits = 128) {
    uint128_t value = 0;
    for (int i = 0; i < bits;) {
        const int run = static_cast<int>(serinus::test::random_between(random, 1, 40));
        const auto kind = serinus::test::random_between(random, 0, 3);
        for (int j = 0; j < run && i < bits; ++j, ++i) {
            const bool one = kind == 0 || (kind == 1 && (random() & 1) != 0);
            value = value << 1 | (one ? 1 : 0);
        }
    }
    return value >> serinus::test::random_between(random, 0, static_cast<uint64_t>(bits - 1));
}

}  // namespace serinus::sdk::test
