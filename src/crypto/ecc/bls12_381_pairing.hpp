/// The two halves of the pairing of BLS12-381.
///
/// The Miller loop's value depends on how its lines are scaled, so these are the formulas of Costello, Lange and
/// Naehrig in the homogeneous coordinates that arkworks has taken; they make sense of points of the curves alone, but
/// any may be given. Observed: ark-ec 0.6.0, `bls12`
#pragma once

#include <span>

#include "crypto/ecc/short_weierstrass.hpp"

namespace serinus::crypto::ecc {

using G1Affine = WeierstrassAffine<Fp>;
using G2Affine = WeierstrassAffine<Fp2>;

/// The product of the loops of all pairs; both lists have one length. Pairs with an identity count as one.
Fp12 multi_miller_loop(std::span<const G1Affine> g1, std::span<const G2Affine> g2);

/// f^(3 (p^12 - 1) / r); nullopt for 0.
/// Observed: ark-ec 0.6.0: the cube, which the addition chain of eprint 2020/875 gives
std::optional<Fp12> final_exponentiation(const Fp12& f) noexcept;

}  // namespace serinus::crypto::ecc
