/// Key pairs of the three signature schemes behind one interface, made from seeds, phrases and secret URIs.
/// Observed: polkadot-stable2407: sp_core::Pair, sp_runtime::MultiSigner
#pragma once

#include <variant>

#include "crypto/ecdsa.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/mnemonic.hpp"
#include "crypto/secret_uri.hpp"
#include "crypto/sr25519.hpp"

namespace serinus::crypto {

enum class Scheme : uint8_t { kSr25519, kEd25519, kEcdsa };

/// "sr25519", "ed25519", "ecdsa"; upper and lower case are the same.
std::optional<Scheme> find_scheme(std::string_view name) noexcept;
const char* to_string(Scheme scheme) noexcept;

size_t public_key_size(Scheme scheme) noexcept;  ///< 32, 32, 33
size_t signature_size(Scheme scheme) noexcept;   ///< 64, 64, 65

using KeySeed = Secret<32>;

/// Why a text names no secret key.
enum class SecretError : uint8_t {
    kBadFormat,  ///< no URI at all
    kBadPhrase,  ///< the words are no mnemonic
    kBadSeed,    ///< not 32 bytes of hex, or (ECDSA) no key has this seed
    kBadPath,    ///< a soft junction, where the scheme has only hard ones
};

const char* to_string(SecretError error) noexcept;

class KeyPair;

/// A key pair, and the seed from which it can be made again; none after a soft junction.
struct SeededKeyPair;

class KeyPair {
  public:
    /// nullopt: ECDSA, and the seed is zero or not below the group order.
    static std::optional<KeyPair> from_seed(Scheme scheme, const KeySeed& seed) noexcept;

    Scheme scheme() const noexcept { return static_cast<Scheme>(key_.index()); }
    Bytes public_key() const;

    /// `randomness` hardens the nonce of sr25519 and need not be secret; the other schemes are deterministic.
    Bytes sign(BytesView message, const ByteArray<32>& randomness) const;

    /// A message that was hashed by the caller's own rule; nullopt: not ECDSA, no other scheme signs hashes.
    std::optional<ecdsa::Signature> sign_prehashed(const ecdsa::MessageHash& hash) const noexcept;

    /// For what only this scheme does, such as VRFs; nullptr: another scheme.
    const sr25519::KeyPair* sr25519() const noexcept { return std::get_if<sr25519::KeyPair>(&key_); }

  private:
    struct Ed25519 {
        KeySeed seed;
        ed25519::PublicKey public_key;
    };
    struct Ecdsa {
        KeySeed seed;
        ecdsa::PublicKey public_key;
    };
    std::variant<sr25519::KeyPair, Ed25519, Ecdsa> key_;

    friend Result<SeededKeyPair, SecretError> derive(SeededKeyPair parent,
                                                     std::span<const Junction> junctions) noexcept;
};

struct SeededKeyPair {
    KeyPair pair;
    std::optional<KeySeed> seed;
};

/// Follows the junctions from a pair.
Result<SeededKeyPair, SecretError> derive(SeededKeyPair parent, std::span<const Junction> junctions) noexcept;

/// The pair of a mnemonic phrase alone.
Result<SeededKeyPair, SecretError> key_from_phrase(Scheme scheme, std::string_view phrase,
                                                   std::optional<std::string_view> password);

/// The pair of a secret URI: a phrase, 0x and 64 hex digits, or neither (the development phrase); then junctions.
/// `password` comes before the one in the URI; both mean nothing to a hex seed.
Result<SeededKeyPair, SecretError> key_from_uri(Scheme scheme, std::string_view uri,
                                                std::optional<std::string_view> password);

/// Whether `signature` is valid; false also if the signature or the key has not the scheme's size.
[[nodiscard]] bool verify(Scheme scheme, BytesView signature, BytesView message, BytesView public_key) noexcept;

/// The account of a public key: the key itself, or (ECDSA) its blake2-256.
Hash256 account_of(Scheme scheme, BytesView public_key) noexcept;

}  // namespace serinus::crypto
