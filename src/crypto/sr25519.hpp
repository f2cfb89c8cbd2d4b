/// Schnorr signatures over ristretto255 as the network uses them (schnorrkel): keys, derivation, signing, verification.
/// Spec: defn-account-key
///
/// Everything that touches a secret runs in constant time; checks of public data need not. Nothing here draws
/// randomness: callers pass it, so that one input gives one output.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "crypto/secret.hpp"

namespace serinus::crypto::sr25519 {

using PublicKey = FixedBytes<32, struct Sr25519PublicKeyTag>;  ///< a compressed ristretto255 point, see is_valid()
using Signature = FixedBytes<64, struct Sr25519SignatureTag>;  ///< R, then s with the top bit set as a mark
using ChainCode = ByteArray<32>;
using MiniSecret = Secret<32>;

/// A scalar (32 bytes, little-endian, reduced modulo the group order) and a seed for nonces (32 bytes).
struct SecretKey {
    Secret<64> bytes;

    /// nullopt: not 64 bytes, or the scalar is not reduced.
    static std::optional<SecretKey> from_bytes(BytesView view) noexcept;

    /// The form of polkadot-js: the scalar times 8, as an integer. Its low three bits are dropped, as schnorrkel does.
    /// nullopt: not 64 bytes, or the eighth of the scalar is not reduced.
    static std::optional<SecretKey> from_ed25519_bytes(BytesView view) noexcept;
    Secret<64> to_ed25519_bytes() const noexcept;
};

struct KeyPair {
    SecretKey secret;
    PublicKey public_key;
};

/// The signing context of all signatures of Substrate chains.
inline constexpr std::string_view kSubstrateContext = "substrate";

/// Expands a mini secret the way Substrate does (ExpansionMode::Ed25519).
KeyPair expand(const MiniSecret& mini_secret) noexcept;

PublicKey public_key(const SecretKey& secret) noexcept;
KeyPair key_pair(const SecretKey& secret) noexcept;

/// Whether the bytes are the one encoding of a point. The identity is one, as in schnorrkel: anybody can sign for it.
[[nodiscard]] bool is_valid(const PublicKey& key) noexcept;

/// HDKD. A hard junction yields a new mini secret; a soft one can be followed by the public key alone.
MiniSecret derive_hard(const SecretKey& secret, const ChainCode& chain_code) noexcept;

/// The scalar of the result depends on parent and junction only. Its nonce seed is free: it depends on the parent's
/// secrets and on `randomness`, which need not be secret; zeros make it repeatable.
KeyPair derive_soft(const KeyPair& parent, const ChainCode& chain_code, const ByteArray<32>& randomness) noexcept;

/// The public half of derive_soft. nullopt: `parent` is not a point.
std::optional<PublicKey> derive_soft_public(const PublicKey& parent, const ChainCode& chain_code) noexcept;

/// `randomness` hardens the nonce; it need not be secret, and zeros give deterministic signatures.
Signature sign(const KeyPair& key, BytesView message, const ByteArray<32>& randomness,
               std::string_view context = kSubstrateContext) noexcept;

/// Whether the signature is valid: marked, s reduced, the equation holds. The arguments may be any bytes.
/// Spec: sect-ext-crypto-sr25519-verify
[[nodiscard]] bool verify(const Signature& signature, BytesView message, const PublicKey& public_key,
                          std::string_view context = kSubstrateContext) noexcept;

/// What ext_crypto_sr25519_verify_version_1 accepts: a marked signature is judged as by verify(); an unmarked one by
/// the rule of schnorrkel 0.1.1, whose transcript has other labels.
[[nodiscard]] bool verify_deprecated(const Signature& signature, BytesView message,
                                     const PublicKey& public_key) noexcept;

struct BatchItem {
    Signature signature;
    BytesView message;
    PublicKey public_key;
};

/// True only if verify() holds for all items (but for a probability of 2^-128); a true answer costs less than asking
/// one by one. After false, ask for each. Whoever made the items must not foresee `randomness`. Allocates O(items).
[[nodiscard]] bool verify_batch(std::span<const BatchItem> items, const ByteArray<32>& randomness,
                                std::string_view context = kSubstrateContext);

}  // namespace serinus::crypto::sr25519
