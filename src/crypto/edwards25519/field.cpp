#include "crypto/edwards25519/field.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

/// A square root of -1: the one RFC 9496 names SQRT_M1.
constexpr FieldElement kSquareRootOfMinusOne{
    {0x61b274a0ea0b0, 0xd5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d}};

/// The limbs of the value below p.
FieldElement canonical(const FieldElement& a) noexcept {
    FieldElement r = a;
    // Limbs up to 2^51 + 2^15 make r < 2p, and r >= p exactly if r + 19 >= 2^255.
    uint64_t quotient = (r.limb[0] + 19) >> 51;
    for (int i = 1; i < 5; ++i) quotient = (r.limb[i] + quotient) >> 51;
    r.limb[0] += 19 * quotient;
    for (int i = 0; i < 4; ++i) {
        r.limb[i + 1] += r.limb[i] >> 51;
        r.limb[i] &= kLimbMask;
    }
    r.limb[4] &= kLimbMask;
    return r;
}

/// a^(2^250 - 1), and a^11 on the way. 2^255 - 21 (inversion) and 2^252 - 3 (square roots) both begin with these bits.
struct CommonPower {
    FieldElement ones_250;
    FieldElement eleven;
};

CommonPower common_power(const FieldElement& a) noexcept {
    const FieldElement a2 = square(a);
    const FieldElement a9 = square_times(a2, 2) * a;
    const FieldElement a11 = a9 * a2;
    const FieldElement ones_5 = square(a11) * a9;
    const FieldElement ones_10 = square_times(ones_5, 5) * ones_5;
    const FieldElement ones_20 = square_times(ones_10, 10) * ones_10;
    const FieldElement ones_40 = square_times(ones_20, 20) * ones_20;
    const FieldElement ones_50 = square_times(ones_40, 10) * ones_10;
    const FieldElement ones_100 = square_times(ones_50, 50) * ones_50;
    const FieldElement ones_200 = square_times(ones_100, 100) * ones_100;
    return {square_times(ones_200, 50) * ones_50, a11};
}

}  // namespace

FieldElement square_times(const FieldElement& a, unsigned count) noexcept {
    FieldElement r = square(a);
    while (--count > 0) r = square(r);
    return r;
}

FieldElement invert(const FieldElement& a) noexcept {
    const CommonPower power = common_power(a);
    return square_times(power.ones_250, 5) * power.eleven;  // p - 2 = 2^255 - 21 = (2^250 - 1) * 2^5 + 11
}

ByteArray<32> to_bytes(const FieldElement& a) noexcept {
    const auto [l0, l1, l2, l3, l4] = canonical(a).limb;
    ByteArray<32> out;
    store_le<uint64_t>(&out[0], l0 | l1 << 51);
    store_le<uint64_t>(&out[8], l1 >> 13 | l2 << 38);
    store_le<uint64_t>(&out[16], l2 >> 26 | l3 << 25);
    store_le<uint64_t>(&out[24], l3 >> 39 | l4 << 12);
    return out;
}

FieldElement field_from_bytes(const ByteArray<32>& bytes) noexcept {
    const auto w0 = load_le<uint64_t>(&bytes[0]), w1 = load_le<uint64_t>(&bytes[8]);
    const auto w2 = load_le<uint64_t>(&bytes[16]), w3 = load_le<uint64_t>(&bytes[24]);
    return {{w0 & kLimbMask, (w0 >> 51 | w1 << 13) & kLimbMask, (w1 >> 38 | w2 << 26) & kLimbMask,
             (w2 >> 25 | w3 << 39) & kLimbMask, w3 >> 12 & kLimbMask}};
}

bool is_zero(const FieldElement& a) noexcept {
    const auto [l0, l1, l2, l3, l4] = canonical(a).limb;
    return (l0 | l1 | l2 | l3 | l4) == 0;
}

bool operator==(const FieldElement& a, const FieldElement& b) noexcept { return is_zero(carry(a - b)); }

bool is_negative(const FieldElement& a) noexcept { return (canonical(a).limb[0] & 1) != 0; }

FieldElement absolute(const FieldElement& a) noexcept { return is_negative(a) ? negate(a) : a; }

SquareRootRatio square_root_ratio(const FieldElement& u, const FieldElement& v) noexcept {
    // With r = u v^3 (u v^7)^((p - 5)/8), v r^2 is u times a fourth root of one; the four cases differ by i.
    const FieldElement v3 = square(v) * v;
    const FieldElement uv7 = u * square(v3) * v;
    const FieldElement power = square_times(common_power(uv7).ones_250, 2) * uv7;  // (p - 5)/8 = (2^250 - 1) * 4 + 1
    const FieldElement r = u * v3 * power;
    const FieldElement check = v * square(r);

    if (check == u) return {true, absolute(r)};
    const bool is_minus_u = is_zero(carry(check + u));
    if (is_minus_u) return {true, absolute(r * kSquareRootOfMinusOne)};
    const bool is_minus_iu = is_zero(carry(check + u * kSquareRootOfMinusOne));
    return {false, absolute(is_minus_iu ? r * kSquareRootOfMinusOne : r)};
}

}  // namespace serinus::crypto::edwards25519
