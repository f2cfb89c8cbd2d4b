/// ristretto255: the group of prime order L made of curve points modulo small differences. Variable time.
///
/// An element is held as any curve point that stands for it; sums and multiples of such points stand for the sums and
/// multiples of the elements. Use ristretto_equal, not ==, which distinguishes the points that stand for one element.
/// Spec: RFC-9496
#pragma once

#include "crypto/edwards25519/point.hpp"

namespace serinus::crypto::edwards25519 {

/// nullopt unless `bytes` is the one encoding of an element.
std::optional<Point> ristretto_decode(const ByteArray<32>& bytes) noexcept;
ByteArray<32> ristretto_encode(const Point& point) noexcept;

/// An element whose logarithm nobody knows, from bytes that look uniformly random: a hash of something.
Point ristretto_from_uniform(const ByteArray<64>& bytes) noexcept;

bool ristretto_equal(const Point& a, const Point& b) noexcept;
bool ristretto_is_identity(const Point& point) noexcept;

}  // namespace serinus::crypto::edwards25519
