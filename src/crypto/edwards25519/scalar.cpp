#include "crypto/edwards25519/scalar.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

using Wide = unsigned __int128;
using Limbs = std::array<uint64_t, 4>;

/// L = 2^252 + kLow.
constexpr Limbs kOrder{0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000};
constexpr std::array<uint64_t, 2> kLow{kOrder[0], kOrder[1]};

bool less(const Limbs& a, const Limbs& b) noexcept {
    for (int i = 3; i >= 0; --i) {
        if (a[i] != b[i]) return a[i] < b[i];
    }
    return false;
}

/// a + b, which the caller knows to stay below 2^256.
Limbs add(const Limbs& a, const Limbs& b) noexcept {
    Limbs out;
    Wide carry = 0;
    for (int i = 0; i < 4; ++i) {
        carry += Wide{a[i]} + b[i];
        out[i] = static_cast<uint64_t>(carry);
        carry >>= 64;
    }
    return out;
}

/// a - b modulo 2^256.
Limbs subtract(const Limbs& a, const Limbs& b) noexcept {
    Limbs out;
    uint64_t borrow = 0;
    for (int i = 0; i < 4; ++i) {
        const Wide difference = Wide{a[i]} - b[i] - borrow;
        out[i] = static_cast<uint64_t>(difference);
        borrow = static_cast<uint64_t>(difference >> 64) & 1;
    }
    return out;
}

template <size_t N, size_t M>
std::array<uint64_t, N + M> multiply(const std::array<uint64_t, N>& a, const std::array<uint64_t, M>& b) noexcept {
    std::array<uint64_t, N + M> out{};
    for (size_t i = 0; i < N; ++i) {
        uint64_t carry = 0;
        for (size_t j = 0; j < M; ++j) {
            const Wide sum = Wide{a[i]} * b[j] + out[i + j] + carry;
            out[i + j] = static_cast<uint64_t>(sum);
            carry = static_cast<uint64_t>(sum >> 64);
        }
        out[i + M] = carry;
    }
    return out;
}

constexpr uint64_t kTopMask = (uint64_t{1} << 60) - 1;

/// The low 252 bits.
template <size_t N>
Limbs low_252(const std::array<uint64_t, N>& a) noexcept {
    return {a[0], a[1], a[2], a[3] & kTopMask};
}

/// a >> 252, in `M` digits.
template <size_t M, size_t N>
std::array<uint64_t, M> high_252(const std::array<uint64_t, N>& a) noexcept {
    std::array<uint64_t, M> out;
    for (size_t i = 0; i < M; ++i) {
        const uint64_t above = i + 4 < N ? a[i + 4] : 0;
        out[i] = a[i + 3] >> 60 | above << 4;
    }
    return out;
}

Limbs reduce(Limbs a) noexcept {
    while (!less(a, kOrder)) a = subtract(a, kOrder);
    return a;
}

/// 2^252 = -kLow modulo L, and kLow has 125 bits: each fold takes 127 bits off. From 512 bits:
///   x = x0 + 2^252 x1             = x0 - a          with a = kLow x1 below 2^385
///                                 = x0 - a0 + b     with b = kLow a1 below 2^258
///                                 = x0 - a0 + b0 - c with c = kLow b1 below 2^131
Limbs reduce_wide(const std::array<uint64_t, 8>& x) noexcept {
    const auto a = multiply(high_252<5>(x), kLow);
    const auto b = multiply(high_252<3>(a), kLow);
    const auto c = multiply(high_252<1>(b), kLow);
    // 2L keeps the sum positive: it lies between 2L - 2^252 - 2^131 and 2L + 2^253, so below 2^256.
    const Limbs two_orders = add(kOrder, kOrder);
    const Limbs plus = add(add(two_orders, low_252(x)), low_252(b));
    const Limbs minus = add(low_252(a), Limbs{c[0], c[1], c[2], 0});
    return reduce(subtract(plus, minus));
}

}  // namespace

Scalar Scalar::from_uint(uint64_t value) noexcept {
    Scalar out;
    out.limbs_[0] = value;
    return out;
}

Scalar Scalar::from_uint128(Wide value) noexcept {
    Scalar out;
    out.limbs_[0] = static_cast<uint64_t>(value);
    out.limbs_[1] = static_cast<uint64_t>(value >> 64);
    return out;
}

std::optional<Scalar> Scalar::from_canonical(const ByteArray<32>& bytes) noexcept {
    Scalar out;
    for (size_t i = 0; i < 4; ++i) out.limbs_[i] = load_le<uint64_t>(&bytes[8 * i]);
    if (!less(out.limbs_, kOrder)) return std::nullopt;
    return out;
}

Scalar Scalar::from_bytes_mod_order(const ByteArray<32>& bytes) noexcept {
    Scalar out;
    for (size_t i = 0; i < 4; ++i) out.limbs_[i] = load_le<uint64_t>(&bytes[8 * i]);
    out.limbs_ = reduce(out.limbs_);
    return out;
}

Scalar Scalar::from_bytes_mod_order_wide(const ByteArray<64>& bytes) noexcept {
    std::array<uint64_t, 8> wide;
    for (size_t i = 0; i < 8; ++i) wide[i] = load_le<uint64_t>(&bytes[8 * i]);
    Scalar out;
    out.limbs_ = reduce_wide(wide);
    return out;
}

ByteArray<32> Scalar::to_bytes() const noexcept {
    ByteArray<32> out;
    for (size_t i = 0; i < 4; ++i) store_le(&out[8 * i], limbs_[i]);
    return out;
}

Scalar Scalar::operator+(const Scalar& other) const noexcept {
    Scalar out;
    out.limbs_ = reduce(add(limbs_, other.limbs_));
    return out;
}

Scalar Scalar::operator-(const Scalar& other) const noexcept { return *this + -other; }

Scalar Scalar::operator-() const noexcept {
    Scalar out;
    if (!is_zero()) out.limbs_ = subtract(kOrder, limbs_);
    return out;
}

Scalar Scalar::operator*(const Scalar& other) const noexcept {
    Scalar out;
    out.limbs_ = reduce_wide(multiply(limbs_, other.limbs_));
    return out;
}

}  // namespace serinus::crypto::edwards25519
