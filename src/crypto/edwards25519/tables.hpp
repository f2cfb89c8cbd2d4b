/// Odd multiples of points, and the loop that adds them up. Internal to this folder.
#pragma once

#include "crypto/edwards25519/digits.hpp"
#include "crypto/edwards25519/group.hpp"

namespace serinus::crypto::edwards25519 {

/// Widths of the non-adjacent forms: 5 for points that are used once, 8 for the base point.
inline constexpr int kPointWidth = 5;
inline constexpr int kBaseWidth = 8;

/// P, 3P, 5P, … 15P.
struct OddMultiples {
    std::array<Cached, 1 << (kPointWidth - 2)> multiple;

    OddMultiples() noexcept = default;
    explicit OddMultiples(const Point& p) noexcept {
        multiple[0] = Cached(p);
        const Cached twice(p.doubled());
        Point odd = p;
        for (size_t i = 1; i < multiple.size(); ++i) {
            odd = add(odd, twice).extended();
            multiple[i] = Cached(odd);
        }
    }
};

/// Q, 3Q, … 127Q.
using BaseMultiples = std::array<AffineCached, 1 << (kBaseWidth - 2)>;

struct BaseTables {
    BaseMultiples low;   ///< Q = B
    BaseMultiples high;  ///< Q = 2^128 B
};

/// Built at the first call.
const BaseTables& base_tables() noexcept;

/// One addend of a sum: digits and the multiples they select.
template <class Multiples>
struct Term {
    NonAdjacentForm digits;
    Multiples multiples;
};
using PointTerm = Term<OddMultiples>;
using BaseTerm = Term<const BaseMultiples&>;

inline PointTerm point_term(const Scalar& scalar, const Point& point) noexcept {
    return {non_adjacent_form<kPointWidth>(scalar), OddMultiples(point)};
}
inline BaseTerm base_term(const Scalar& scalar, const BaseMultiples& multiples) noexcept {
    return {non_adjacent_form<kBaseWidth>(scalar), multiples};
}

/// `sum` plus digit * (the point of `table`), odd digits only.
template <class Table>
[[gnu::always_inline]] inline Completed add_digit(const Completed& sum, const Table& table, int8_t digit) noexcept {
    return add(sum.extended(), table[static_cast<size_t>(digit < 0 ? -digit : digit) / 2], digit < 0);
}

/// The sum of all terms, doubling once for all of them (Straus). `points` and `bases` are ranges of terms.
template <class Points, class Bases>
Point interleaved_sum(const Points& points, const Bases& bases) noexcept {
    int size = 0;
    for (const auto& term : points) size = std::max(size, term.digits.size);
    for (const auto& term : bases) size = std::max(size, term.digits.size);

    if (size == 0) return Point::identity();

    // T is computed only where something is added: the fourth multiplication of extended().
    Projective sum{kFieldZero, kFieldOne, kFieldOne};
    for (int i = size - 1;; --i) {
        const auto at = static_cast<size_t>(i);
        Completed step = doubled(sum);
        for (const auto& term : points) {
            if (const int8_t digit = term.digits.digit[at]; digit != 0) {
                step = add_digit(step, term.multiples.multiple, digit);
            }
        }
        for (const auto& term : bases) {
            if (const int8_t digit = term.digits.digit[at]; digit != 0) step = add_digit(step, term.multiples, digit);
        }
        if (i == 0) return step.extended();
        sum = step.projective();
    }
}

}  // namespace serinus::crypto::edwards25519
