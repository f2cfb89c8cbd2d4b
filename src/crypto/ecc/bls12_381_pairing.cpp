#include "crypto/ecc/bls12_381_pairing.hpp"

#include <vector>

namespace serinus::crypto::ecc {
namespace {

/// The x of the curve, negated.
constexpr uint64_t kMinusX = 0xd201000000010000;

constexpr Fp kHalf =
    Fp::from_hex("d0088f51cbff34d258dd3db21a5d66bb23ba5c279c2895fb39869507b587b120f55ffff58a9ffffdcff7fffffffd556");
static_assert(kHalf + kHalf == Fp::one());
constexpr Fp2 kTwistB = {Fp::from_small(4), Fp::from_small(4)};

/// b0 + b1 v + b4 v w at a point of G1, but for the factors of the point: x of b1, y of b4.
struct Line {
    Fp2 b0, b1, b4;
};

/// (x / z, y / z)
struct HomogeneousPoint {
    Fp2 x, y, z;
};

template <class Field>
Field thrice(const Field& a) {
    return twice(a) + a;
}

/// The tangent.
Line double_with_line(HomogeneousPoint& r) {
    const Fp2 a = (r.x * r.y) * kHalf;
    const Fp2 yy = square(r.y), zz = square(r.z), xx = square(r.x);
    const Fp2 e = kTwistB * thrice(zz);
    const Fp2 f = thrice(e);
    const Fp2 g = (yy + f) * kHalf;
    const Fp2 h = square(r.y + r.z) - (yy + zz);
    r = {a * (yy - f), square(g) - thrice(square(e)), yy * h};
    return {e - yy, thrice(xx), -h};
}

/// The line through both points.
Line add_with_line(HomogeneousPoint& r, const G2Affine& q) {
    const Fp2 theta = r.y - q.y * r.z, lambda = r.x - q.x * r.z;
    const Fp2 dd = square(lambda);
    const Fp2 e = lambda * dd, g = r.x * dd;
    const Fp2 h = e + r.z * square(theta) - twice(g);
    r = {lambda * h, theta * (g - h) - e * r.y, r.z * e};
    return {theta * q.x - lambda * q.y, -theta, lambda};
}

struct Pair {
    G1Affine p;
    G2Affine q;
    HomogeneousPoint r;
};

Fp12 times_line_at(const Fp12& f, const Line& line, const G1Affine& p) {
    return times_line(f, line.b0, line.b1 * p.x, line.b4 * p.y);
}

/// a^x in the cyclotomic subgroup.
Fp12 power_x(const Fp12& a) {
    Fp12 out = a;
    for (int bit = 62; bit >= 0; --bit) {
        out = cyclotomic_square(out);
        if ((kMinusX >> bit & 1) != 0) out *= a;
    }
    return conjugate(out);
}

}  // namespace

Fp12 multi_miller_loop(std::span<const G1Affine> g1, std::span<const G2Affine> g2) {
    std::vector<Pair> pairs;
    for (size_t i = 0; i < g1.size(); ++i) {
        if (!g1[i].is_identity() && !g2[i].is_identity())
            pairs.push_back({.p = g1[i], .q = g2[i], .r = {g2[i].x, g2[i].y, Fp2::one()}});
    }
    Fp12 f = Fp12::one();
    if (pairs.empty()) return f;
    for (int bit = 62; bit >= 0; --bit) {
        f = square(f);
        for (Pair& pair : pairs) f = times_line_at(f, double_with_line(pair.r), pair.p);
        if ((kMinusX >> bit & 1) == 0) continue;
        for (Pair& pair : pairs) f = times_line_at(f, add_with_line(pair.r, pair.q), pair.p);
    }
    return conjugate(f);
}

std::optional<Fp12> final_exponentiation(const Fp12& f) noexcept {
    if (f.is_zero()) return std::nullopt;
    // To the power of (p^6 - 1) (p^2 + 1): from here on in the cyclotomic subgroup.
    const Fp12 unitary = conjugate(f) * inverse(f);
    const Fp12 m = frobenius_squared(unitary) * unitary;
    // 3 (p^4 - p^2 + 1) / r = (x - 1)^2 (x + p) (x^2 + p^2 - 1) + 3
    Fp12 a = power_x(m) * conjugate(m);
    a = power_x(a) * conjugate(a);
    a = power_x(a) * frobenius(a);
    a = power_x(power_x(a)) * frobenius_squared(a) * conjugate(a);
    return a * cyclotomic_square(m) * m;
}

}  // namespace serinus::crypto::ecc
