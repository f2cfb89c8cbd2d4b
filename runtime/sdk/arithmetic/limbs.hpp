/// Multiplication and long division with digits of 32 bits: 128-bit numbers where the machine has 64-bit registers.
/// Spec: Knuth, The Art of Computer Programming 2, section 4.3.1, algorithms M and D
///
/// Wasm has no 128-bit instructions, so nothing here uses a 128-bit operator that would become a call of the compiler's
/// library: this is what such a library is made of.
#pragma once

#include <bit>
#include <cstdint>

#include "base/checked.hpp"

namespace serinus::sdk::limbs {

/// Up to 256 bits, least significant digit first.
template <int kDigits>
struct Digits {
    uint32_t digit[kDigits] = {};

    static constexpr Digits from(uint64_t high, uint64_t low) noexcept {
        Digits out;
        out.digit[0] = static_cast<uint32_t>(low);
        out.digit[1] = static_cast<uint32_t>(low >> 32);
        out.digit[2] = static_cast<uint32_t>(high);
        out.digit[3] = static_cast<uint32_t>(high >> 32);
        return out;
    }
    /// 64 bits, from digit `at` on.
    constexpr uint64_t word(int at) const noexcept { return uint64_t{digit[at + 1]} << 32 | digit[at]; }

    /// Digits without the zeros in front.
    constexpr int size() const noexcept {
        int count = kDigits;
        while (count > 0 && digit[count - 1] == 0) --count;
        return count;
    }
};

using U128 = Digits<4>;
using U256 = Digits<8>;

constexpr U256 multiply(const U128& a, const U128& b) noexcept {
    const int a_size = a.size();
    const int b_size = b.size();
    U256 product;
    for (int i = 0; i < a_size; ++i) {
        uint64_t carry = 0;
        for (int j = 0; j < b_size; ++j) {
            // At most (2^32 - 1)^2 + 2 (2^32 - 1) = 2^64 - 1.
            const uint64_t sum = uint64_t{a.digit[i]} * b.digit[j] + product.digit[i + j] + carry;
            product.digit[i + j] = static_cast<uint32_t>(sum);
            carry = sum >> 32;
        }
        product.digit[i + b_size] = static_cast<uint32_t>(carry);
    }
    return product;
}

template <int kDigits>
struct Division {
    Digits<kDigits> quotient;
    U128 remainder;
};

/// Divides by a divisor of one digit.
template <int kDigits>
constexpr Division<kDigits> divide_by_digit(const Digits<kDigits>& dividend, uint32_t divisor) noexcept {
    Division<kDigits> out;
    uint64_t rest = 0;
    for (int i = dividend.size() - 1; i >= 0; --i) {
        const uint64_t part = rest << 32 | dividend.digit[i];
        out.quotient.digit[i] = static_cast<uint32_t>(part / divisor);
        rest = part % divisor;
    }
    out.remainder.digit[0] = static_cast<uint32_t>(rest);
    return out;
}

/// Algorithm D: one 64-bit division for each digit of the quotient. `divisor` has `n` >= 2 digits.
template <int kDigits>
constexpr Division<kDigits> divide_by_digits(const Digits<kDigits>& dividend, const U128& divisor, int n) noexcept {
    Division<kDigits> out;
    const int m = dividend.size();
    if (m < n) {
        for (int i = 0; i < m; ++i) out.remainder.digit[i] = dividend.digit[i];
        return out;
    }
    // D1. Shift both so that the divisor's first digit is at least 2^31; then an estimate is at most 2 too large.
    const int shift = std::countl_zero(divisor.digit[n - 1]);
    const auto shifted_in = [shift](uint32_t high, uint32_t low) {
        return static_cast<uint32_t>(((uint64_t{high} << 32 | low) << shift) >> 32);
    };
    uint32_t u[kDigits + 1] = {};
    uint32_t v[4] = {};
    u[m] = shifted_in(0, dividend.digit[m - 1]);
    for (int i = m - 1; i > 0; --i) u[i] = shifted_in(dividend.digit[i], dividend.digit[i - 1]);
    u[0] = dividend.digit[0] << shift;
    for (int i = n - 1; i > 0; --i) v[i] = shifted_in(divisor.digit[i], divisor.digit[i - 1]);
    v[0] = divisor.digit[0] << shift;

    for (int j = m - n; j >= 0; --j) {
        // D3. Estimate the digit from the first two digits, correct it by the third.
        const uint64_t first = uint64_t{u[j + n]} << 32 | u[j + n - 1];
        uint64_t q = first / v[n - 1];
        uint64_t r = first % v[n - 1];
        while (q >> 32 != 0 || q * v[n - 2] > (r << 32 | u[j + n - 2])) {
            --q;
            r += v[n - 1];
            if (r >> 32 != 0) break;
        }
        // D4. Subtract the digit's multiple of the divisor.
        uint64_t carry = 0;
        int64_t borrow = 0;
        for (int i = 0; i < n; ++i) {
            const uint64_t product = q * v[i] + carry;
            carry = product >> 32;
            const int64_t difference = int64_t{u[i + j]} - static_cast<uint32_t>(product) + borrow;
            u[i + j] = static_cast<uint32_t>(difference);
            borrow = difference >> 32;
        }
        const int64_t difference = int64_t{u[j + n]} - static_cast<int64_t>(carry) + borrow;
        u[j + n] = static_cast<uint32_t>(difference);
        // D6. Once in 2^31 or so the digit is still 1 too large: add the divisor back.
        if (difference < 0) {
            --q;
            uint64_t sum = 0;
            for (int i = 0; i < n; ++i) {
                sum = (sum >> 32) + u[i + j] + v[i];
                u[i + j] = static_cast<uint32_t>(sum);
            }
            u[j + n] += static_cast<uint32_t>(sum >> 32);
        }
        out.quotient.digit[j] = static_cast<uint32_t>(q);
    }
    // D8. Shift the remainder back.
    for (int i = 0; i < n; ++i) {
        out.remainder.digit[i] = static_cast<uint32_t>((uint64_t{u[i + 1]} << 32 | u[i]) >> shift);
    }
    return out;
}

/// `divisor` is not 0.
template <int kDigits>
constexpr Division<kDigits> divide(const Digits<kDigits>& dividend, const U128& divisor) noexcept {
    const int n = divisor.size();
    return n == 1 ? divide_by_digit(dividend, divisor.digit[0]) : divide_by_digits(dividend, divisor, n);
}

}  // namespace serinus::sdk::limbs
