/// Multiples of points and sums of them, in variable time: for public data only.
#pragma once

#include <span>

#include "crypto/edwards25519/point.hpp"
#include "crypto/edwards25519/scalar.hpp"

namespace serinus::crypto::edwards25519 {

/// b*B with B the base point.
Point scalar_mul_base(const Scalar& b) noexcept;

/// a*A.
Point scalar_mul(const Scalar& a, const Point& A) noexcept;

/// a*A + b*B with B the base point.
Point double_scalar_mul_base(const Scalar& a, const Point& A, const Scalar& b) noexcept;

/// a*A + c*C.
Point double_scalar_mul(const Scalar& a, const Point& A, const Scalar& c, const Point& C) noexcept;

/// Whether 8 * (s*B - k*A - R) is the identity: the cofactored equation of a Schnorr signature with commitment R,
/// challenge k, response s and public key A. Faster than computing s*B - k*A, and the sign of small-order parts never
/// matters. For points from ristretto_decode this is s*B - k*A = R in ristretto255.
[[nodiscard]] bool schnorr_equation_holds(const Scalar& s, const Scalar& k, const Point& A, const Point& R) noexcept;

/// The sum of scalars[i] * points[i]; the spans have one size. Scalars of 128 bits cost half. Allocates.
Point multi_scalar_mul(std::span<const Scalar> scalars, std::span<const Point> points);

/// The same plus b*B with B the base point: the sum that a batch verification compares with the identity, by
/// times_cofactor().is_identity() for Ed25519 and by ristretto_is_identity() for ristretto255.
Point multi_scalar_mul_base(std::span<const Scalar> scalars, std::span<const Point> points, const Scalar& b);

}  // namespace serinus::crypto::edwards25519
