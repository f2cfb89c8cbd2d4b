#include "crypto/ecc/bls12_381_tower.hpp"

namespace serinus::crypto::ecc {
namespace {

/// The powers 0 to 5 of one element.
constexpr std::array<Fp2, 6> powers_of(const Fp2& base) {
    std::array<Fp2, 6> out{};
    out[0] = Fp2::one();
    for (size_t i = 1; i < out.size(); ++i) out[i] = out[i - 1] * base;
    return out;
}

/// (u + 1)^((p - 1) / 6): w^p is this times w.
constexpr auto kFrobenius = powers_of(
    {Fp::from_hex("1904d3bf02bb0667c231beb4202c0d1f0fd603fd3cbd5f4f7b2443d784bab9c4f67ea53d63e7813d8d0775ed92235fb8"),
     Fp::from_hex("0fc3e2b36c4e03288e9e902231f9fb854a14787b6c7b36fec0c8ec971f63c5f282d5ac14d6c7ec22cf78a126ddc4af3")});

/// (u + 1)^((p^2 - 1) / 6)
constexpr auto kFrobeniusSquared =
    powers_of({Fp::from_hex("5f19672fdf76ce51ba69c6076a0f77eaddb3a93be6f89688de17d813620a00022e01fffffffeffff"), {}});

/// Multiplies the coefficient of w^i by factors[i]; v is w^2.
Fp12 scaled(const Fp12& a, const std::array<Fp2, 6>& factors) {
    return {{a.c0.c0, a.c0.c1 * factors[2], a.c0.c2 * factors[4]},
            {a.c1.c0 * factors[1], a.c1.c1 * factors[3], a.c1.c2 * factors[5]}};
}

Fp6 conjugate_coefficients(const Fp6& a) { return {conjugate(a.c0), conjugate(a.c1), conjugate(a.c2)}; }

/// (a + b s)^2 with s^2 = u + 1, as its two coefficients.
std::array<Fp2, 2> square_pair(const Fp2& a, const Fp2& b) {
    const Fp2 product = a * b;
    return {(a + b) * (a + times_non_residue(b)) - product - times_non_residue(product), twice(product)};
}

/// 3 t - 2 a and 3 t + 2 a
Fp2 less(const Fp2& t, const Fp2& a) { return twice(t - a) + t; }
Fp2 more(const Fp2& t, const Fp2& a) { return twice(t + a) + t; }

}  // namespace

Fp12 frobenius(const Fp12& a) noexcept {
    return scaled({conjugate_coefficients(a.c0), conjugate_coefficients(a.c1)}, kFrobenius);
}

Fp12 frobenius_squared(const Fp12& a) noexcept { return scaled(a, kFrobeniusSquared); }

Fp12 cyclotomic_square(const Fp12& a) noexcept {
    const auto [t0, t1] = square_pair(a.c0.c0, a.c1.c1);
    const auto [t2, t3] = square_pair(a.c1.c0, a.c0.c2);
    const auto [t4, t5] = square_pair(a.c0.c1, a.c1.c2);
    return {{less(t0, a.c0.c0), less(t2, a.c0.c1), less(t4, a.c0.c2)},
            {more(times_non_residue(t5), a.c1.c0), more(t1, a.c1.c1), more(t3, a.c1.c2)}};
}

}  // namespace serinus::crypto::ecc
