#include "base/assert.hpp"
#include "crypto/edwards25519/buckets.hpp"
#include "crypto/edwards25519/tables.hpp"

namespace serinus::crypto::edwards25519 {

Point table_sum(std::span<const Scalar> scalars, std::span<const Point> points, const Scalar& b) {
    std::vector<PointTerm> terms;
    terms.reserve(points.size());
    for (size_t i = 0; i < points.size(); ++i) terms.push_back(point_term(scalars[i], points[i]));
    return interleaved_sum(terms, std::array{base_term(b, base_tables().low)});
}

Point multi_scalar_mul_base(std::span<const Scalar> scalars, std::span<const Point> points, const Scalar& b) {
    SERINUS_ASSERT(scalars.size() == points.size());
    if (points.size() < kBucketsPayFrom) return table_sum(scalars, points, b);
    return bucket_sum(scalars, points) + scalar_mul_base(b);
}

Point multi_scalar_mul(std::span<const Scalar> scalars, std::span<const Point> points) {
    return multi_scalar_mul_base(scalars, points, Scalar());
}

}  // namespace serinus::crypto::edwards25519
