/// Points of curves y^2 = x^3 + b. The constant b occurs in no formula, so points of any such curve can be added; the
/// sum of points of different curves has no meaning, but is the reference's (`multi_scalar.hpp`).
#pragma once

#include "crypto/ecc/bls12_381_tower.hpp"

namespace serinus::crypto::ecc {

/// (0, 0), which is on no curve with b != 0, is the identity. Observed: ark-ec 0.6.0, `ZeroFlag` of these curves
template <class Field>
struct WeierstrassAffine {
    Field x, y;

    constexpr bool is_identity() const noexcept { return x.is_zero() && y.is_zero(); }
    friend constexpr WeierstrassAffine operator-(const WeierstrassAffine& a) noexcept { return {a.x, -a.y}; }
    friend constexpr bool operator==(const WeierstrassAffine&, const WeierstrassAffine&) = default;
};

/// Jacobian coordinates: (x / z^2, y / z^3); the identity has z = 0.
template <class Field>
struct WeierstrassPoint {
    Field x, y, z;

    static constexpr WeierstrassPoint identity() noexcept { return {Field::one(), Field::one(), Field::zero()}; }
    constexpr bool is_identity() const noexcept { return z.is_zero(); }
    friend constexpr WeierstrassPoint operator-(const WeierstrassPoint& a) noexcept { return {a.x, -a.y, a.z}; }
};

/// (x / zz, y / zzz) with zz^3 = zzz^2: cheaper to add to. The identity has zz = zzz = 0.
template <class Field>
struct WeierstrassBucket {
    Field x, y, zz, zzz;

    static constexpr WeierstrassBucket identity() noexcept {
        return {Field::one(), Field::one(), Field::zero(), Field::zero()};
    }
    constexpr bool is_identity() const noexcept { return zz.is_zero() && zzz.is_zero(); }
};

template <class Field>
WeierstrassAffine<Field> to_affine(const WeierstrassPoint<Field>& a) noexcept {
    if (a.is_identity()) return {};
    const Field z_inverse = inverse(a.z), squared = square(z_inverse);
    return {a.x * squared, a.y * squared * z_inverse};
}

template <class Field>
WeierstrassPoint<Field> to_point(const WeierstrassBucket<Field>& a) noexcept {
    if (a.is_identity()) return WeierstrassPoint<Field>::identity();
    return {a.x * a.zz, a.y * a.zzz, a.zz};
}

template <class Field>
void double_in_place(WeierstrassPoint<Field>& a) noexcept {
    if (a.is_identity()) return;
    const Field yy = square(a.y);
    const Field s = twice(twice(a.x * yy));
    const Field xx = square(a.x);
    const Field slope = twice(xx) + xx;
    a.z = twice(a.z * a.y);
    a.x = square(slope) - twice(s);
    a.y = slope * (s - a.x) - twice(twice(twice(square(yy))));
}

template <class Field>
void double_in_place(WeierstrassBucket<Field>& a) noexcept {
    const Field u = twice(a.y), uu = square(u), uuu = u * uu;
    const Field s = a.x * uu;
    const Field xx = square(a.x);
    const Field slope = twice(xx) + xx;
    a.x = square(slope) - twice(s);
    a.y = slope * (s - a.x) - uuu * a.y;
    a.zz *= uu;
    a.zzz *= uuu;
}

/// Points with equal x are equal or opposite, and off the curve too they are treated so. False: their x differ.
template <class Point, class Field>
bool add_of_equal_x(Point& a, const Field& x_step, const Field& y_step) noexcept {
    if (!x_step.is_zero()) return false;
    if (y_step.is_zero()) {
        double_in_place(a);
    } else {
        a = Point::identity();
    }
    return true;
}

/// Sets x and y of a sum: the third point of the line through both. `x`, `y`: of the first, in the common scale.
template <class Point, class Field>
void set_by_chord(Point& a, Field x, Field y, const Field& y_step, const Field& square_step,
                  const Field& cube_step) noexcept {
    const Field q = x * square_step;
    a.x = square(y_step) - cube_step - twice(q);
    a.y = y_step * (q - a.x) - y * cube_step;
}

template <class Field>
void add(WeierstrassPoint<Field>& a, const WeierstrassAffine<Field>& b) noexcept {
    if (b.is_identity()) return;
    if (a.is_identity()) {
        a = {b.x, b.y, Field::one()};
        return;
    }
    const Field zz = square(a.z);
    const Field x_step = b.x * zz - a.x, y_step = b.y * a.z * zz - a.y;
    if (add_of_equal_x(a, x_step, y_step)) return;
    const Field square_step = square(x_step), cube_step = square_step * x_step;
    set_by_chord(a, a.x, a.y, y_step, square_step, cube_step);
    a.z *= x_step;
}

template <class Field>
void add(WeierstrassPoint<Field>& a, const WeierstrassPoint<Field>& b) noexcept {
    if (b.is_identity()) return;
    if (a.is_identity()) {
        a = b;
        return;
    }
    const Field a_zz = square(a.z), b_zz = square(b.z);
    const Field a_x = a.x * b_zz, a_y = a.y * b.z * b_zz;
    const Field x_step = b.x * a_zz - a_x, y_step = b.y * a.z * a_zz - a_y;
    if (add_of_equal_x(a, x_step, y_step)) return;
    const Field square_step = square(x_step), cube_step = square_step * x_step;
    set_by_chord(a, a_x, a_y, y_step, square_step, cube_step);
    a.z = a.z * b.z * x_step;
}

template <class Field>
void add(WeierstrassBucket<Field>& a, const WeierstrassAffine<Field>& b) noexcept {
    if (b.is_identity()) return;
    if (a.is_identity()) {
        a = {b.x, b.y, Field::one(), Field::one()};
        return;
    }
    const Field x_step = b.x * a.zz - a.x, y_step = b.y * a.zzz - a.y;
    if (add_of_equal_x(a, x_step, y_step)) return;
    const Field square_step = square(x_step), cube_step = square_step * x_step;
    set_by_chord(a, a.x, a.y, y_step, square_step, cube_step);
    a.zz *= square_step;
    a.zzz *= cube_step;
}

template <class Field>
void add(WeierstrassBucket<Field>& a, const WeierstrassBucket<Field>& b) noexcept {
    if (b.is_identity()) return;
    if (a.is_identity()) {
        a = b;
        return;
    }
    const Field a_x = a.x * b.zz, a_y = a.y * b.zzz;
    const Field x_step = b.x * a.zz - a_x, y_step = b.y * a.zzz - a_y;
    if (add_of_equal_x(a, x_step, y_step)) return;
    const Field square_step = square(x_step), cube_step = square_step * x_step;
    set_by_chord(a, a_x, a_y, y_step, square_step, cube_step);
    a.zz = a.zz * b.zz * square_step;
    a.zzz = a.zzz * b.zzz * cube_step;
}

}  // namespace serinus::crypto::ecc
