/// Multiplication and long division with words of 64 bits, for machines whose registers are that wide.
/// Spec: Knuth, The Art of Computer Programming 2, section 4.3.1, algorithms M and D
///
/// Wasm has no 128-bit instructions: clang makes calls of them, and this is what those calls are made of. So nothing
/// here may use a 128-bit operator but shifts by 64.
#pragma once

#include <bit>
#include <cstdint>

#include "base/checked.hpp"

namespace serinus::sdk::words {

/// 128 bits.
struct Pair {
    uint64_t high = 0;
    uint64_t low = 0;

    static constexpr Pair from(uint128_t value) noexcept {
        return {static_cast<uint64_t>(value >> 64), static_cast<uint64_t>(value)};
    }
    constexpr uint128_t number() const noexcept { return uint128_t{high} << 64 | low; }
    friend constexpr bool operator>(const Pair& a, const Pair& b) noexcept {
        return a.high != b.high ? a.high > b.high : a.low > b.low;
    }
    /// Modulo 2^128.
    friend constexpr Pair operator-(const Pair& a, const Pair& b) noexcept {
        return {a.high - b.high - (a.low < b.low ? 1 : 0), a.low - b.low};
    }
};

constexpr Pair multiply(uint64_t a, uint64_t b) noexcept {
    constexpr uint64_t kLow = 0xffffffff;
    const uint64_t low_low = (a & kLow) * (b & kLow);
    const uint64_t low_high = (a & kLow) * (b >> 32);
    const uint64_t high_low = (a >> 32) * (b & kLow);
    const uint64_t middle = (low_low >> 32) + (low_high & kLow) + high_low;  // at most 2^64 - 1
    return {(a >> 32) * (b >> 32) + (low_high >> 32) + (middle >> 32), middle << 32 | (low_low & kLow)};
}

struct WordDivision {
    uint64_t quotient;
    uint64_t remainder;
};

/// Two words by one, whose highest bit is set and which is above `high`, so that the quotient is one word. Two steps of
/// algorithm D in digits of 32 bits.
constexpr WordDivision divide_by_normal(uint64_t high, uint64_t low, uint64_t divisor) noexcept {
    constexpr uint64_t kDigit = uint64_t{1} << 32;
    const uint64_t first = divisor >> 32;
    const uint64_t second = divisor & (kDigit - 1);
    const auto step = [&](uint64_t rest, uint64_t next) -> WordDivision {
        uint64_t q = rest / first;
        uint64_t r = rest - q * first;
        // At most twice. An estimate of 2^32, which is no digit, is too large: then r is below the second digit.
        while (q * second > (r << 32 | next)) {
            --q;
            r += first;
            if (r >= kDigit) break;
        }
        return {q, (rest << 32 | next) - q * divisor};
    };
    const auto upper = step(high, low >> 32);
    const auto lower = step(upper.remainder, low & (kDigit - 1));
    return {upper.quotient << 32 | lower.quotient, lower.remainder};
}

/// A number of `kWords` words by one of up to two.
template <int kWords>
struct Division {
    uint64_t quotient[kWords] = {};  ///< least significant first
    Pair remainder;
};

/// `divisor` is not 0.
template <int kWords>
constexpr Division<kWords> divide(const uint64_t (&dividend)[kWords], Pair divisor) noexcept {
    Division<kWords> out;
    int size = kWords;
    while (size > 0 && dividend[size - 1] == 0) --size;
    if (divisor.high == 0 && size <= 1) {
        out.quotient[0] = dividend[0] / divisor.low;
        out.remainder.low = dividend[0] % divisor.low;
        return out;
    }
    // Shift both so that the divisor's highest bit is set: then estimates are at most 2 too large.
    const int shift = std::countl_zero(divisor.high == 0 ? divisor.low : divisor.high);
    const auto upper_bits = [shift](uint64_t word) { return shift == 0 ? 0 : word >> (64 - shift); };
    if (divisor.high == 0) {
        uint64_t rest = dividend[size - 1];
        if (rest >= divisor.low) {
            out.quotient[size - 1] = rest / divisor.low;
            rest -= out.quotient[size - 1] * divisor.low;
        }
        for (int i = size - 2; i >= 0; --i) {
            const auto digit =
                divide_by_normal(rest << shift | upper_bits(dividend[i]), dividend[i] << shift, divisor.low << shift);
            out.quotient[i] = digit.quotient;
            rest = digit.remainder >> shift;
        }
        out.remainder.low = rest;
        return out;
    }
    if (size < 2) {
        out.remainder.low = dividend[0];
        return out;
    }
    const auto word = [&](int at) {  // of the shifted dividend
        return (at < size ? dividend[at] << shift : 0) | (at > 0 ? upper_bits(dividend[at - 1]) : 0);
    };
    const Pair by{divisor.high << shift | upper_bits(divisor.low), divisor.low << shift};
    Pair rest{word(size), word(size - 1)};
    for (int i = size - 2; i >= 0; --i) {
        // Estimate the digit by the divisor's first word; its second is the whole rest of it, so the correction is
        // exact.
        uint64_t q = ~uint64_t{0};
        uint64_t r = rest.low + by.high;  // of the largest digit, if both first words are equal
        bool r_overflows = r < by.high;
        if (rest.high < by.high) {
            const auto digit = divide_by_normal(rest.high, rest.low, by.high);
            q = digit.quotient;
            r = digit.remainder;
            r_overflows = false;
        }
        const uint64_t next = word(i);
        Pair product = multiply(q, by.low);
        while (!r_overflows && product > Pair{r, next}) {
            --q;
            product = product - Pair{0, by.low};
            r += by.high;
            r_overflows = r < by.high;
        }
        rest = Pair{r, next} - product;
        out.quotient[i] = q;
    }
    out.remainder = shift == 0 ? rest : Pair{rest.high >> shift, rest.high << (64 - shift) | rest.low >> shift};
    return out;
}

/// All 256 bits of a product, least significant word first.
struct Product {
    uint64_t word[4] = {};
};

constexpr Product multiply(Pair a, Pair b) noexcept {
    Product out;
    const auto add = [&out](int at, Pair term) {
        uint64_t carry = 0;
        for (const uint64_t part : {term.low, term.high}) {
            const uint64_t sum = out.word[at] + part;
            const uint64_t with_carry = sum + carry;
            carry = (sum < part ? 1 : 0) | (with_carry < sum ? 1 : 0);
            out.word[at++] = with_carry;
        }
        for (; carry != 0 && at < 4; ++at) carry = ++out.word[at] == 0 ? 1 : 0;
    };
    const Pair lowest = multiply(a.low, b.low);
    out.word[0] = lowest.low;
    out.word[1] = lowest.high;
    if (a.high != 0 || b.high != 0) {
        const Pair highest = multiply(a.high, b.high);
        out.word[2] = highest.low;
        out.word[3] = highest.high;
        add(1, multiply(a.low, b.high));
        add(1, multiply(a.high, b.low));
    }
    return out;
}

}  // namespace serinus::sdk::words
