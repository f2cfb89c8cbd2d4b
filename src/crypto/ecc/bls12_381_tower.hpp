/// The extension fields of BLS12-381: Fp2 = Fp[u] / (u^2 + 1), Fp6 = Fp2[v] / (v^3 - (u + 1)), Fp12 = Fp6[w] / (w^2 -
/// v).
#pragma once

#include "crypto/ecc/fields.hpp"

namespace serinus::crypto::ecc {

using Fp = Bls12381Base;

/// c0 + c1 u
struct Fp2 {
    Fp c0, c1;

    static constexpr Fp2 zero() noexcept { return {}; }
    static constexpr Fp2 one() noexcept { return {Fp::one(), Fp::zero()}; }
    constexpr bool is_zero() const noexcept { return c0.is_zero() && c1.is_zero(); }
    friend constexpr bool operator==(const Fp2&, const Fp2&) = default;

    friend constexpr Fp2 operator+(const Fp2& a, const Fp2& b) noexcept { return {a.c0 + b.c0, a.c1 + b.c1}; }
    friend constexpr Fp2 operator-(const Fp2& a, const Fp2& b) noexcept { return {a.c0 - b.c0, a.c1 - b.c1}; }
    friend constexpr Fp2 operator-(const Fp2& a) noexcept { return {-a.c0, -a.c1}; }
    friend constexpr Fp2 operator*(const Fp2& a, const Fp2& b) noexcept {
        const Fp low = a.c0 * b.c0, high = a.c1 * b.c1;
        return {low - high, (a.c0 + a.c1) * (b.c0 + b.c1) - low - high};
    }
    friend constexpr Fp2 operator*(const Fp2& a, const Fp& b) noexcept { return {a.c0 * b, a.c1 * b}; }
    constexpr Fp2& operator+=(const Fp2& other) noexcept { return *this = *this + other; }
    constexpr Fp2& operator-=(const Fp2& other) noexcept { return *this = *this - other; }
    constexpr Fp2& operator*=(const Fp2& other) noexcept { return *this = *this * other; }
};

constexpr Fp2 square(const Fp2& a) noexcept {
    const Fp product = a.c0 * a.c1;
    return {(a.c0 + a.c1) * (a.c0 - a.c1), product + product};
}
constexpr Fp2 conjugate(const Fp2& a) noexcept { return {a.c0, -a.c1}; }
/// a (u + 1)
constexpr Fp2 times_non_residue(const Fp2& a) noexcept { return {a.c0 - a.c1, a.c0 + a.c1}; }
constexpr Fp2 inverse(const Fp2& a) noexcept {
    const Fp norm_inverse = inverse(square(a.c0) + square(a.c1));
    return {a.c0 * norm_inverse, -(a.c1 * norm_inverse)};
}

/// c0 + c1 v + c2 v^2
struct Fp6 {
    Fp2 c0, c1, c2;

    static constexpr Fp6 one() noexcept { return {.c0 = Fp2::one(), .c1 = {}, .c2 = {}}; }
    constexpr bool is_zero() const noexcept { return c0.is_zero() && c1.is_zero() && c2.is_zero(); }
    friend constexpr bool operator==(const Fp6&, const Fp6&) = default;

