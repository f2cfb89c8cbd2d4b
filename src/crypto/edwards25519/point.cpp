#include "crypto/edwards25519/group.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

constexpr Point kIdentity{kFieldZero, kFieldOne, kFieldOne, kFieldZero};

/// y = 4/5, x even. Spec: RFC-8032
constexpr Point kBase{{{0xc9562d608f25d51a, 0x692cc7609525a7b2, 0xc0a4e231fdd6dc5c, 0x216936d3cd6e53fe}},
                      {{0x6666666666666658, 0x6666666666666666, 0x6666666666666666, 0x6666666666666666}},
                      kFieldOne,
                      {{0x6dde8ab3a5b7dda3, 0x20f09f80775152f5, 0x66ea4e8e64abe37d, 0x67875f0fd78b7665}}};

Projective projective(const Point& p) noexcept { return {p.X, p.Y, p.Z}; }

}  // namespace

const Point& Point::identity() noexcept { return kIdentity; }
const Point& Point::base() noexcept { return kBase; }

Point Point::operator+(const Point& other) const noexcept { return add(*this, Cached(other)).extended(); }
Point Point::operator-(const Point& other) const noexcept { return add(*this, Cached(other), true).extended(); }
Point Point::operator-() const noexcept { return {-X, Y, Z, -T}; }

Point Point::doubled() const noexcept { return edwards25519::doubled(projective(*this)).extended(); }

Point Point::times_cofactor() const noexcept {
    Projective p = projective(*this);
    p = edwards25519::doubled(p).projective();
    p = edwards25519::doubled(p).projective();
    return edwards25519::doubled(p).extended();
}

bool Point::operator==(const Point& other) const noexcept {
    return X * other.Z == other.X * Z && Y * other.Z == other.Y * Z;
}

bool Point::is_identity() const noexcept { return is_zero(X) && Y == Z; }

bool Point::is_small_order() const noexcept { return times_cofactor().is_identity(); }

CompressedPoint Point::compress() const noexcept {
    const FieldElement inverse = invert(Z);
    CompressedPoint out = to_bytes(Y * inverse);
    if (is_negative(X * inverse)) out[31] |= 0x80;
    return out;
}

namespace {

template <size_t N>
std::array<std::optional<Point>, N> decompress_all(const std::array<const CompressedPoint*, N>& encodings) noexcept {
    std::array<FieldElement, N> y;
    std::array<FieldRatio, N> xx;
    for (size_t i = 0; i < N; ++i) {
        y[i] = field_from_bytes(*encodings[i]);
        const FieldElement yy = square(y[i]);
        xx[i] = {yy - kFieldOne, yy * kCurveD + kFieldOne};
    }
    const auto roots = square_root_ratios(xx);
    std::array<std::optional<Point>, N> out;
    for (size_t i = 0; i < N; ++i) {
        if (!roots[i].was_square) continue;
        const bool sign = ((*encodings[i])[31] & 0x80) != 0;  // the root is even
        const FieldElement x = sign ? -roots[i].root : roots[i].root;
        out[i] = Point{x, y[i], kFieldOne, x * y[i]};
    }
    return out;
}

}  // namespace

// Spec: ZIP-215. RFC 8032 also wants y < p, and no sign bit where x = 0.
std::optional<Point> decompress(const CompressedPoint& bytes) noexcept { return decompress_all(std::array{&bytes})[0]; }

std::optional<std::array<Point, 2>> decompress_pair(const CompressedPoint& a, const CompressedPoint& b) noexcept {
    const auto points = decompress_all(std::array{&a, &b});
    if (!points[0] || !points[1]) return std::nullopt;
    return std::array{*points[0], *points[1]};
}

}  // namespace serinus::crypto::edwards25519
