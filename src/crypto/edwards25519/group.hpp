/// The forms of a point between the steps of a long multiplication. Internal to this folder.
///
/// Formulas: Hisil, Wong, Carter, Dawson, "Twisted Edwards Curves Revisited" (2008), for a = -1; complete, so that no
/// case is special. A doubling costs 4 squarings; an addition 4 multiplications, 3 if the added point is affine; then 3
/// multiplications to go on doubling, 4 to go on adding.
#pragma once

#include "crypto/edwards25519/point.hpp"

namespace serinus::crypto::edwards25519 {

/// 2d, for the curve's d = -121665/121666.
inline constexpr FieldElement kTwoD{
    {0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff}};

/// x = X/Z, y = Y/Z; enough to double.
struct Projective {
    FieldElement X, Y, Z;
};

/// x = X/Z, y = Y/T: what the formulas give before the last multiplications.
template <unsigned KX, unsigned KY, unsigned KZ, unsigned KT>
struct Completed {
    Field<KX> X;
    Field<KY> Y;
    Field<KZ> Z;
    Field<KT> T;

    [[gnu::always_inline]] Projective projective() const noexcept { return {X * T, Y * Z, Z * T}; }
    [[gnu::always_inline]] Point extended() const noexcept { return {X * T, Y * Z, Z * T, X * Y}; }
};

/// A point made ready to be added to others.
struct Cached {
    Field<2> y_plus_x;
    Field<3> y_minus_x;
    Field<2> two_z;
    FieldElement xy_2d;  ///< 2 d T

    Cached() noexcept = default;
    explicit Cached(const Point& p) noexcept
        : y_plus_x(p.Y + p.X), y_minus_x(p.Y - p.X), two_z(p.Z + p.Z), xy_2d(p.T * kTwoD) {}
};

/// The same with Z = 1.
struct AffineCached {
    FieldElement y_plus_x, y_minus_x, xy_2d;

    AffineCached() noexcept = default;
    AffineCached(const FieldElement& x, const FieldElement& y) noexcept
        : y_plus_x(carry(y + x)), y_minus_x(carry(y - x)), xy_2d(x * y * kTwoD) {}
};

[[gnu::always_inline]] inline auto doubled(const Projective& p) noexcept {
    const FieldElement xx = square(p.X), yy = square(p.Y), zz = square(p.Z);
    const auto y = yy + xx;
    const auto z = yy - xx;
    return Completed{square(p.X + p.Y) - y, y, z, (zz + zz) - z};
}

[[gnu::always_inline]] inline auto add(const Point& p, const Cached& q) noexcept {
    const FieldElement a = (p.Y - p.X) * q.y_minus_x, b = (p.Y + p.X) * q.y_plus_x;
    const FieldElement c = p.T * q.xy_2d, d = p.Z * q.two_z;
    return Completed{b - a, b + a, d + c, d - c};
}

[[gnu::always_inline]] inline auto subtract(const Point& p, const Cached& q) noexcept {
    const FieldElement a = (p.Y - p.X) * q.y_plus_x, b = (p.Y + p.X) * q.y_minus_x;
    const FieldElement c = p.T * q.xy_2d, d = p.Z * q.two_z;
    return Completed{b - a, b + a, d - c, d + c};
}

[[gnu::always_inline]] inline auto add(const Point& p, const AffineCached& q) noexcept {
    const FieldElement a = (p.Y - p.X) * q.y_minus_x, b = (p.Y + p.X) * q.y_plus_x;
    const FieldElement c = p.T * q.xy_2d;
    const auto d = p.Z + p.Z;
    return Completed{b - a, b + a, d + c, d - c};
}

[[gnu::always_inline]] inline auto subtract(const Point& p, const AffineCached& q) noexcept {
    const FieldElement a = (p.Y - p.X) * q.y_plus_x, b = (p.Y + p.X) * q.y_minus_x;
    const FieldElement c = p.T * q.xy_2d;
    const auto d = p.Z + p.Z;
    return Completed{b - a, b + a, d - c, d + c};
}

}  // namespace serinus::crypto::edwards25519
