/// Integer arithmetic whose functions name what happens on overflow. Works for every built-in integer, 128 bits
/// included.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>

namespace serinus {

__extension__ using uint128_t = unsigned __int128;
__extension__ using int128_t = __int128;

/// The largest value of `T`; std::numeric_limits does not know 128 bits in strict modes.
template <class T>
constexpr T max_value() noexcept {
    if constexpr (T(-1) > T(0)) {
        return T(-1);
    } else {
        return T((T(1) << (sizeof(T) * 8 - 2)) - 1 + (T(1) << (sizeof(T) * 8 - 2)));
    }
}

template <class T>
constexpr T min_value() noexcept {
    if constexpr (T(-1) > T(0)) {
        return T(0);
    } else {
        return T(-max_value<T>() - 1);
    }
}

template <class T>
constexpr std::optional<T> checked_add(T a, T b) noexcept {
    T out;
    return __builtin_add_overflow(a, b, &out) ? std::nullopt : std::optional<T>(out);
}

template <class T>
constexpr std::optional<T> checked_sub(T a, T b) noexcept {
    T out;
    return __builtin_sub_overflow(a, b, &out) ? std::nullopt : std::optional<T>(out);
}

template <class T>
constexpr std::optional<T> checked_mul(T a, T b) noexcept {
    T out;
    return __builtin_mul_overflow(a, b, &out) ? std::nullopt : std::optional<T>(out);
}

template <class T>
constexpr std::optional<T> checked_div(T a, T b) noexcept {
    if (b == 0 || (T(-1) < T(0) && a == min_value<T>() && b == T(-1))) return std::nullopt;
    return T(a / b);
}

template <class T>
constexpr T saturating_add(T a, T b) noexcept {
    T out;
    if (!__builtin_add_overflow(a, b, &out)) return out;
    return b < 0 ? min_value<T>() : max_value<T>();
}

template <class T>
constexpr T saturating_sub(T a, T b) noexcept {
    T out;
    if (!__builtin_sub_overflow(a, b, &out)) return out;
    return T(-1) > T(0) || b > 0 ? min_value<T>() : max_value<T>();
}

template <class T>
constexpr T saturating_mul(T a, T b) noexcept {
    T out;
    if (!__builtin_mul_overflow(a, b, &out)) return out;
    return (a < 0) != (b < 0) ? min_value<T>() : max_value<T>();
}

}  // namespace serinus
