/// Sums of many terms by sorting points into buckets (Pippenger). Internal to this folder.
#pragma once

#include <span>

#include "crypto/edwards25519/multiply.hpp"

namespace serinus::crypto::edwards25519 {

/// From this many terms on, buckets beat one table per point. Measured on Zen 3 (bench/curve.cpp, sum_of_terms).
inline constexpr size_t kBucketsPayFrom = 150;

/// The sum of scalars[i] * points[i]. Allocates.
Point bucket_sum(std::span<const Scalar> scalars, std::span<const Point> points);

/// The same with one table of odd multiples per point (Straus), plus b*B.
Point table_sum(std::span<const Scalar> scalars, std::span<const Point> points, const Scalar& b);

}  // namespace serinus::crypto::edwards25519
