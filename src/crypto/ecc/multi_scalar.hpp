/// Sums of many products by buckets (Pippenger), with the steps of arkworks in its order.
///
/// Where all points lie in the prime-order subgroup the sum is what it is, whatever the steps. Points that do not are
/// not refused (`rfc163.hpp`), and then the steps are seen: a scalar s close to the order r counts as s - r; sums of
/// Bandersnatch may have z = 0; points of different curves can be "added".
///
/// Observed: `msm_signed` of ark-ec 0.6.0 on one thread. On several it cuts the input by their number, so that for
/// points of the latter two kinds the reference itself differs between machines.
#pragma once

#include <span>
#include <vector>

#include "crypto/ecc/prime_field.hpp"

namespace serinus::crypto::ecc {
namespace multi_scalar_detail {

/// Bits of a window for so many points. Observed: ark-ec 0.6.0: an approximate logarithm, `ln_without_floats`
constexpr unsigned window_bits(size_t count) {
    if (count < 32) return 3;
    return static_cast<unsigned>(std::bit_width(count - 1)) * 69 / 100 + 2;
}

/// The sum of (i + 1) * buckets[i].
template <class Bucket>
Bucket weighted_sum(std::span<const Bucket> buckets, Bucket sum) {
    Bucket running = Bucket::identity();
    for (size_t i = buckets.size(); i-- > 0;) {
        add(running, buckets[i]);
        add(sum, running);
    }
    return sum;
}

/// The sum of 2^(bits * i) * windows[i].
template <class Bucket>
auto sum_of_windows(std::span<const Bucket> windows, unsigned bits) {
    auto sum = std::remove_cvref_t<decltype(to_point(windows[0]))>::identity();
    for (size_t i = windows.size(); i-- > 1;) {
        add(sum, to_point(windows[i]));
        for (unsigned j = 0; j < bits; ++j) double_in_place(sum);
    }
    auto lowest = to_point(windows[0]);
    add(lowest, sum);
    return lowest;
}

template <class Curve>
struct Term {
    const typename Curve::Affine* base;
    uint64_t factor;
};

template <class Curve>
typename Curve::Point with_identity(const typename Curve::Point& sum) {
    auto out = Curve::Point::identity();
    add(out, sum);
    return out;
}

/// Factors of one.
template <class Curve>
typename Curve::Point sum_of_units(std::span<const Term<Curve>> terms) {
    if (terms.empty()) return Curve::Point::identity();
    auto sum = Curve::Bucket::identity();
    for (const auto& term : terms) add(sum, *term.base);
    return with_identity<Curve>(to_point(sum));
}

/// Factors of 2 to 64 bits.
template <class Curve>
typename Curve::Point sum_of_small(std::span<const Term<Curve>> terms) {
    using Bucket = typename Curve::Bucket;
    if (terms.empty()) return Curve::Point::identity();
    const unsigned bits = window_bits(terms.size());
    std::vector<Bucket> windows, buckets;
    for (unsigned start = 0; start < 64; start += bits) {
        buckets.assign((size_t{1} << bits) - 1, Bucket::identity());
        for (const auto& term : terms) {
            const uint64_t digit = term.factor >> start & ((uint64_t{1} << bits) - 1);
            if (digit != 0) add(buckets[digit - 1], *term.base);
        }
        windows.push_back(weighted_sum<Bucket>(buckets, Bucket::identity()));
    }
    return with_identity<Curve>(sum_of_windows<Bucket>(windows, bits));
}

template <size_t N>
uint64_t bits_at(const Integer<N>& value, size_t start, unsigned count) {
    const size_t limb = start / 64, shift = start % 64;
    uint64_t out = value[limb] >> shift;
    if (shift != 0 && limb + 1 < N) out |= value[limb + 1] << (64 - shift);
    return out & ((uint64_t{1} << count) - 1);
}

template <class Curve>
struct WideTerm {
    const typename Curve::Affine* base;
    typename Curve::Scalar::Value factor;
    uint64_t carry = 0;
};

/// Factors of any size, in signed digits; the highest digit is not made negative.
template <class Curve>
typename Curve::Point sum_of_wide(std::span<WideTerm<Curve>> terms) {
    using Bucket = typename Curve::Bucket;
    if (terms.empty()) return Curve::Point::identity();
    const unsigned bits = window_bits(terms.size());
    const size_t count = (Curve::Scalar::kBits + bits - 1) / bits;
    std::vector<Bucket> windows, buckets;
    for (size_t window = 0; window < count; ++window) {
        buckets.assign(size_t{1} << bits, Bucket::identity());
        for (auto& term : terms) {
            const uint64_t digit = bits_at(term.factor, window * bits, bits) + term.carry;
            term.carry = window + 1 < count && digit >> (bits - 1) != 0 ? 1 : 0;
            const uint64_t complement = (uint64_t{1} << bits) - digit;
            if (term.carry == 0) {
                if (digit != 0) add(buckets[digit - 1], *term.base);
            } else if (complement != 0) {
                add(buckets[complement - 1], -*term.base);
            }
        }
        windows.push_back(weighted_sum<Bucket>(buckets, Bucket::identity()));
    }
    return with_identity<Curve>(sum_of_windows<Bucket>(windows, bits));
}

/// The smallest of 1, 8, 16, 32 and 64 bits that holds the value, as an index; 5: none does.
template <size_t N>
size_t size_class(const Integer<N>& value) {
    const size_t bits = bit_count(value);
    return bits <= 1 ? 0 : bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 3 : bits <= 64 ? 4 : 5;
}

}  // namespace multi_scalar_detail

/// The sum of scalars[i] * bases[i]; both have one length. Memory: about that of the input again.
template <class Curve>
typename Curve::Point multi_scalar_mul(std::span<const typename Curve::Affine> bases,
                                       std::span<const typename Curve::Scalar> scalars) {
    using namespace multi_scalar_detail;
    std::array<std::vector<Term<Curve>>, 5> added, subtracted;
    std::vector<WideTerm<Curve>> wide;
    for (size_t i = 0; i < bases.size(); ++i) {
        const auto scalar = scalars[i].to_integer(), opposite = (-scalars[i]).to_integer();
        const size_t size = size_class(scalar), opposite_size = size_class(opposite);
        if (scalars[i].is_zero()) continue;
        if (size < 5) {
            added[size].push_back({&bases[i], scalar[0]});
        } else if (opposite_size < 5) {
            subtracted[opposite_size].push_back({&bases[i], opposite[0]});
        } else {
            wide.push_back({&bases[i], scalar});
        }
    }
    auto sum = sum_of_units<Curve>(added[0]), difference = sum_of_units<Curve>(subtracted[0]);
    for (size_t size = 1; size < 5; ++size) {
        add(sum, sum_of_small<Curve>(added[size]));
        add(difference, sum_of_small<Curve>(subtracted[size]));
    }
    add(sum, sum_of_wide<Curve>(wide));
    add(sum, -difference);
    return sum;
}

/// scalar * base for a scalar of any length, by doubling and adding: no reduction modulo the order.
template <class Curve>
typename Curve::Point scalar_mul(const typename Curve::Affine& base, std::span<const uint64_t> scalar) {
    auto out = Curve::Point::identity();
    bool begun = false;
    for (size_t i = 64 * scalar.size(); i-- > 0;) {
        const bool bit = (scalar[i / 64] >> (i % 64) & 1) != 0;
        begun = begun || bit;
        if (!begun) continue;
        double_in_place(out);
        if (bit) add(out, base);
    }
    return out;
}

}  // namespace serinus::crypto::ecc
