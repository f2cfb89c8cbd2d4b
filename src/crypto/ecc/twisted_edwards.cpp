#include "crypto/ecc/twisted_edwards.hpp"

namespace serinus::crypto::ecc {
namespace {

using Field = BandersnatchBase;

constexpr Field kEdwardsD =
    BandersnatchBase::from_hex("6389c12633c267cbc66e3bf86be3b6d8cb66677177e54f92b369f2f5188d58e7");

/// The a of the curve is -5.
Field times_a(const Field& value) { return -(twice(twice(value)) + value); }

/// What both additions end with; `c` is d t1 t2, `d` is z1 z2.
EdwardsPoint sum_of(const EdwardsPoint& p, const Field& x2, const Field& y2, const Field& c, const Field& d) {
    const Field a = p.x * x2, b = p.y * y2;
    const Field e = (p.x + p.y) * (x2 + y2) - a - b;
    const Field f = d - c, g = d + c, h = b - times_a(a);
    return {e * f, g * h, e * h, f * g};
}

}  // namespace

std::optional<EdwardsAffine> to_affine(const EdwardsPoint& a) noexcept {
    if (a.z.is_zero()) return std::nullopt;
    const Field z_inverse = inverse(a.z);
    return EdwardsAffine{a.x * z_inverse, a.y * z_inverse};
}

void double_in_place(EdwardsPoint& p) noexcept {
    const Field a = square(p.x), b = square(p.y);
    const Field d = times_a(a);
    const Field e = square(p.x + p.y) - a - b;
    const Field g = d + b, f = g - twice(square(p.z)), h = d - b;
    p = {e * f, g * h, e * h, f * g};
}

void add(EdwardsPoint& a, const EdwardsAffine& b) noexcept {
    a = sum_of(a, b.x, b.y, kEdwardsD * a.t * b.x * b.y, a.z);
}

void add(EdwardsPoint& a, const EdwardsPoint& b) noexcept { a = sum_of(a, b.x, b.y, kEdwardsD * a.t * b.t, a.z * b.z); }

}  // namespace serinus::crypto::ecc
