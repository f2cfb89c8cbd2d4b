/// Prime fields of odd modulus below 2^(64 N - 1), in Montgomery form. Variable time: for public data alone.
#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.hpp"

namespace serinus::crypto::ecc {

/// Little-endian limbs.
template <size_t N>
using Integer = std::array<uint64_t, N>;

namespace detail {

using Wide = unsigned __int128;

/// sum + a * b + carry; the high half becomes the next carry.
[[gnu::always_inline]] constexpr uint64_t multiply_add(uint64_t sum, uint64_t a, uint64_t b, uint64_t& carry) noexcept {
    const Wide wide = Wide{a} * b + sum + carry;
    carry = static_cast<uint64_t>(wide >> 64);
    return static_cast<uint64_t>(wide);
}

[[gnu::always_inline]] constexpr uint64_t add_carry(uint64_t a, uint64_t b, uint64_t& carry) noexcept {
    const Wide wide = Wide{a} + b + carry;
    carry = static_cast<uint64_t>(wide >> 64);
    return static_cast<uint64_t>(wide);
}

[[gnu::always_inline]] constexpr uint64_t subtract_borrow(uint64_t a, uint64_t b, uint64_t& borrow) noexcept {
    const Wide wide = Wide{a} - b - borrow;
    borrow = static_cast<uint64_t>(wide >> 64) & 1;
    return static_cast<uint64_t>(wide);
}

/// a - b modulo 2^(64 N); the borrow.
template <size_t N>
[[gnu::always_inline]] constexpr uint64_t subtract(Integer<N>& a, const Integer<N>& b) noexcept {
    uint64_t borrow = 0;
    for (size_t i = 0; i < N; ++i) a[i] = subtract_borrow(a[i], b[i], borrow);
    return borrow;
}

}  // namespace detail

template <size_t N>
constexpr bool is_below(const Integer<N>& a, const Integer<N>& b) noexcept {
    for (size_t i = N; i-- > 0;) {
        if (a[i] != b[i]) return a[i] < b[i];
    }
    return false;
}

/// Bits without leading zeros; 0 for 0.
template <size_t N>
constexpr size_t bit_count(const Integer<N>& a) noexcept {
    for (size_t i = N; i-- > 0;) {
        if (a[i] != 0) return 64 * i + static_cast<size_t>(std::bit_width(a[i]));
    }
    return 0;
}

/// An integer from hexadecimal digits, the highest first.
template <size_t N>
consteval Integer<N> integer_from_hex(std::string_view digits) {
    Integer<N> out{};
    for (size_t i = 0; i < digits.size(); ++i) {
        const char digit = digits[digits.size() - 1 - i];
        const auto value = static_cast<uint64_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
        out[i / 16] |= value << (i % 16 * 4);
    }
    return out;
}

/// An element of GF(Params::kModulus); `Params::kModulus` is an `Integer<N>`.
template <class Params>
class PrimeField {
  public:
    static constexpr size_t kLimbs = Params::kModulus.size();
    using Value = Integer<kLimbs>;
    static constexpr Value kModulus = Params::kModulus;
    static constexpr size_t kBits = bit_count(kModulus);
    static constexpr size_t kBytes = (kBits + 7) / 8;
    static_assert(kModulus[0] % 2 == 1 && kModulus[kLimbs - 1] >> 63 == 0);

    constexpr PrimeField() = default;
    static constexpr PrimeField zero() noexcept { return {}; }
    static constexpr PrimeField one() noexcept { return PrimeField(kOne); }

    /// `value` must be below the modulus.
    static constexpr PrimeField from_reduced(const Value& value) noexcept {
        return PrimeField(value) * PrimeField(kSquareOfRadix);
    }
    static constexpr PrimeField from_small(uint64_t value) noexcept { return from_reduced(Value{value}); }
    static consteval PrimeField from_hex(std::string_view digits) {
        return from_reduced(integer_from_hex<kLimbs>(digits));
    }
    /// nullopt for the modulus and above.
    static constexpr std::optional<PrimeField> from_integer(const Value& value) noexcept {
        if (!is_below(value, kModulus)) return std::nullopt;
        return from_reduced(value);
    }

    /// The value below the modulus.
    constexpr Value to_integer() const noexcept { return (*this * PrimeField(Value{1})).value_; }

