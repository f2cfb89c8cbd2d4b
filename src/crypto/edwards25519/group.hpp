/// The forms of a point between the steps of a long multiplication. Internal to this folder.
///
/// Formulas: Hisil, Wong, Carter, Dawson, "Twisted Edwards Curves Revisited" (2008), for a = -1; complete, so that no
/// case is special. A doubling costs 4 squarings; an addition 4 multiplications, 3 if the added point is affine; then 3
/// multiplications before another doubling, 4 before another addition.
#pragma once

#include "crypto/edwards25519/point.hpp"

namespace serinus::crypto::edwards25519 {

/// 2d, for the curve's d = -121665/121666.
inline constexpr FieldElement kTwoD{{0xebd69b9426b2f159, 0x00e0149a8283b156, 0x198e80f2eef3d130, 0x2406d9dc56dffce7}};

/// x = X/Z, y = Y/Z; enough to double.
struct Projective {
    FieldElement X, Y, Z;
};

/// x = X/Z, y = Y/T: what the formulas give before the last multiplications.
struct Completed {
    FieldElement X, Y, Z, T;

    [[gnu::always_inline]] Projective projective() const noexcept { return {X * T, Y * Z, Z * T}; }
    [[gnu::always_inline]] Point extended() const noexcept { return {X * T, Y * Z, Z * T, X * Y}; }
};

/// A point made ready to be added to others; the pair is indexed by the sign with which it is added.
struct Cached {
    FieldElement y_minus_plus_x[2];  ///< Y - X and Y + X
    FieldElement two_z;
    FieldElement xy_2d;  ///< 2 d T

    Cached() noexcept = default;
    explicit Cached(const Point& p) noexcept
        : y_minus_plus_x{p.Y - p.X, p.Y + p.X}, two_z(p.Z + p.Z), xy_2d(p.T * kTwoD) {}
};

/// The same with Z = 1.
struct AffineCached {
    FieldElement y_minus_plus_x[2];
    FieldElement xy_2d;

    AffineCached() noexcept = default;
    AffineCached(const FieldElement& x, const FieldElement& y) noexcept
        : y_minus_plus_x{y - x, y + x}, xy_2d(x * y * kTwoD) {}
};

[[gnu::always_inline]] inline Completed doubled(const Projective& p) noexcept {
    const FieldElement xx = square(p.X), yy = square(p.Y), zz = square(p.Z);
    const FieldElement y = yy + xx, z = yy - xx;
    return {square(p.X + p.Y) - y, y, z, (zz + zz) - z};
}

[[gnu::always_inline]] inline FieldElement doubled_z(const Point& p, const Cached& q) noexcept { return p.Z * q.two_z; }
[[gnu::always_inline]] inline FieldElement doubled_z(const Point& p, const AffineCached&) noexcept { return p.Z + p.Z; }

/// p + q, or p - q if `negative`; q is Cached or AffineCached. Both signs take one path, as their order is random and
/// a branch on it would be mispredicted half of the time.
template <class Q>
[[gnu::always_inline]] inline Completed add(const Point& p, const Q& q, bool negative = false) noexcept {
    const FieldElement a = (p.Y - p.X) * q.y_minus_plus_x[negative];
    const FieldElement b = (p.Y + p.X) * q.y_minus_plus_x[!negative];
    const FieldElement c = p.T * q.xy_2d;
    const FieldElement d = doubled_z(p, q);
    const FieldElement sums[2] = {d + c, d - c};
    return {b - a, b + a, sums[negative], sums[!negative]};
}

}  // namespace serinus::crypto::edwards25519
