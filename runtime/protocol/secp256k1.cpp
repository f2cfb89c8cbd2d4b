#include "runtime/protocol/secp256k1.hpp"

namespace serinus::sdk {
namespace {

/// An element of GF(p), p = 2^256 - 2^32 - 977: nine limbs of 29 bits, the lowest first. Wasm has no products wider
/// than 64 bits; the nine products of a column leave room there, so that carries are passed on once a multiplication. A
/// limb may exceed 29 bits by a few units; normal() makes the value the one below p, with limbs that do not.
struct Field {
    std::array<uint64_t, 9> limb{};
};

constexpr uint32_t kBits = 29;
constexpr uint64_t kMask = (uint64_t{1} << kBits) - 1;
// 2^261 = 2^37 + 31264 modulo p: 31264 of the lowest limb, 2^8 of the next one.
constexpr uint64_t kLow = 977 << 5;
constexpr uint32_t kHighShift = 8;
constexpr uint32_t kTopBits = 256 - 8 * kBits;  // of the highest limb of a value below 2^256
constexpr Field kPrime{{0x1ffffc2f, 0x1ffffff7, kMask, kMask, kMask, kMask, kMask, kMask, 0xffffff}};
static_assert(kTopBits == 24);

/// Columns of a product, each below 2^63, as an element.
Field reduced(std::array<uint64_t, 18> column) {
    // The upper half as digits, each of which counts for two places of the lower half.
    for (size_t i = 9; i < 17; ++i) {
        column[i + 1] += column[i] >> kBits;
        column[i] &= kMask;
    }
    Field out;
    uint64_t carry = 0;
    for (size_t i = 0; i < 9; ++i) {
        carry += (column[i] & kMask) + column[i + 9] * kLow + (i > 0 ? column[i + 8] << kHighShift : 0);
        out.limb[i] = carry & kMask;
        carry = (carry >> kBits) + (column[i] >> kBits);
    }
    carry += column[17] << kHighShift;  // of the place behind the highest one
    out.limb[0] += (carry & kMask) * kLow;
    out.limb[1] += ((carry & kMask) << kHighShift) + (carry >> kBits) * kLow + (out.limb[0] >> kBits);
    out.limb[0] &= kMask;
    out.limb[2] += ((carry >> kBits) << kHighShift) + (out.limb[1] >> kBits);
    out.limb[1] &= kMask;
    return out;
}

Field operator*(const Field& a, const Field& b) {
    std::array<uint64_t, 18> column{};
    for (size_t i = 0; i < 9; ++i) {
        for (size_t j = 0; j < 9; ++j) column[i + j] += a.limb[i] * b.limb[j];
    }
    return reduced(column);
}

Field squared(const Field& a) {
    std::array<uint64_t, 18> column{};
#pragma clang loop unroll(full)
    for (size_t i = 0; i < 9; ++i) {
        column[2 * i] += a.limb[i] * a.limb[i];
        const uint64_t twice = 2 * a.limb[i];
#pragma clang loop unroll(full)
        for (size_t j = i + 1; j < 9; ++j) column[i + j] += twice * a.limb[j];
    }
    return reduced(column);
}

Field square(Field a, uint32_t times) {
    for (uint32_t i = 0; i < times; ++i) a = squared(a);
    return a;
}

bool is_below_prime(const Field& a) {
    for (size_t i = 9; i-- > 0;) {
        if (a.limb[i] != kPrime.limb[i]) return a.limb[i] < kPrime.limb[i];
    }
    return false;
}

/// Passes carries on; what lies above 2^256 comes back below.
void fold(Field& a) {
    const uint64_t top = a.limb[8] >> kTopBits;  // times 2^256 = 2^32 + 977
    a.limb[8] &= (uint64_t{1} << kTopBits) - 1;
    a.limb[0] += top * 977;
    a.limb[1] += top << (32 - kBits);
    for (size_t i = 0; i < 8; ++i) {
        a.limb[i + 1] += a.limb[i] >> kBits;
        a.limb[i] &= kMask;
    }
}

Field normal(Field a) {
    fold(a);
    fold(a);  // the first one may have carried over 2^256, and then left a small value
    if (is_below_prime(a)) return a;
    a.limb[0] += 977;  // a - p = a + 2^32 + 977 - 2^256
    a.limb[1] += 1 << (32 - kBits);
    for (size_t i = 0; i < 8; ++i) {
        a.limb[i + 1] += a.limb[i] >> kBits;
        a.limb[i] &= kMask;
    }
    a.limb[8] &= (uint64_t{1} << kTopBits) - 1;
    return a;
}

/// p - a, for a normal `a` that is not zero.
Field negative(const Field& a) {
    Field out;
    uint64_t borrow = 0;
    for (size_t i = 0; i < 9; ++i) {
        const uint64_t difference = kPrime.limb[i] - a.limb[i] - borrow;
        out.limb[i] = difference & kMask;
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
    for (size_t bit = 0; bit < 256; bit += 8) {
        const uint64_t byte = uint64_t{bytes[31 - bit / 8]} << (bit % kBits);
        out.limb[bit / kBits] += byte & kMask;
        if (byte > kMask) out.limb[bit / kBits + 1] += byte >> kBits;
    }
    return out;
}

/// Of a normal value.
void write(const Field& a, uint8_t* bytes) {
    for (size_t bit = 0; bit < 256; bit += 8) {
        const size_t i = bit / kBits;
        const uint64_t above = i < 8 ? a.limb[i + 1] << kBits : 0;
        bytes[31 - bit / 8] = static_cast<uint8_t>((a.limb[i] | above) >> (bit % kBits));
    }
}

}  // namespace

std::optional<ByteArray<64>> secp256k1_decompress(const ByteArray<33>& key) {
    if (key[0] != 2 && key[0] != 3 && key[0] != 5) return std::nullopt;
    const Field x = read(key.data() + 1);
    if (!is_below_prime(x)) return std::nullopt;

    // y^2 = x^3 + 7
    Field cube = squared(x) * x;
    cube.limb[0] += 7;
    Field y = normal(root(cube));
    if (normal(squared(y)).limb != normal(cube).limb) return std::nullopt;
    const uint32_t is_odd = key[0] == 3 ? 1 : 0;
    if ((y.limb[0] & 1) != is_odd) y = negative(y);  // y is never zero: the curve has no point of order 2

    ByteArray<64> out;
    write(x, out.data());
    write(y, out.data() + 32);
    return out;
}

}  // namespace serinus::sdk
