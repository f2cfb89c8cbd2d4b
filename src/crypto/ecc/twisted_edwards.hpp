/// Points of Bandersnatch, -5 x^2 + y^2 = 1 + d x^2 y^2 over the scalar field of BLS12-381.
///
/// -5 is not a square, so the addition is incomplete: outside of the prime-order subgroup, and off the curve, there are
/// sums with z = 0. They can be added to by the same formulas, which then have no meaning, but are the reference's.
#pragma once

#include "crypto/ecc/fields.hpp"

namespace serinus::crypto::ecc {

struct EdwardsAffine {
    BandersnatchBase x, y;

    friend constexpr EdwardsAffine operator-(const EdwardsAffine& a) noexcept { return {-a.x, a.y}; }
    friend constexpr bool operator==(const EdwardsAffine&, const EdwardsAffine&) = default;
};

/// Extended coordinates (Hisil, Wong, Carter, Dawson 2008): (x / z, y / z), and t z = x y.
struct EdwardsPoint {
    BandersnatchBase x, y, t, z;

    static constexpr EdwardsPoint identity() noexcept {
        return {.x = {}, .y = BandersnatchBase::one(), .t = {}, .z = BandersnatchBase::one()};
    }
    friend constexpr EdwardsPoint operator-(const EdwardsPoint& a) noexcept { return {-a.x, a.y, -a.t, a.z}; }
};

/// nullopt: z = 0.
std::optional<EdwardsAffine> to_affine(const EdwardsPoint& a) noexcept;
inline EdwardsPoint to_point(const EdwardsPoint& a) noexcept { return a; }

void double_in_place(EdwardsPoint& a) noexcept;
/// The formulas have no special cases, and none are made: with a z of 0 each of them gives another result.
void add(EdwardsPoint& a, const EdwardsAffine& b) noexcept;
void add(EdwardsPoint& a, const EdwardsPoint& b) noexcept;

}  // namespace serinus::crypto::ecc
