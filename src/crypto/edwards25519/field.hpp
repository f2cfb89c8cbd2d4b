/// GF(p), p = 2^255 - 19, in five limbs of 51 bits. Internal to this folder.
///
/// Sums and differences are not carried. Their type counts how large the limbs may have become: a limb of Field<K> is
/// at most K * (2^51 + 2^15). Multiplication takes K <= 7, as 7 * (2^51 + 2^15) < 2^54, and gives K = 1 again. So a
/// formula that could overflow does not compile.
#pragma once

#include "base/bytes.hpp"

namespace serinus::crypto::edwards25519 {

inline constexpr uint64_t kLimbMask = (uint64_t{1} << 51) - 1;

template <unsigned K>
struct Field {
    static_assert(K >= 1 && K <= 7);
    uint64_t limb[5];
};

/// A result of a multiplication, or anything carried.
using FieldElement = Field<1>;

inline constexpr FieldElement kFieldZero{{0, 0, 0, 0, 0}};
inline constexpr FieldElement kFieldOne{{1, 0, 0, 0, 0}};

template <unsigned A, unsigned B>
[[gnu::always_inline]] constexpr Field<A + B> operator+(const Field<A>& a, const Field<B>& b) noexcept {
    return {{a.limb[0] + b.limb[0], a.limb[1] + b.limb[1], a.limb[2] + b.limb[2], a.limb[3] + b.limb[3],
             a.limb[4] + b.limb[4]}};
}

/// a - b + (B + 1) * p, whose limbs (B + 1) * (2^51 - 19) are not below those of b.
template <unsigned A, unsigned B>
[[gnu::always_inline]] constexpr Field<A + B + 1> operator-(const Field<A>& a, const Field<B>& b) noexcept {
    constexpr uint64_t kLow = (B + 1) * (kLimbMask - 18);
    constexpr uint64_t kHigh = (B + 1) * kLimbMask;
    static_assert(kLow >= B * ((uint64_t{1} << 51) + (1 << 15)));
    return {{a.limb[0] + kLow - b.limb[0], a.limb[1] + kHigh - b.limb[1], a.limb[2] + kHigh - b.limb[2],
             a.limb[3] + kHigh - b.limb[3], a.limb[4] + kHigh - b.limb[4]}};
}

/// Brings the limbs back to K = 1.
template <unsigned K>
[[gnu::always_inline]] constexpr FieldElement carry(const Field<K>& a) noexcept {
    // Each limb passes on at most 3 bits, and 19 * 7 < 2^15.
    return {{(a.limb[0] & kLimbMask) + 19 * (a.limb[4] >> 51), (a.limb[1] & kLimbMask) + (a.limb[0] >> 51),
             (a.limb[2] & kLimbMask) + (a.limb[1] >> 51), (a.limb[3] & kLimbMask) + (a.limb[2] >> 51),
             (a.limb[4] & kLimbMask) + (a.limb[3] >> 51)}};
}

namespace detail {

using Wide = unsigned __int128;

[[gnu::always_inline]] constexpr FieldElement reduce_product(Wide c0, Wide c1, Wide c2, Wide c3, Wide c4) noexcept {
    // With limbs below 2^54, c4 < 5 * 2^108 + its carry, so 19 * (c4 >> 51) < 2^64.
    c1 += static_cast<uint64_t>(c0 >> 51);
    c2 += static_cast<uint64_t>(c1 >> 51);
    c3 += static_cast<uint64_t>(c2 >> 51);
    c4 += static_cast<uint64_t>(c3 >> 51);
    const uint64_t r0 = (static_cast<uint64_t>(c0) & kLimbMask) + 19 * static_cast<uint64_t>(c4 >> 51);
    return {{r0 & kLimbMask, (static_cast<uint64_t>(c1) & kLimbMask) + (r0 >> 51),
             static_cast<uint64_t>(c2) & kLimbMask, static_cast<uint64_t>(c3) & kLimbMask,
             static_cast<uint64_t>(c4) & kLimbMask}};
}

}  // namespace detail

template <unsigned A, unsigned B>
[[gnu::always_inline]] constexpr FieldElement operator*(const Field<A>& a, const Field<B>& b) noexcept {
    using detail::Wide;
    const auto [a0, a1, a2, a3, a4] = a.limb;
    const auto [b0, b1, b2, b3, b4] = b.limb;
    const uint64_t b1_19 = 19 * b1, b2_19 = 19 * b2, b3_19 = 19 * b3, b4_19 = 19 * b4;
    return detail::reduce_product(
        Wide{a0} * b0 + Wide{a1} * b4_19 + Wide{a2} * b3_19 + Wide{a3} * b2_19 + Wide{a4} * b1_19,
        Wide{a0} * b1 + Wide{a1} * b0 + Wide{a2} * b4_19 + Wide{a3} * b3_19 + Wide{a4} * b2_19,
        Wide{a0} * b2 + Wide{a1} * b1 + Wide{a2} * b0 + Wide{a3} * b4_19 + Wide{a4} * b3_19,
        Wide{a0} * b3 + Wide{a1} * b2 + Wide{a2} * b1 + Wide{a3} * b0 + Wide{a4} * b4_19,
        Wide{a0} * b4 + Wide{a1} * b3 + Wide{a2} * b2 + Wide{a3} * b1 + Wide{a4} * b0);
}

template <unsigned K>
[[gnu::always_inline]] constexpr FieldElement square(const Field<K>& a) noexcept {
    using detail::Wide;
    const auto [a0, a1, a2, a3, a4] = a.limb;
    const uint64_t a0_2 = 2 * a0, a1_2 = 2 * a1, a3_19 = 19 * a3, a4_19 = 19 * a4;
    return detail::reduce_product(Wide{a0} * a0 + Wide{a1_2} * a4_19 + Wide{2 * a2} * a3_19,
                                  Wide{a0_2} * a1 + Wide{2 * a2} * a4_19 + Wide{a3} * a3_19,
                                  Wide{a0_2} * a2 + Wide{a1} * a1 + Wide{2 * a3} * a4_19,
                                  Wide{a0_2} * a3 + Wide{a1_2} * a2 + Wide{a4} * a4_19,
                                  Wide{a0_2} * a4 + Wide{a1_2} * a3 + Wide{a2} * a2);
}

template <unsigned K>
[[gnu::always_inline]] constexpr FieldElement negate(const Field<K>& a) noexcept {
    return carry(kFieldZero - a);
}

/// a^(2^count), count >= 1.
FieldElement square_times(const FieldElement& a, unsigned count) noexcept;

/// 1/a; 0 for 0.
FieldElement invert(const FieldElement& a) noexcept;

/// Little-endian, below p.
ByteArray<32> to_bytes(const FieldElement& a) noexcept;

/// Little-endian; the highest bit is ignored and values from p to 2^255 - 1 are taken modulo p.
FieldElement field_from_bytes(const ByteArray<32>& bytes) noexcept;

bool operator==(const FieldElement& a, const FieldElement& b) noexcept;
bool is_zero(const FieldElement& a) noexcept;
/// The low bit of the canonical value: RFC 8032's "sign", RFC 9496's IS_NEGATIVE.
bool is_negative(const FieldElement& a) noexcept;
FieldElement absolute(const FieldElement& a) noexcept;

/// Spec: RFC-9496 (SQRT_RATIO_M1)
struct SquareRootRatio {
    bool was_square;    ///< whether u/v is a square (u = 0 counts; v = 0 only with u = 0)
    FieldElement root;  ///< non-negative: sqrt(u/v), or sqrt(i*u/v) when u/v is no square; 0 if u or v is 0
};
SquareRootRatio square_root_ratio(const FieldElement& u, const FieldElement& v) noexcept;

}  // namespace serinus::crypto::edwards25519
