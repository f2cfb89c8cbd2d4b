/// Unsigned arithmetic that may leave its range and then wraps, as a release build of the reference does where it
/// writes a plain operator. Native tests stop at a plain one that wraps (cmake/unsigned_wrap.cmake).
#pragma once

namespace serinus {

template <class T>
constexpr T wrapping_add(T a, T b) noexcept {
    static_assert(T(-1) > T(0));
    T out;
    static_cast<void>(__builtin_add_overflow(a, b, &out));
    return out;
}

template <class T>
constexpr T wrapping_sub(T a, T b) noexcept {
    static_assert(T(-1) > T(0));
    T out;
    static_cast<void>(__builtin_sub_overflow(a, b, &out));
    return out;
}

template <class T>
constexpr T wrapping_mul(T a, T b) noexcept {
    static_assert(T(-1) > T(0));
    T out;
    static_cast<void>(__builtin_mul_overflow(a, b, &out));
    return out;
}

}  // namespace serinus
