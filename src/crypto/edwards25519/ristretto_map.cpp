#include "crypto/edwards25519/ristretto.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

/// RFC 9496: ONE_MINUS_D_SQ, D_MINUS_ONE_SQ, SQRT_AD_MINUS_ONE.
constexpr FieldElement kOneMinusDSquared{
    {0xe27c09c1945fc176, 0x2c81a138cd5e350f, 0x9994abddbe70dfe4, 0x029072a8b2b3e0d7}};
constexpr FieldElement kSquareOfDMinusOne{
    {0x31ad5aaa44ed4d20, 0xd29e4a2cb01e1999, 0x4cdcd32f529b4eeb, 0x5968b37af66c2241}};
constexpr FieldElement kSquareRootOfADMinusOne{
    {0x7e97f6a0497b2e1b, 0xaf9d8e0c1b7854bd, 0x0f3cfcc931f5d1fd, 0x376931bf2b8348ac}};

/// MAP: half of the 255 bits that go in come out again as a point.
Point map(const FieldElement& t) noexcept {
    const FieldElement r = kSquareRootOfMinusOne * square(t);
    const FieldElement u = (r + kFieldOne) * kOneMinusDSquared;
    const FieldElement v = (-kFieldOne - r * kCurveD) * (r + kCurveD);
    const auto [was_square, root] = square_root_ratio(u, v);
    const FieldElement s = was_square ? root : -absolute(root * t);
    const FieldElement c = was_square ? -kFieldOne : r;
    const FieldElement n = c * (r - kFieldOne) * kSquareOfDMinusOne - v;

    const FieldElement ss = square(s);
    const FieldElement w0 = (s + s) * v;
    const FieldElement w1 = n * kSquareRootOfADMinusOne;
    const FieldElement w2 = kFieldOne - ss;
    const FieldElement w3 = kFieldOne + ss;
    return {w0 * w3, w2 * w1, w1 * w3, w0 * w2};
}

}  // namespace

// Spec: RFC-9496 (4.3.4, element derivation). The names are those of the RFC.
Point ristretto_from_uniform(const ByteArray<64>& bytes) noexcept {
    ByteArray<32> low, high;
    std::copy_n(bytes.begin(), 32, low.begin());
    std::copy_n(bytes.begin() + 32, 32, high.begin());
    return map(field_from_bytes(low)) + map(field_from_bytes(high));
}

}  // namespace serinus::crypto::edwards25519
