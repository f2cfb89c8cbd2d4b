#include "crypto/edwards25519/field.hpp"

namespace serinus::crypto::edwards25519 {
namespace {

/// The value below p.
FieldElement canonical(const FieldElement& a) noexcept {
    // 2^255 = 19 brings the value below 2^255 + 19; then it is p or more exactly if adding 19 reaches bit 255.
    constexpr uint64_t kMask = ~uint64_t{0} >> 1;
    const auto add_small = [](FieldElement& r, uint64_t small) {
        unsigned long long carry;
        r.limb[0] = __builtin_addcll(r.limb[0], small, 0, &carry);
        r.limb[1] = __builtin_addcll(r.limb[1], 0, carry, &carry);
        r.limb[2] = __builtin_addcll(r.limb[2], 0, carry, &carry);
        r.limb[3] += carry;
    };
    FieldElement r = a;
    const uint64_t top = r.limb[3] >> 63;
    r.limb[3] &= kMask;
    add_small(r, 19 * top);
    FieldElement plus = r;
    add_small(plus, 19);
    if (plus.limb[3] >> 63 == 0) return r;
    plus.limb[3] &= kMask;
    return plus;
}

/// Powers of `N` elements side by side. One chain of squarings waits for each product; two fill the gaps.
template <size_t N>
using Elements = std::array<FieldElement, N>;

template <size_t N>
Elements<N> operator*(const Elements<N>& a, const Elements<N>& b) noexcept {
    Elements<N> r;
    for (size_t i = 0; i < N; ++i) r[i] = a[i] * b[i];
    return r;
}

/// a^(2^count), count >= 1.
template <size_t N>
Elements<N> square_times(Elements<N> a, unsigned count) noexcept {
    for (; count > 0; --count) {
        for (size_t i = 0; i < N; ++i) a[i] = square(a[i]);
    }
    return a;
}

/// a^(2^250 - 1), and a^11 on the way. 2^255 - 21 (inversion) and 2^252 - 3 (square roots) both begin with these bits.
template <size_t N>
struct CommonPower {
    Elements<N> ones_250;
    Elements<N> eleven;
};

template <size_t N>
CommonPower<N> common_power(const Elements<N>& a) noexcept {
    const Elements<N> a2 = square_times(a, 1);
    const Elements<N> a9 = square_times(a2, 2) * a;
    const Elements<N> a11 = a9 * a2;
    const Elements<N> ones_5 = square_times(a11, 1) * a9;
    const Elements<N> ones_10 = square_times(ones_5, 5) * ones_5;
    const Elements<N> ones_20 = square_times(ones_10, 10) * ones_10;
    const Elements<N> ones_40 = square_times(ones_20, 20) * ones_20;
    const Elements<N> ones_50 = square_times(ones_40, 10) * ones_10;
    const Elements<N> ones_100 = square_times(ones_50, 50) * ones_50;
    const Elements<N> ones_200 = square_times(ones_100, 100) * ones_100;
    return {square_times(ones_200, 50) * ones_50, a11};
}

}  // namespace

FieldElement invert(const FieldElement& a) noexcept {
    const auto [ones_250, eleven] = common_power(Elements<1>{a});
    return (square_times(ones_250, 5) * eleven)[0];  // p - 2 = 2^255 - 21 = (2^250 - 1) * 2^5 + 11
}

ByteArray<32> to_bytes(const FieldElement& a) noexcept {
    const FieldElement r = canonical(a);
    ByteArray<32> out;
    for (size_t i = 0; i < 4; ++i) store_le<uint64_t>(&out[8 * i], r.limb[i]);
    return out;
}

FieldElement field_from_bytes(const ByteArray<32>& bytes) noexcept {
    FieldElement r;
    for (size_t i = 0; i < 4; ++i) r.limb[i] = load_le<uint64_t>(&bytes[8 * i]);
    r.limb[3] &= ~uint64_t{0} >> 1;
    return r;
}

bool is_zero(const FieldElement& a) noexcept {
    const FieldElement r = canonical(a);
    return (r.limb[0] | r.limb[1] | r.limb[2] | r.limb[3]) == 0;
}

bool is_negative(const FieldElement& a) noexcept { return (canonical(a).limb[0] & 1) != 0; }

FieldElement absolute(const FieldElement& a) noexcept { return is_negative(a) ? -a : a; }

template <size_t N>
std::array<SquareRootRatio, N> square_root_ratios(const std::array<FieldRatio, N>& ratios) noexcept {
    // With r = u v^3 (u v^7)^((p - 5)/8), v r^2 is u times a fourth root of one; the four cases differ by i.
    Elements<N> uv3, uv7;
    for (size_t i = 0; i < N; ++i) {
        const auto& [u, v] = ratios[i];
        const FieldElement v3 = square(v) * v;
        uv3[i] = u * v3;
        uv7[i] = u * square(v3) * v;
    }
    // (p - 5)/8 = (2^250 - 1) * 4 + 1
    const Elements<N> roots = uv3 * (square_times(common_power(uv7).ones_250, 2) * uv7);

    std::array<SquareRootRatio, N> out;
    for (size_t i = 0; i < N; ++i) {
        const auto& [u, v] = ratios[i];
        const FieldElement& r = roots[i];
        const FieldElement check = v * square(r);
        if (check == u) {
            out[i] = {true, absolute(r)};
        } else if (is_zero(check + u)) {
            out[i] = {true, absolute(r * kSquareRootOfMinusOne)};
        } else {
            const bool is_minus_iu = is_zero(check + u * kSquareRootOfMinusOne);
            out[i] = {false, absolute(is_minus_iu ? r * kSquareRootOfMinusOne : r)};
        }
    }
    return out;
}

template std::array<SquareRootRatio, 1> square_root_ratios(const std::array<FieldRatio, 1>&) noexcept;
template std::array<SquareRootRatio, 2> square_root_ratios(const std::array<FieldRatio, 2>&) noexcept;

}  // namespace serinus::crypto::edwards25519
