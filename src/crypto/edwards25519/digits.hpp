/// Signed digits of scalars. Internal to this folder.
#pragma once

#include "base/assert.hpp"
#include "crypto/edwards25519/scalar.hpp"

namespace serinus::crypto::edwards25519 {

/// Width-`W` non-adjacent form: the sum of digit[i] * 2^i, each digit zero or odd and below 2^(W-1) in size, any two
/// that are not zero at least `W` places apart.
struct NonAdjacentForm {
    std::array<int8_t, 256> digit;
    int size;  ///< the highest digit that is not zero, plus one; 0 for zero
};

template <int W>
NonAdjacentForm non_adjacent_form(const Scalar& scalar) noexcept {
    static_assert(W >= 2 && W <= 8);
    NonAdjacentForm out;
    out.digit.fill(0);
    out.size = 0;
    const auto& limbs = scalar.limbs();
    const std::array<uint64_t, 5> padded{limbs[0], limbs[1], limbs[2], limbs[3], 0};
    unsigned carry = 0;
    for (unsigned at = 0; at < 256;) {
        const unsigned limb = at / 64, shift = at % 64;
        uint64_t bits = padded[limb] >> shift;
        if (shift > 64 - W) bits |= padded[limb + 1] << (64 - shift);
        const unsigned window = carry + static_cast<unsigned>(bits & ((1u << W) - 1));
        if (window % 2 == 0) {
            ++at;  // a carry stays, as 2^W and 0 have the same low digit
            continue;
        }
        carry = window >> (W - 1);  // 0 or 1: the upper half of the windows becomes negative
        out.digit[at] = static_cast<int8_t>(static_cast<int>(window) - static_cast<int>(carry << W));
        out.size = static_cast<int>(at) + 1;
        at += W;
    }
    SERINUS_ASSERT(carry == 0);  // scalars have 253 bits, so the last carry is taken up
    return out;
}

}  // namespace serinus::crypto::edwards25519
