/// Schnorr signatures over ristretto255 as the network uses them (schnorrkel).
/// Secret key paths run in constant time.
#pragma once

#include <optional>
#include <span>

#include "crypto/secret.hpp"

namespace serinus::crypto::sr25519 {

using PublicKey = FixedBytes<32, struct Sr25519PublicKeyTag>;
using Signature = FixedBytes<64, struct Sr25519SignatureTag>;
using ChainCode = ByteArray<32>;
using MiniSecret = Secret<32>;

/// Scalar (32 bytes, little-endian, reduced) and nonce seed (32 bytes).
struct SecretKey {
    Secret<64> bytes;
};

struct KeyPair {
    SecretKey secret;
    PublicKey public_key;
};

/// The signing context of all signatures of Substrate chains.
inline constexpr std::string_view kSubstrateContext = "substrate";

/// Expands a mini secret the way Substrate does (ExpansionMode::Ed25519).
KeyPair expand(const MiniSecret& mini_secret) noexcept;

/// HDKD. A hard junction yields a new mini secret; a soft one can be followed by the public key alone.
MiniSecret derive_hard(const SecretKey& secret, const ChainCode& chain_code) noexcept;
KeyPair derive_soft(const KeyPair& parent, const ChainCode& chain_code, const ByteArray<32>& randomness) noexcept;
/// nullopt: `parent` is not a point.
std::optional<PublicKey> derive_soft_public(const PublicKey& parent, const ChainCode& chain_code) noexcept;

/// `randomness` hardens the nonce; it need not be secret, and zeros give deterministic signatures.
Signature sign(const KeyPair& key, BytesView message, const ByteArray<32>& randomness,
               std::string_view context = kSubstrateContext) noexcept;

/// Whether the signature is right; any bytes may come.
[[nodiscard]] bool verify(const Signature& signature, BytesView message, const PublicKey& public_key,
                          std::string_view context = kSubstrateContext) noexcept;

/// Also accepts signatures made before schnorrkel 0.1.1: unmarked, with the old challenge label.
/// ext_crypto_sr25519_verify_version_1.
[[nodiscard]] bool verify_deprecated(const Signature& signature, BytesView message,
                                     const PublicKey& public_key) noexcept;

struct BatchItem {
    Signature signature;
    BytesView message;
    PublicKey public_key;
};

/// True only if all are right (up to probability 2^-128 over `randomness`, which an adversary must not foresee).
[[nodiscard]] bool verify_batch(std::span<const BatchItem> items, const ByteArray<32>& randomness,
                                std::string_view context = kSubstrateContext);

}  // namespace serinus::crypto::sr25519
