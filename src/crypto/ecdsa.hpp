/// ECDSA on secp256k1 with public key recovery, as the host API and Ethereum-style accounts use it.
#pragma once

#include "base/result.hpp"
#include "crypto/secret.hpp"

namespace serinus::crypto::ecdsa {

using PublicKey = FixedBytes<33, struct EcdsaPublicKeyTag>;       ///< compressed
using UncompressedPublicKey = FixedBytes<64, struct EcdsaXYTag>;  ///< x and y, without the leading 0x04
using Signature = FixedBytes<65, struct EcdsaSignatureTag>;       ///< r, s (big-endian), recovery id 0..3
using MessageHash = Hash256;                                      ///< Substrate signs blake2-256 of the message
using Seed = Secret<32>;

/// nullopt: the seed is zero or not below the group order. Constant time.
std::optional<PublicKey> public_key_of(const Seed& seed) noexcept;
/// RFC 6979: deterministic; s is in the lower half. nullopt as above. Constant time but for the size of the message.
std::optional<Signature> sign_prehashed(const Seed& seed, const MessageHash& hash) noexcept;
std::optional<Signature> sign(const Seed& seed, BytesView message) noexcept;

/// The two versions of the host functions. kV1 reduces r and s that are not below the group order, kV2 refuses them.
enum class Version : uint8_t { kV1 = 1, kV2 = 2 };

/// Spec: defn-ecdsa-verify-error, with its values on the wire
enum class RecoverError : uint8_t {
    kBadRS = 0,         ///< r or s not below the group order (kV2 only)
    kBadV = 1,          ///< no recovery id: looked at first
    kBadSignature = 2,  ///< no key belongs to the signature; r or s is zero
};

/// The key that made the signature, of which any bytes may come. The recovery id may be 0..3 or, as Ethereum has it,
/// 27..30; s may be in the upper half.
/// Spec: id-ext_crypto_secp256k1_ecdsa_recover
Result<UncompressedPublicKey, RecoverError> recover(const Signature& signature, const MessageHash& hash,
                                                    Version version = Version::kV2) noexcept;
/// Spec: id-ext_crypto_secp256k1_ecdsa_recover_compressed
Result<PublicKey, RecoverError> recover_compressed(const Signature& signature, const MessageHash& hash,
                                                   Version version = Version::kV2) noexcept;

/// Whether `key` is the one that the signature recovers to. The recovery id must be 0..3 here; s may be in the upper
/// half. Spec: sect-ext-crypto-ecdsa-verify
[[nodiscard]] bool verify_prehashed(const Signature& signature, const MessageHash& hash, const PublicKey& key,
                                    Version version = Version::kV2) noexcept;
[[nodiscard]] bool verify(const Signature& signature, BytesView message, const PublicKey& key,
                          Version version = Version::kV2) noexcept;

/// nullopt: not a point of the curve.
std::optional<PublicKey> compress(const UncompressedPublicKey& key) noexcept;

}  // namespace serinus::crypto::ecdsa
