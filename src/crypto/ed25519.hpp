/// Ed25519 with the acceptance rule of the live network: ZIP-215.
#pragma once

#include "crypto/secret.hpp"

namespace serinus::crypto::ed25519 {

using PublicKey = FixedBytes<32, struct Ed25519PublicKeyTag>;
using Signature = FixedBytes<64, struct Ed25519SignatureTag>;
using Seed = Secret<32>;

PublicKey public_key_of(const Seed& seed) noexcept;

/// RFC 8032: deterministic.
Signature sign(const Seed& seed, BytesView message) noexcept;

/// ZIP-215: the cofactored equation, points in any encoding, S canonical. Any bytes may come.
[[nodiscard]] bool verify(const Signature& signature, BytesView message, const PublicKey& public_key) noexcept;

}  // namespace serinus::crypto::ed25519