    friend constexpr Fp6 operator+(const Fp6& a, const Fp6& b) noexcept {
        return {a.c0 + b.c0, a.c1 + b.c1, a.c2 + b.c2};
    }
    friend constexpr Fp6 operator-(const Fp6& a, const Fp6& b) noexcept {
        return {a.c0 - b.c0, a.c1 - b.c1, a.c2 - b.c2};
    }
    friend constexpr Fp6 operator-(const Fp6& a) noexcept { return {-a.c0, -a.c1, -a.c2}; }
    friend constexpr Fp6 operator*(const Fp6& a, const Fp6& b) noexcept {
        const Fp2 m0 = a.c0 * b.c0, m1 = a.c1 * b.c1, m2 = a.c2 * b.c2;
        return {m0 + times_non_residue((a.c1 + a.c2) * (b.c1 + b.c2) - m1 - m2),
                (a.c0 + a.c1) * (b.c0 + b.c1) - m0 - m1 + times_non_residue(m2),
                (a.c0 + a.c2) * (b.c0 + b.c2) - m0 - m2 + m1};
    }
};

/// a v
constexpr Fp6 times_v(const Fp6& a) noexcept { return {times_non_residue(a.c2), a.c0, a.c1}; }
/// a (b0 + b1 v)
constexpr Fp6 times_sparse(const Fp6& a, const Fp2& b0, const Fp2& b1) noexcept {
    const Fp2 m0 = a.c0 * b0, m1 = a.c1 * b1;
    return {m0 + times_non_residue((a.c1 + a.c2) * b1 - m1), (a.c0 + a.c1) * (b0 + b1) - m0 - m1,
            (a.c0 + a.c2) * b0 - m0 + m1};
}
constexpr Fp6 inverse(const Fp6& a) noexcept {
    const Fp2 t0 = square(a.c0) - times_non_residue(a.c1 * a.c2);
    const Fp2 t1 = times_non_residue(square(a.c2)) - a.c0 * a.c1;
    const Fp2 t2 = square(a.c1) - a.c0 * a.c2;
    const Fp2 norm_inverse = inverse(a.c0 * t0 + times_non_residue(a.c2 * t1 + a.c1 * t2));
    return {t0 * norm_inverse, t1 * norm_inverse, t2 * norm_inverse};
}

/// c0 + c1 w
struct Fp12 {
    Fp6 c0, c1;

    static constexpr Fp12 one() noexcept { return {.c0 = Fp6::one(), .c1 = {}}; }
    constexpr bool is_zero() const noexcept { return c0.is_zero() && c1.is_zero(); }
    friend constexpr bool operator==(const Fp12&, const Fp12&) = default;

    friend constexpr Fp12 operator*(const Fp12& a, const Fp12& b) noexcept {
        const Fp6 m0 = a.c0 * b.c0, m1 = a.c1 * b.c1;
        return {m0 + times_v(m1), (a.c0 + a.c1) * (b.c0 + b.c1) - m0 - m1};
    }
    constexpr Fp12& operator*=(const Fp12& other) noexcept { return *this = *this * other; }
};

constexpr Fp12 square(const Fp12& a) noexcept {
    const Fp6 product = a.c0 * a.c1;
    return {(a.c0 + a.c1) * (a.c0 + times_v(a.c1)) - product - times_v(product), product + product};
}
/// a^(p^6): the inverse in the cyclotomic subgroup.
constexpr Fp12 conjugate(const Fp12& a) noexcept { return {a.c0, -a.c1}; }
/// 1/a; 0 for 0.
constexpr Fp12 inverse(const Fp12& a) noexcept {
    const Fp6 norm_inverse = inverse(a.c0 * a.c0 - times_v(a.c1 * a.c1));
    return {a.c0 * norm_inverse, -(a.c1 * norm_inverse)};
}
/// a ((b0 + b1 v) + b4 v w): what the line of a twist of type M is.
constexpr Fp12 times_line(const Fp12& a, const Fp2& b0, const Fp2& b1, const Fp2& b4) noexcept {
    const Fp6 m0 = times_sparse(a.c0, b0, b1);
    const Fp6 m1 = times_v(Fp6{a.c1.c0 * b4, a.c1.c1 * b4, a.c1.c2 * b4});
    return {m0 + times_v(m1), times_sparse(a.c0 + a.c1, b0, b1 + b4) - m0 - m1};
}

/// a^p
Fp12 frobenius(const Fp12& a) noexcept;
/// a^(p^2)
Fp12 frobenius_squared(const Fp12& a) noexcept;
/// a^2 in the cyclotomic subgroup, of order p^4 - p^2 + 1 (Granger and Scott).
Fp12 cyclotomic_square(const Fp12& a) noexcept;

}  // namespace serinus::crypto::ecc
