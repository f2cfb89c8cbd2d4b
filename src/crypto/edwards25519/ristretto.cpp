#include "crypto/edwards25519/ristretto.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

/// RFC 9496: INVSQRT_A_MINUS_D.
constexpr FieldElement kInverseSquareRootOfAMinusD{
    {0x99c8fdaa805d40ea, 0x9d2f16175a4172be, 0x16c27b91fe01d840, 0x786c8905cfaffca2}};

/// The names are those of the RFC.
template <size_t N>
std::array<std::optional<Point>, N> decode_all(const std::array<const ByteArray<32>*, N>& encodings) noexcept {
    struct Half {
        FieldElement s, u1, u2, v;
        bool canonical;
    };
    std::array<Half, N> half;
    std::array<FieldRatio, N> ratios;
    for (size_t i = 0; i < N; ++i) {
        const ByteArray<32>& bytes = *encodings[i];
        auto& [s, u1, u2, v, canonical] = half[i];
        s = field_from_bytes(bytes);
        canonical = to_bytes(s) == bytes && (bytes[0] & 1) == 0;  // below p, and not negative
        const FieldElement ss = square(s);
        u1 = kFieldOne - ss;
        u2 = kFieldOne + ss;
        const FieldElement u2_squared = square(u2);
        v = -(kCurveD * square(u1)) - u2_squared;
        ratios[i] = {kFieldOne, v * u2_squared};
    }
    const auto inverse_roots = square_root_ratios(ratios);
    std::array<std::optional<Point>, N> out;
    for (size_t i = 0; i < N; ++i) {
        const auto& [s, u1, u2, v, canonical] = half[i];
        const auto& [was_square, inverse_root] = inverse_roots[i];
        const FieldElement den_x = inverse_root * u2;
        const FieldElement den_y = inverse_root * den_x * v;
        const FieldElement x = absolute((s + s) * den_x);
        const FieldElement y = u1 * den_y;
        const FieldElement t = x * y;
        if (canonical && was_square && !is_negative(t) && !is_zero(y)) out[i] = Point{x, y, kFieldOne, t};
    }
    return out;
}

}  // namespace

// Spec: RFC-9496 (4.3.1, decode)
std::optional<Point> ristretto_decode(const ByteArray<32>& bytes) noexcept { return decode_all(std::array{&bytes})[0]; }

std::optional<std::array<Point, 2>> ristretto_decode_pair(const ByteArray<32>& a, const ByteArray<32>& b) noexcept {
    const auto points = decode_all(std::array{&a, &b});
    if (!points[0] || !points[1]) return std::nullopt;
    return std::array{*points[0], *points[1]};
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
    const FieldElement s = den_inv * (is_negative(x * z_inv) ? z0 + y : z0 - y);
    return to_bytes(absolute(s));
}

bool ristretto_equal(const Point& a, const Point& b) noexcept {
    return a.X * b.Y == a.Y * b.X || a.Y * b.Y == a.X * b.X;
}

bool ristretto_is_identity(const Point& point) noexcept { return is_zero(point.X) || is_zero(point.Y); }

}  // namespace serinus::crypto::edwards25519
