/// Ed25519 with the acceptance rule of the live network: ZIP-215.
#pragma once

#include <span>

#include "crypto/secret.hpp"

namespace serinus::crypto::ed25519 {

using PublicKey = FixedBytes<32, struct Ed25519PublicKeyTag>;
using Signature = FixedBytes<64, struct Ed25519SignatureTag>;
using Seed = Secret<32>;

/// Constant time.
PublicKey public_key_of(const Seed& seed) noexcept;

/// RFC 8032: deterministic. Constant time but for the size of the message.
Signature sign(const Seed& seed, BytesView message) noexcept;

/// The cofactored equation, points in any encoding (non-canonical and of small order too), S canonical, the challenge
/// over the encodings as they were received. The arguments may be any bytes. Spec: ZIP-215
[[nodiscard]] bool verify(const Signature& signature, BytesView message, const PublicKey& public_key) noexcept;

/// The rule of ed25519-dalek, which a chain can ask for over the blocks it imported before ZIP-215: no cofactor, and R
/// must be the canonical encoding of what the equation gives. Accepts less than `verify`.
[[nodiscard]] bool verify_dalek(const Signature& signature, BytesView message, const PublicKey& public_key) noexcept;

struct BatchItem {
    Signature signature;
    BytesView message;
    PublicKey public_key;
};

/// Whether all are right; the verdict of `verify` on each (up to probability 2^-128 over `randomness`, which who made
/// the signatures must not foresee). An empty batch is right. Spec: ZIP-215
[[nodiscard]] bool verify_batch(std::span<const BatchItem> items, const ByteArray<32>& randomness);

}  // namespace serinus::crypto::ed25519
