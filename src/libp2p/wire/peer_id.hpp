/// Peer ids: multihashes of public keys. Only ed25519 keys have identities in the networks of Polkadot, but addresses
/// may name peers of other kinds. Spec: libp2p peer-ids
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/ed25519.hpp"

namespace serinus::network::wire {

class PeerId {
  public:
    static PeerId of(const crypto::ed25519::PublicKey& key);
    /// The multihash: identity (code 0, at most 42 bytes of key) or SHA-256 (code 0x12). nullopt: anything else.
    static std::optional<PeerId> from_bytes(BytesView multihash);
    /// Base58 ("12D3Koo…", "Qm…"), or a CIDv1 of libp2p-key in base32 ("bafz…"). nullopt: anything else.
    static std::optional<PeerId> parse(std::string_view text);

    BytesView bytes() const noexcept { return {bytes_.data(), size_}; }
    std::string to_string() const;  ///< base58
    /// The key that the id contains; nullopt: it is a hash, or of another kind of key.
    std::optional<crypto::ed25519::PublicKey> ed25519_key() const;

    friend bool operator==(const PeerId& a, const PeerId& b) noexcept { return equal(a.bytes(), b.bytes()); }
    friend std::strong_ordering operator<=>(const PeerId& a, const PeerId& b) noexcept {
        return compare(a.bytes(), b.bytes());
    }

  private:
    static constexpr size_t kMaxBytes = 44;  ///< two of the multihash's head, 42 of an identity
    ByteArray<kMaxBytes> bytes_{};
    uint8_t size_ = 0;
};

/// A public key in protobuf, as identify and noise carry it: `{ Type = 1, Data = 2 }`.
Bytes encode_public_key(const crypto::ed25519::PublicKey& key);
/// nullopt: no ed25519 key. Other kinds of keys are refused: nobody on these networks has them.
/// Observed: litep2p 0.8, crypto/ed25519 only
std::optional<crypto::ed25519::PublicKey> decode_public_key(BytesView encoded);

}  // namespace serinus::network::wire
