#include "crypto/edwards25519/multiply.hpp"

#include "crypto/edwards25519/short_ratio.hpp"
#include "crypto/edwards25519/tables.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

const std::array<PointTerm, 0> kNoPoints{};
const std::array<BaseTerm, 0> kNoBases{};

BaseMultiples base_multiples(const Point& point) noexcept {
    BaseMultiples out;
    const Cached twice(point.doubled());
    Point odd = point;
    for (auto& entry : out) {
        const FieldElement inverse = invert(odd.Z);
        entry = AffineCached(odd.X * inverse, odd.Y * inverse);
        odd = add(odd, twice).extended();
    }
    return out;
}

Point times_two_to_the_128(Point point) noexcept {
    for (int i = 0; i < 128; ++i) point = point.doubled();
    return point;
}

}  // namespace

const BaseTables& base_tables() noexcept {
    static const BaseTables tables{base_multiples(Point::base()), base_multiples(times_two_to_the_128(Point::base()))};
    return tables;
}

Point scalar_mul_base(const Scalar& b) noexcept {
    return interleaved_sum(kNoPoints, std::array{base_term(b, base_tables().low)});
}

Point scalar_mul(const Scalar& a, const Point& A) noexcept {
    return interleaved_sum(std::array{point_term(a, A)}, kNoBases);
}

Point double_scalar_mul_base(const Scalar& a, const Point& A, const Scalar& b) noexcept {
    return interleaved_sum(std::array{point_term(a, A)}, std::array{base_term(b, base_tables().low)});
}

Point double_scalar_mul(const Scalar& a, const Point& A, const Scalar& c, const Point& C) noexcept {
    return interleaved_sum(std::array{point_term(a, A), point_term(c, C)}, kNoBases);
}

bool schnorr_equation_holds(const Scalar& s, const Scalar& k, const Point& A, const Point& R) noexcept {
    // v k = u with u and v of 127 bits: (v s)*B - u*A - v*R is v times the sum in question, and v is invertible.
    const auto [u, v, u_is_negative] = short_ratio(k);
    const Scalar vs = Scalar::from_uint128(v) * s;
    const auto& limbs = vs.limbs();
    const auto low = Scalar::from_uint128(static_cast<unsigned __int128>(limbs[1]) << 64 | limbs[0]);
    const auto high = Scalar::from_uint128(static_cast<unsigned __int128>(limbs[3]) << 64 | limbs[2]);

    const auto& tables = base_tables();
    const Point sum = interleaved_sum(
        std::array{point_term(Scalar::from_uint128(u), u_is_negative ? A : -A), point_term(Scalar::from_uint128(v), -R)},
        std::array{base_term(low, tables.low), base_term(high, tables.high)});
    return sum.is_small_order();
}

}  // namespace serinus::crypto::edwards25519
