/// GF(p), p = 2^255 - 19, in four limbs of 64 bits. Internal to this folder.
///
/// A FieldElement holds any value below 2^256, a representative modulo 2p = 2^256 - 38: what a sum carries out of the
/// top comes back as 38. (Measured against five limbs of 51 bits on Zen 3: multiplication takes 0.71, squaring 0.92 of
/// the time, additions gain nothing and lose little, and the code is half as large.)
#pragma once

#include "base/bytes.hpp"

namespace serinus::crypto::edwards25519 {

struct FieldElement {
    unsigned long long limb[4];
};

// A runtime checks a proof or two in a block: there the operations are functions, which makes its module 60 kB smaller.
#ifdef __wasm__
#define SERINUS_FIELD_INLINE [[gnu::noinline]] inline
#else
#define SERINUS_FIELD_INLINE [[gnu::always_inline]] inline
#endif

inline constexpr FieldElement kFieldZero{{0, 0, 0, 0}};
inline constexpr FieldElement kFieldOne{{1, 0, 0, 0}};
/// The d of the curve: -121665 / 121666.
inline constexpr FieldElement kCurveD{{0x75eb4dca135978a3, 0x00700a4d4141d8ab, 0x8cc740797779e898, 0x52036cee2b6ffe73}};
/// A square root of -1: the one RFC 9496 names SQRT_M1.
inline constexpr FieldElement kSquareRootOfMinusOne{
    {0xc4ee1b274a0ea0b0, 0x2f431806ad2fe478, 0x2b4d00993dfbd7a7, 0x2b8324804fc1df0b}};

SERINUS_FIELD_INLINE FieldElement operator+(const FieldElement& a, const FieldElement& b) noexcept {
    unsigned long long carry;
    FieldElement r;
    r.limb[0] = __builtin_addcll(a.limb[0], b.limb[0], 0, &carry);
    r.limb[1] = __builtin_addcll(a.limb[1], b.limb[1], carry, &carry);
    r.limb[2] = __builtin_addcll(a.limb[2], b.limb[2], carry, &carry);
    r.limb[3] = __builtin_addcll(a.limb[3], b.limb[3], carry, &carry);
    r.limb[0] = __builtin_addcll(r.limb[0], carry != 0 ? 38 : 0, 0, &carry);
    r.limb[1] = __builtin_addcll(r.limb[1], 0, carry, &carry);
    r.limb[2] = __builtin_addcll(r.limb[2], 0, carry, &carry);
    r.limb[3] = __builtin_addcll(r.limb[3], 0, carry, &carry);
    r.limb[0] += carry != 0 ? 38 : 0;  // a second carry leaves less than 38 behind
    return r;
}

SERINUS_FIELD_INLINE FieldElement operator-(const FieldElement& a, const FieldElement& b) noexcept {
    unsigned long long borrow;
    FieldElement r;
    r.limb[0] = __builtin_subcll(a.limb[0], b.limb[0], 0, &borrow);
    r.limb[1] = __builtin_subcll(a.limb[1], b.limb[1], borrow, &borrow);
    r.limb[2] = __builtin_subcll(a.limb[2], b.limb[2], borrow, &borrow);
    r.limb[3] = __builtin_subcll(a.limb[3], b.limb[3], borrow, &borrow);
    r.limb[0] = __builtin_subcll(r.limb[0], borrow != 0 ? 38 : 0, 0, &borrow);
    r.limb[1] = __builtin_subcll(r.limb[1], 0, borrow, &borrow);
    r.limb[2] = __builtin_subcll(r.limb[2], 0, borrow, &borrow);
    r.limb[3] = __builtin_subcll(r.limb[3], 0, borrow, &borrow);
    r.limb[0] -= borrow != 0 ? 38 : 0;  // a second borrow leaves at least 2^256 - 38
    return r;
}

inline FieldElement operator-(const FieldElement& a) noexcept { return kFieldZero - a; }

namespace detail {

using Wide = unsigned __int128;

/// sum + a * b + carry; the high half becomes the next carry. Never overflows: (2^64-1)^2 + 2 (2^64-1) < 2^128.
[[gnu::always_inline]] inline uint64_t multiply_add(uint64_t sum, uint64_t a, uint64_t b, uint64_t& carry) noexcept {
    const Wide wide = Wide{a} * b + sum + carry;
    carry = static_cast<uint64_t>(wide >> 64);
    return static_cast<uint64_t>(wide);
}

/// From 512 bits to below 2^256: 2^256 = 38.
[[gnu::always_inline]] inline FieldElement fold(const uint64_t (&r)[8]) noexcept {
    uint64_t top = 0;
    FieldElement out;
    for (int i = 0; i < 4; ++i) out.limb[i] = multiply_add(r[i], r[i + 4], 38, top);
    unsigned long long carry;
    out.limb[0] = __builtin_addcll(out.limb[0], 38 * top, 0, &carry);  // top <= 38
    out.limb[1] = __builtin_addcll(out.limb[1], 0, carry, &carry);
    out.limb[2] = __builtin_addcll(out.limb[2], 0, carry, &carry);
    out.limb[3] = __builtin_addcll(out.limb[3], 0, carry, &carry);
    out.limb[0] += carry != 0 ? 38 : 0;  // a carry leaves less than 38 * 38 behind
    return out;
}

}  // namespace detail

SERINUS_FIELD_INLINE FieldElement operator*(const FieldElement& a, const FieldElement& b) noexcept {
    uint64_t r[8];
    uint64_t carry = 0;
    for (int j = 0; j < 4; ++j) r[j] = detail::multiply_add(0, a.limb[0], b.limb[j], carry);
    r[4] = carry;
    for (int i = 1; i < 4; ++i) {
        carry = 0;
        for (int j = 0; j < 4; ++j) r[i + j] = detail::multiply_add(r[i + j], a.limb[i], b.limb[j], carry);
        r[i + 4] = carry;
    }
    return detail::fold(r);
}

SERINUS_FIELD_INLINE FieldElement square(const FieldElement& a) noexcept {
    using detail::multiply_add;
    using detail::Wide;
    const auto [a0, a1, a2, a3] = a.limb;
    uint64_t r[8];
    // The products of different limbs, once: a0 * (a1, a2, a3), a1 * (a2, a3), a2 * a3.
    uint64_t carry = 0;
    r[1] = multiply_add(0, a0, a1, carry);
    r[2] = multiply_add(0, a0, a2, carry);
    r[3] = multiply_add(0, a0, a3, carry);
    r[4] = carry;
    carry = 0;
    r[3] = multiply_add(r[3], a1, a2, carry);
    r[4] = multiply_add(r[4], a1, a3, carry);
    r[5] = carry;
    carry = 0;
    r[5] = multiply_add(r[5], a2, a3, carry);
    r[6] = carry;
    // Twice that, plus the squares.
    r[7] = r[6] >> 63;
    for (int i = 6; i > 1; --i) r[i] = r[i] << 1 | r[i - 1] >> 63;
    r[1] <<= 1;
    r[0] = 0;
    unsigned long long c = 0;
    for (size_t i = 0; i < 4; ++i) {
        const Wide square = Wide{a.limb[i]} * a.limb[i];
        r[2 * i] = __builtin_addcll(r[2 * i], static_cast<uint64_t>(square), c, &c);
        r[2 * i + 1] = __builtin_addcll(r[2 * i + 1], static_cast<uint64_t>(square >> 64), c, &c);
    }
    return detail::fold(r);
}

/// 1/a; 0 for 0.
FieldElement invert(const FieldElement& a) noexcept;

/// Little-endian, below p.
ByteArray<32> to_bytes(const FieldElement& a) noexcept;

/// Little-endian; the highest bit is ignored and values from p to 2^255 - 1 are taken modulo p.
FieldElement field_from_bytes(const ByteArray<32>& bytes) noexcept;

bool is_zero(const FieldElement& a) noexcept;
inline bool operator==(const FieldElement& a, const FieldElement& b) noexcept { return is_zero(a - b); }
/// The low bit of the canonical value: RFC 8032's "sign", RFC 9496's IS_NEGATIVE.
bool is_negative(const FieldElement& a) noexcept;
FieldElement absolute(const FieldElement& a) noexcept;

/// Spec: RFC-9496 (SQRT_RATIO_M1)
struct SquareRootRatio {
    bool was_square;    ///< whether u/v is a square (u = 0 counts; v = 0 only with u = 0)
    FieldElement root;  ///< non-negative: sqrt(u/v), or sqrt(i*u/v) when u/v is no square; 0 if u or v is 0
};

struct FieldRatio {
    FieldElement u, v;
};

/// For `N` of 1 or 2; two take about 1.6 times as long as one.
template <size_t N>
std::array<SquareRootRatio, N> square_root_ratios(const std::array<FieldRatio, N>& ratios) noexcept;

inline SquareRootRatio square_root_ratio(const FieldElement& u, const FieldElement& v) noexcept {
    return square_root_ratios(std::array{FieldRatio{u, v}})[0];
}

#undef SERINUS_FIELD_INLINE

}  // namespace serinus::crypto::edwards25519
