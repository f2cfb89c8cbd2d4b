/// Integers modulo the order of the prime group, L = 2^252 + 27742317777372353535851937790883648493. Variable time.
#pragma once

#include "base/bytes.hpp"

namespace serinus::crypto::edwards25519 {

class Scalar {
  public:
    /// Zero.
    constexpr Scalar() noexcept = default;
    static Scalar from_uint(uint64_t value) noexcept;
    static Scalar from_uint128(unsigned __int128 value) noexcept;

    /// Little-endian; nullopt unless below L. Spec: RFC-8032 (decoding of S)
    static std::optional<Scalar> from_canonical(const ByteArray<32>& bytes) noexcept;
    /// Little-endian, reduced modulo L.
    static Scalar from_bytes_mod_order(const ByteArray<32>& bytes) noexcept;
    static Scalar from_bytes_mod_order_wide(const ByteArray<64>& bytes) noexcept;

    ByteArray<32> to_bytes() const noexcept;

    Scalar operator+(const Scalar& other) const noexcept;
    Scalar operator-(const Scalar& other) const noexcept;
    Scalar operator*(const Scalar& other) const noexcept;
    Scalar operator-() const noexcept;
    Scalar& operator+=(const Scalar& other) noexcept { return *this = *this + other; }

    bool is_zero() const noexcept { return limbs_ == std::array<uint64_t, 4>{}; }
    friend bool operator==(const Scalar&, const Scalar&) = default;

    /// Value as four 64-bit digits, least significant first; below L.
    const std::array<uint64_t, 4>& limbs() const noexcept { return limbs_; }

  private:
    std::array<uint64_t, 4> limbs_{};
};

}  // namespace serinus::crypto::edwards25519
