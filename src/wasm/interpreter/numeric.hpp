/// The numeric operators whose result differs from that of the C++ operator, or is undefined there.
#pragma once

#include <bit>
#include <cmath>
#include <optional>

#include "wasm/engine.hpp"
#include "wasm/logical_stack.hpp"

namespace serinus::wasm::interpreter {

/// The result of an operator that computes a float: any NaN becomes the canonical one.
inline float canonical(float value) noexcept { return value != value ? std::bit_cast<float>(kCanonicalNan32) : value; }
inline double canonical(double value) noexcept {
    return value != value ? std::bit_cast<double>(kCanonicalNan64) : value;
}

/// A NaN wins, and -0 is less than +0.
template <class F>
F minimum(F a, F b) noexcept {
    if (a != a || b != b) return canonical(a + b);
    if (a == b) return std::signbit(a) ? a : b;
    return a < b ? a : b;
}
template <class F>
F maximum(F a, F b) noexcept {
    if (a != a || b != b) return canonical(a + b);
    if (a == b) return std::signbit(a) ? b : a;
    return a > b ? a : b;
}

/// To the nearest integer, ties to the even one, whatever the rounding mode.
inline float round_to_even(float value) noexcept { return __builtin_roundevenf(value); }
inline double round_to_even(double value) noexcept { return __builtin_roundeven(value); }

/// Float to integer, rounding towards zero: a trap unless the integer part is one of type I. Bounds are compared as
/// floats: the upper one is a power of two; below the least integer comes that minus one, if the float can tell them
/// apart.
template <class I, class F>
std::optional<TrapCode> truncate(F value, I& out) noexcept {
    constexpr int kBits = sizeof(I) * 8;
    constexpr bool kSigned = I(-1) < I(0);
    constexpr F kAbove = F(uint64_t{1} << (kBits - kSigned - 1)) * 2;
    if (value != value) return TrapCode::kInvalidConversion;
    if (!(value < kAbove)) return TrapCode::kIntegerOverflow;
    if constexpr (!kSigned) {
        if (!(value > F(-1))) return TrapCode::kIntegerOverflow;
    } else if constexpr (kAbove + 1 != kAbove) {
        if (!(value > -kAbove - 1)) return TrapCode::kIntegerOverflow;
    } else {
        if (!(value >= -kAbove)) return TrapCode::kIntegerOverflow;
    }
    out = static_cast<I>(value);
    return std::nullopt;
}

}  // namespace serinus::wasm::interpreter
