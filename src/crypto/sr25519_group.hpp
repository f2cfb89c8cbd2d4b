/// The group and its scalars in constant time, for secrets: a thin layer over libsodium's ristretto255.
/// Scalars are 32 bytes, little-endian, reduced modulo the group order L, and wiped when destroyed.
#pragma once

#include <sodium.h>

#include "crypto/merlin.hpp"
#include "crypto/sr25519.hpp"

namespace serinus::crypto::sr25519 {

using Scalar = Secret<32>;
using Point = ByteArray<32>;  ///< compressed

/// Whether 32 little-endian bytes are below L = 2^252 + 27742317777372353535851937790883648493.
inline bool is_reduced(BytesView bytes) noexcept {
    constexpr uint64_t kOrder[4] = {0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000};
    uint64_t borrow = 0;
    for (size_t i = 0; i < 4; ++i) {
        const auto difference =
            static_cast<unsigned __int128>(load_le<uint64_t>(bytes.data() + 8 * i)) - kOrder[i] - borrow;
        borrow = static_cast<uint64_t>(difference >> 64) & 1;
    }
    return borrow == 1;
}

/// Takes 64 uniform bytes, which it wipes, modulo L.
inline Scalar reduce(ByteArray<64>& wide) noexcept {
    Scalar out;
    crypto_core_ristretto255_scalar_reduce(out.data(), wide.data());
    wipe(wide);
    return out;
}

/// a * b + c
inline Scalar multiply_add(const Scalar& a, const Scalar& b, const Scalar& c) noexcept {
    Scalar out;
    crypto_core_ristretto255_scalar_mul(out.data(), a.data(), b.data());
    crypto_core_ristretto255_scalar_add(out.data(), out.data(), c.data());
    return out;
}

/// scalar * B. libsodium objects to the identity, but writes it.
inline Point multiply_base(const Scalar& scalar) noexcept {
    Point out;
    static_cast<void>(crypto_scalarmult_ristretto255_base(out.data(), scalar.data()));
    return out;
}

/// scalar * point, where `point` must be a valid encoding.
inline Point multiply(const Scalar& scalar, const Point& point) noexcept {
    Point out{};
    static_cast<void>(crypto_scalarmult_ristretto255(out.data(), scalar.data(), point.data()));
    return out;
}

inline Scalar challenge_scalar(Transcript& transcript, std::string_view label) noexcept {
    ByteArray<64> wide = transcript.challenge<64>(label);
    return reduce(wide);
}

/// A secret scalar for one proof.
inline Scalar witness_scalar(const Transcript& transcript, std::string_view label, BytesView nonce_seed,
                             const ByteArray<32>& randomness) noexcept {
    WitnessGenerator generator(transcript);
    generator.mix_secret(label, nonce_seed);
    generator.mix_randomness(randomness);
    ByteArray<64> wide;
    generator.fill(wide);
    return reduce(wide);
}

/// The two halves of a secret key.
inline Scalar scalar_of(const SecretKey& secret) noexcept {
    Scalar out;
    std::copy_n(secret.bytes.data(), 32, out.data());
    return out;
}
inline BytesView nonce_seed_of(const SecretKey& secret) noexcept { return secret.bytes.reveal().subspan<32, 32>(); }

}  // namespace serinus::crypto::sr25519
