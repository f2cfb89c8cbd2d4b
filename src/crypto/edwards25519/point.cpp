#include "crypto/edwards25519/group.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

constexpr FieldElement kD{{0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff}};

constexpr Point kIdentity{kFieldZero, kFieldOne, kFieldOne, kFieldZero};

/// y = 4/5, x even. Spec: RFC-8032
constexpr Point kBase{{{0x62d608f25d51a, 0x412a4b4f6592a, 0x75b7171a4b31d, 0x1ff60527118fe, 0x216936d3cd6e5}},
                      {{0x6666666666658, 0x4cccccccccccc, 0x1999999999999, 0x3333333333333, 0x6666666666666}},
                      kFieldOne,
                      {{0x68ab3a5b7dda3, 0xeea2a5eadbb, 0x2af8df483c27e, 0x332b375274732, 0x67875f0fd78b7}}};

Projective projective(const Point& p) noexcept { return {p.X, p.Y, p.Z}; }

}  // namespace

const Point& Point::identity() noexcept { return kIdentity; }
const Point& Point::base() noexcept { return kBase; }

Point Point::operator+(const Point& other) const noexcept { return add(*this, Cached(other)).extended(); }
Point Point::operator-(const Point& other) const noexcept { return subtract(*this, Cached(other)).extended(); }
Point Point::operator-() const noexcept { return {negate(X), Y, Z, negate(T)}; }

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

// Spec: ZIP-215. RFC 8032 also wants y < p, and no sign bit where x = 0.
std::optional<Point> decompress(const CompressedPoint& bytes) noexcept {
    const FieldElement y = field_from_bytes(bytes);
    const FieldElement yy = square(y);
    const auto [has_root, root] = square_root_ratio(carry(yy - kFieldOne), carry(yy * kD + kFieldOne));
    if (!has_root) return std::nullopt;
    const bool sign = (bytes[31] & 0x80) != 0;  // the root is even
    const FieldElement x = sign ? negate(root) : root;
    return Point{x, y, kFieldOne, x * y};
}

}  // namespace serinus::crypto::edwards25519
