/// Products and quotients of 128-bit numbers, exact over 256 bits and rounded as asked.
/// Pallet: sp-arithmetic
#pragma once

#include <optional>

#include "base/assert.hpp"
#include "runtime/sdk/arithmetic/limbs.hpp"
#include "runtime/sdk/arithmetic/rounding.hpp"

namespace serinus::sdk {

namespace detail {

constexpr limbs::U128 to_limbs(uint128_t value) noexcept {
    return limbs::U128::from(static_cast<uint64_t>(value >> 64), static_cast<uint64_t>(value));
}

/// The number in the digits from `at` on.
template <class Digits>
constexpr uint128_t to_number(const Digits& digits, int at = 0) noexcept {
    return uint128_t{digits.word(at + 2)} << 64 | digits.word(at);
}

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
    const auto [quotient, remainder] =
        limbs::divide(limbs::multiply(detail::to_limbs(a), detail::to_limbs(b)), detail::to_limbs(c));
    if (detail::to_number(quotient, 4) != 0) return std::nullopt;
    const uint128_t result = detail::to_number(quotient);
    if (!detail::rounds_up(detail::to_number(remainder), c, rounding)) return result;
    return checked_add(result, uint128_t{1});
}

}  // namespace serinus::sdk
