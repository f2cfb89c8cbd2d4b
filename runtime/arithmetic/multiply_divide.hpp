/// Products and quotients of 128-bit numbers, exact over 256 bits and rounded as asked.
/// Pallet: sp-arithmetic
#pragma once

#include <optional>

#include "base/assert.hpp"
#include "runtime/arithmetic/rounding.hpp"
#include "runtime/arithmetic/words.hpp"

namespace serinus::sdk {

namespace detail {

/// Whether a quotient must be one larger, given the remainder that was left.
template <class T>
constexpr bool rounds_up(T remainder, T divisor, Rounding rounding) noexcept {
    switch (rounding) {
        case Rounding::kUp:
            return remainder > 0;
        case Rounding::kDown:
            return false;
        case Rounding::kNearestPrefUp:
            return remainder >= static_cast<T>(divisor - remainder);
        case Rounding::kNearestPrefDown:
            return remainder > static_cast<T>(divisor - remainder);
    }
    return false;
}

}  // namespace detail

/// a * b / c, rounded; nothing if it takes more than 128 bits. `c` is not 0.
constexpr std::optional<uint128_t> multiply_by_rational_with_rounding(uint128_t a, uint128_t b, uint128_t c,
                                                                      Rounding rounding) noexcept {
    SERINUS_ASSERT(c != 0);
    const auto product = words::multiply(words::Pair::from(a), words::Pair::from(b));
    const auto [quotient, remainder] = words::divide(product.word, words::Pair::from(c));
    if (quotient[2] != 0 || quotient[3] != 0) return std::nullopt;
    const uint128_t result = words::Pair{quotient[1], quotient[0]}.number();
    if (!detail::rounds_up(remainder.number(), c, rounding)) return result;
    return checked_add(result, uint128_t{1});
}

}  // namespace serinus::sdk
