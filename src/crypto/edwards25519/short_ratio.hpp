/// A scalar as a ratio of two short ones. Internal to this folder.
#pragma once

#include "crypto/edwards25519/scalar.hpp"

namespace serinus::crypto::edwards25519 {

/// v * k = (u_is_negative ? -u : u) modulo L, with u and v below 2^127 and v not zero.
struct ShortRatio {
    unsigned __int128 u;
    unsigned __int128 v;
    bool u_is_negative;
};

/// Multiplying a verification equation by v halves the length of its scalars: Antipa, Brown, Gallant, Lambert, Struik,
/// Vanstone, "Accelerated Verification of ECDSA Signatures" (2005).
ShortRatio short_ratio(const Scalar& k) noexcept;

}  // namespace serinus::crypto::edwards25519
