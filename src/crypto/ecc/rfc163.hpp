/// What the host functions of RFC-163 compute, on their encoded arguments.
/// Observed: sp-crypto-ec-utils 0.24.0 with arkworks 0.6.0, `HostFunctionsRfc163`
///
/// Lists and integers have a length of eight bytes, little-endian, in front; an integer's digits are of eight bytes,
/// the lowest first. What lies behind an argument is ignored. `out` may overlap the other arguments; it gets the result
/// and zeros behind, and zeros alone where there is none.
///
/// Time and memory are linear in the size of the arguments.
#pragma once

#include "crypto/ecc/curves.hpp"

namespace serinus::crypto::ecc {

/// What a function returns, but for the last.
enum class EccResult : uint32_t {
    kOk = 0,
    kOutputTooSmall = 1,
    kMalformed = 2,  ///< an argument does not decode, or is too short
    kLengthMismatch = 3,
    kDegenerate = 4,  ///< a sum of Bandersnatch without affine coordinates; the RFC does not know of it
    kUnknown = 255,   ///< the final exponentiation of 0
    /// The function does not return. Observed: sp-crypto-ec-utils 0.24.0: lists of different lengths make its Miller
    /// loop panic, where the RFC has kLengthMismatch.
    kPanic = 256,
};

/// The sum of scalars[i] * bases[i].
template <class Curve>
EccResult encoded_msm(BytesView bases, BytesView scalars, MutableBytesView out);

/// scalar * base for an integer of any length.
template <class Curve>
EccResult encoded_mul(BytesView base, BytesView scalar, MutableBytesView out);

EccResult encoded_multi_miller_loop(BytesView g1, BytesView g2, MutableBytesView out);

/// The result takes the argument's place. Without a result, and behind it, the bytes stay.
EccResult encoded_final_exponentiation(MutableBytesView in_out);

}  // namespace serinus::crypto::ecc
