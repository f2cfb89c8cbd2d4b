#include "runtime/sdk/secp256k1.hpp"

namespace serinus::sdk {
namespace {

/// An element of GF(p), p = 2^256 - 2^32 - 977: eight limbs of 32 bits, the lowest first, since Wasm has no wider
/// products. Any value below 2^256; normal() makes it the one below p.
struct Field {
    std::array<uint32_t, 8> limb{};
};

constexpr uint64_t kLow = 977;  // 2^256 = 2^32 + 977 modulo p
constexpr Field kPrime{
    {0xfffffc2f, 0xfffffffe, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}};

bool is_below_prime(const Field& a) {
    for (size_t i = 8; i-- > 0;) {
        if (a.limb[i] != kPrime.limb[i]) return a.limb[i] < kPrime.limb[i];
    }
    return false;
}

/// Adds top * 2^256 modulo p; `top` is below 2^35.
void fold(Field& a, uint64_t top) {
    while (top != 0) {
        uint64_t sum = a.limb[0] + top * kLow;
        a.limb[0] = static_cast<uint32_t>(sum);
        sum = (sum >> 32) + a.limb[1] + top;
        a.limb[1] = static_cast<uint32_t>(sum);
        for (size_t i = 2; i < 8; ++i) {
            sum = (sum >> 32) + a.limb[i];
            a.limb[i] = static_cast<uint32_t>(sum);
        }
        top = sum >> 32;
    }
}

Field operator*(const Field& a, const Field& b) {
    uint32_t wide[16] = {};
    for (size_t i = 0; i < 8; ++i) {
        uint64_t carry = 0;
        for (size_t j = 0; j < 8; ++j) {
            carry += uint64_t{a.limb[i]} * b.limb[j] + wide[i + j];  // at most 2^64 - 1
            wide[i + j] = static_cast<uint32_t>(carry);
            carry >>= 32;
        }
        wide[i + 8] = static_cast<uint32_t>(carry);
    }
    Field out;
    uint64_t carry = 0;
    for (size_t i = 0; i < 8; ++i) {
        carry += wide[i] + wide[i + 8] * kLow + (i > 0 ? wide[i + 7] : 0);
        out.limb[i] = static_cast<uint32_t>(carry);
        carry >>= 32;
    }
    fold(out, carry + wide[15]);
    return out;
}

Field square(Field a, uint32_t times) {
    for (uint32_t i = 0; i < times; ++i) a = a * a;
    return a;
}

Field normal(Field a) {
    if (is_below_prime(a)) return a;
    // a - p = a + 2^32 + 977 - 2^256
    uint64_t sum = a.limb[0] + kLow;
    a.limb[0] = static_cast<uint32_t>(sum);
    sum = (sum >> 32) + a.limb[1] + 1;
    a.limb[1] = static_cast<uint32_t>(sum);
    for (size_t i = 2; i < 8; ++i) {
        sum = (sum >> 32) + a.limb[i];
        a.limb[i] = static_cast<uint32_t>(sum);
    }
    return a;
}

/// p - a, for a normal `a` that is not zero.
Field negative(const Field& a) {
    Field out;
    uint64_t borrow = 0;
    for (size_t i = 0; i < 8; ++i) {
        const uint64_t difference = uint64_t{kPrime.limb[i]} - a.limb[i] - borrow;
        out.limb[i] = static_cast<uint32_t>(difference);
        borrow = difference >> 63;
    }
    return out;
}

/// a^((p + 1) / 4): the root, if there is one. The exponent in bits: 223 ones, 0, 22 ones, 0000, 11, 00.
Field root(const Field& a) {
    // Powers whose exponents are so many ones.
    const Field ones2 = square(a, 1) * a;
    const Field ones3 = square(ones2, 1) * a;
    const Field ones6 = square(ones3, 3) * ones3;
    const Field ones11 = square(square(ones6, 3) * ones3, 2) * ones2;
    const Field ones22 = square(ones11, 11) * ones11;
    const Field ones44 = square(ones22, 22) * ones22;
    const Field ones88 = square(ones44, 44) * ones44;
    const Field ones176 = square(ones88, 88) * ones88;
    const Field ones223 = square(square(ones176, 44) * ones44, 3) * ones3;
    return square(square(square(ones223, 23) * ones22, 6) * ones2, 2);
}

Field read(const uint8_t* bytes) {
    Field out;
    for (size_t i = 0; i < 8; ++i) {
        const uint8_t* const at = bytes + 4 * (7 - i);
        out.limb[i] = uint32_t{at[0]} << 24 | uint32_t{at[1]} << 16 | uint32_t{at[2]} << 8 | at[3];
    }
    return out;
}

void write(const Field& a, uint8_t* bytes) {
    for (size_t i = 0; i < 32; ++i) bytes[31 - i] = static_cast<uint8_t>(a.limb[i / 4] >> (8 * (i % 4)));
}

}  // namespace

std::optional<ByteArray<64>> secp256k1_decompress(const ByteArray<33>& key) {
    if (key[0] != 2 && key[0] != 3 && key[0] != 5) return std::nullopt;
    const Field x = read(key.data() + 1);
    if (!is_below_prime(x)) return std::nullopt;

    // y^2 = x^3 + 7
    Field squared = x * x * x;
    uint64_t sum = uint64_t{squared.limb[0]} + 7;
    squared.limb[0] = static_cast<uint32_t>(sum);
    for (size_t i = 1; i < 8; ++i) {
        sum = (sum >> 32) + squared.limb[i];
        squared.limb[i] = static_cast<uint32_t>(sum);
    }
    fold(squared, sum >> 32);
    Field y = normal(root(squared));
    if (normal(y * y).limb != normal(squared).limb) return std::nullopt;
    const uint32_t is_odd = key[0] == 3 ? 1 : 0;
    if ((y.limb[0] & 1) != is_odd) y = negative(y);  // y is never zero: the curve has no point of order 2

    ByteArray<64> out;
    write(x, out.data());
    write(y, out.data() + 32);
    return out;
}

}  // namespace serinus::sdk
