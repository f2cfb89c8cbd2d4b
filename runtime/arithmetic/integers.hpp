/// Powers, roots and logarithms of unsigned integers.
#pragma once

#include <bit>

#include "base/assert.hpp"
#include "base/checked.hpp"

namespace serinus::sdk {

/// base^exponent, at most the largest T.
template <class T>
constexpr T saturating_pow(T base, uint32_t exponent) noexcept {
    T result{1};
    while (true) {
        if (exponent % 2 != 0) result = saturating_mul(result, base);
        exponent /= 2;
        if (exponent == 0) return result;
        base = saturating_mul(base, base);
    }
}

/// The largest number whose square is not above `n`. Bit by bit, without division.
constexpr uint128_t integer_sqrt(uint128_t n) noexcept {
    if (n == 0) return 0;
    const auto high = static_cast<uint64_t>(n >> 64);
    const int last_bit = high != 0 ? 127 - std::countl_zero(high) : 63 - std::countl_zero(static_cast<uint64_t>(n));
    uint128_t root = 0;
    for (uint128_t bit = uint128_t{1} << (last_bit & ~1); bit != 0; bit >>= 2) {
        const bool fits = n >= root + bit;
        if (fits) n -= root + bit;
        root = (root >> 1) + (fits ? bit : 0);
    }
    return root;
}

/// The position of the highest bit; `n` is not 0.
constexpr uint32_t log2_floor(uint64_t n) noexcept {
    SERINUS_ASSERT(n != 0);
    return static_cast<uint32_t>(63 - std::countl_zero(n));
}

}  // namespace serinus::sdk
