/// ECDSA on secp256k1 with public key recovery, as the host API and Ethereum-style accounts use it.
#pragma once

#include "crypto/secret.hpp"

namespace serinus::crypto::ecdsa {

using PublicKey = FixedBytes<33, struct EcdsaPublicKeyTag>;       ///< compressed
using UncompressedPublicKey = FixedBytes<64, struct EcdsaXYTag>;  ///< x and y, without the leading 0x04
using Signature = FixedBytes<65, struct EcdsaSignatureTag>;       ///< r, s (big-endian), recovery id 0..3
using MessageHash = Hash256;                                      ///< Substrate signs blake2-256 of the message
using Seed = Secret<32>;

/// nullopt: zero or not below the group order.
std::optional<PublicKey> public_key_of(const Seed& seed) noexcept;
std::optional<Signature> sign_prehashed(const Seed& seed, const MessageHash& hash) noexcept;
std::optional<Signature> sign(const Seed& seed, BytesView message) noexcept;

[[nodiscard]] bool verify_prehashed(const Signature& signature, const MessageHash& hash, const PublicKey& key) noexcept;
[[nodiscard]] bool verify(const Signature& signature, BytesView message, const PublicKey& key) noexcept;

/// kV1 reduces r and s that overflow the group order, kV2 refuses them: the two versions of
/// ext_crypto_secp256k1_ecdsa_recover.
enum class RecoverVersion : uint8_t { kV1 = 1, kV2 = 2 };
enum class RecoverError : uint8_t { kBadRecoveryId, kBadRS, kBadSignature };

}  // namespace serinus::crypto::ecdsa