    constexpr PrimeField operator+(const PrimeField& b) const noexcept {
        Value sum{};
        uint64_t carry = 0;  // none remains: both are below 2^(64 N - 1)
        for (size_t i = 0; i < kLimbs; ++i) sum[i] = detail::add_carry(value_[i], b.value_[i], carry);
        return reduced_once(sum);
    }
    constexpr PrimeField operator-(const PrimeField& b) const noexcept {
        Value difference = value_;
        const uint64_t mask = ~uint64_t{0} * detail::subtract(difference, b.value_);
        uint64_t carry = 0;
        for (size_t i = 0; i < kLimbs; ++i) difference[i] = detail::add_carry(difference[i], kModulus[i] & mask, carry);
        return PrimeField(difference);
    }
    constexpr PrimeField operator-() const noexcept { return zero() - *this; }

    /// Montgomery's product by rows; the free bit at the top of the modulus spares the carry of a row.
    constexpr PrimeField operator*(const PrimeField& b) const noexcept {
        Value t{};
        // Rows as one expression: loops of loops are not unrolled, and then the sum lives in memory.
        [&]<size_t... I>(std::index_sequence<I...>) {
            (add_row(t, value_, b.value_[I]), ...);
        }(std::make_index_sequence<kLimbs>());
        return reduced_once(t);
    }

    constexpr PrimeField& operator+=(const PrimeField& other) noexcept { return *this = *this + other; }
    constexpr PrimeField& operator-=(const PrimeField& other) noexcept { return *this = *this - other; }
    constexpr PrimeField& operator*=(const PrimeField& other) noexcept { return *this = *this * other; }

    friend constexpr bool operator==(const PrimeField&, const PrimeField&) = default;
    constexpr bool is_zero() const noexcept { return *this == zero(); }

  private:
    constexpr explicit PrimeField(const Value& value) noexcept : value_(value) {}

    /// t becomes (t + a b) / 2^64 modulo the modulus, below twice that.
    [[gnu::always_inline]] static constexpr void add_row(Value& t, const Value& a, uint64_t b) noexcept {
        uint64_t carry = 0, reduction = 0;
        const uint64_t low = detail::multiply_add(t[0], a[0], b, carry);
        const uint64_t factor = low * kNegativeInverse;
        (void)detail::multiply_add(low, factor, kModulus[0], reduction);
        for (size_t j = 1; j < kLimbs; ++j) {
            const uint64_t sum = detail::multiply_add(t[j], a[j], b, carry);
            t[j - 1] = detail::multiply_add(sum, factor, kModulus[j], reduction);
        }
        t[kLimbs - 1] = carry + reduction;
    }

    /// From below twice the modulus. Without a branch, since which way it goes is a matter of chance.
    [[gnu::always_inline]] static constexpr PrimeField reduced_once(const Value& value) noexcept {
        Value less = value;
        const uint64_t keep = 0 - detail::subtract(less, kModulus);
        for (size_t i = 0; i < kLimbs; ++i) less[i] = (value[i] & keep) | (less[i] & ~keep);
        return PrimeField(less);
    }

    /// 2^bits modulo the modulus.
    static consteval Value power_of_two(size_t bits) {
        Value out{1};
        for (; bits > 0; --bits) {
            Value twice{};
            uint64_t carry = 0;
            for (size_t i = 0; i < kLimbs; ++i) twice[i] = detail::add_carry(out[i], out[i], carry);
            out = twice;
            if (!is_below(out, kModulus)) (void)detail::subtract(out, kModulus);
        }
        return out;
    }

    /// -1/modulus modulo 2^64: each step of Newton's doubles the correct bits.
    static consteval uint64_t negative_inverse() {
        uint64_t inverse = 1;
        for (int i = 0; i < 6; ++i) inverse *= 2 - kModulus[0] * inverse;
        return 0 - inverse;
    }

    static constexpr Value kOne = power_of_two(64 * kLimbs);
    static constexpr Value kSquareOfRadix = power_of_two(128 * kLimbs);
    static constexpr uint64_t kNegativeInverse = negative_inverse();

    Value value_{};  ///< times 2^(64 N), below the modulus
};

template <class Field>
constexpr Field square(const Field& a) noexcept {
    return a * a;
}
template <class Field>
constexpr Field twice(const Field& a) noexcept {
    return a + a;
}

/// a^exponent, the limbs of which are little-endian.
template <class Field>
constexpr Field power(const Field& a, std::span<const uint64_t> exponent) noexcept {
    Field out = Field::one();
    bool begun = false;
    for (size_t i = 64 * exponent.size(); i-- > 0;) {
        if (begun) out = square(out);
        if ((exponent[i / 64] >> (i % 64) & 1) == 0) continue;
        out *= a;
        begun = true;
    }
    return out;
}

/// 1/a; 0 for 0.
template <class Params>
constexpr PrimeField<Params> inverse(const PrimeField<Params>& a) noexcept {
    auto exponent = Params::kModulus;
    (void)detail::subtract(exponent, {2});
    return power(a, exponent);
}

}  // namespace serinus::crypto::ecc
