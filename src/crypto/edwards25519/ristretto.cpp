#include "crypto/edwards25519/ristretto.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

constexpr FieldElement kD{{0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff}};
/// RFC 9496: SQRT_M1 and INVSQRT_A_MINUS_D.
constexpr FieldElement kSquareRootOfMinusOne{
    {0x61b274a0ea0b0, 0xd5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d}};
constexpr FieldElement kInverseSquareRootOfAMinusD{
    {0xfdaa805d40ea, 0x2eb482e57d339, 0x7610274bc58, 0x6510b613dc8ff, 0x786c8905cfaff}};

}  // namespace

// Spec: RFC-9496 (4.3.1, decode). The names are those of the RFC.
std::optional<Point> ristretto_decode(const ByteArray<32>& bytes) noexcept {
    const FieldElement s = field_from_bytes(bytes);
    if (to_bytes(s) != bytes || (bytes[0] & 1) != 0) return std::nullopt;  // not canonical, or negative

    const FieldElement ss = square(s);
    const FieldElement u1 = carry(kFieldOne - ss);
    const FieldElement u2 = carry(kFieldOne + ss);
    const FieldElement u2_squared = square(u2);
    const FieldElement v = carry(negate(kD * square(u1)) - u2_squared);
    const auto [was_square, inverse_root] = square_root_ratio(kFieldOne, v * u2_squared);

    const FieldElement den_x = inverse_root * u2;
    const FieldElement den_y = inverse_root * den_x * v;
    const FieldElement x = absolute((s + s) * den_x);
    const FieldElement y = u1 * den_y;
    const FieldElement t = x * y;
    if (!was_square || is_negative(t) || is_zero(y)) return std::nullopt;
    return Point{x, y, kFieldOne, t};
}

// Spec: RFC-9496 (4.3.2, encode)
ByteArray<32> ristretto_encode(const Point& point) noexcept {
    const auto& [x0, y0, z0, t0] = point;
    const FieldElement u1 = (z0 + y0) * (z0 - y0);
    const FieldElement u2 = x0 * y0;
    const FieldElement inverse_root = square_root_ratio(kFieldOne, u1 * square(u2)).root;
    const FieldElement den1 = inverse_root * u1;
    const FieldElement den2 = inverse_root * u2;
    const FieldElement z_inv = den1 * den2 * t0;

    const bool rotate = is_negative(t0 * z_inv);
    const FieldElement x = rotate ? y0 * kSquareRootOfMinusOne : x0;
    const FieldElement y = rotate ? x0 * kSquareRootOfMinusOne : y0;
    const FieldElement den_inv = rotate ? den1 * kInverseSquareRootOfAMinusD : den2;
    const FieldElement s = den_inv * (is_negative(x * z_inv) ? carry(z0 + y) : carry(z0 - y));
    return to_bytes(absolute(s));
}

bool ristretto_equal(const Point& a, const Point& b) noexcept {
    return a.X * b.Y == a.Y * b.X || a.Y * b.Y == a.X * b.X;
}

bool ristretto_is_identity(const Point& point) noexcept { return is_zero(point.X) || is_zero(point.Y); }

}  // namespace serinus::crypto::edwards25519
