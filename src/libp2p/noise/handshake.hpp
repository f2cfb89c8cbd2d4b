/// How two nodes of libp2p prove their peer ids to each other: the pattern XX, each side's payload signed by its
/// identity. Spec: libp2p noise
#pragma once

#include "libp2p/noise/pattern_xx.hpp"
#include "libp2p/wire/peer_id.hpp"

namespace serinus::network::noise {

/// The keys of this node for all of its connections: the signature of the static key is made once.
class Identity {
  public:
    Identity(const crypto::ed25519::Seed& node_key, const SecretKey& static_key);

    const wire::PeerId& peer_id() const noexcept { return peer_id_; }
    const SecretKey& static_key() const noexcept { return static_key_; }
    /// In protobuf: the identity key and its signature of the static key.
    BytesView payload() const noexcept { return payload_; }

  private:
    wire::PeerId peer_id_;
    SecretKey static_key_;
    Bytes payload_;
};

enum class HandshakeError : uint8_t {
    kMalformed,  ///< a message that is cut off, or a payload that does not decode
    kTooLong,    ///< more bytes than a handshake message has
    kBadTag,
    kBadKey,        ///< a static or ephemeral key of low order
    kBadIdentity,   ///< no ed25519 key
    kBadSignature,  ///< the identity did not sign the static key
    kWrongPeer,     ///< another peer than the one that was dialed
};
const char* to_string(HandshakeError error) noexcept;

/// One handshake, from bytes to bytes. Each message stands behind its length, two bytes, big-endian.
class Handshake {
  public:
    using Role = PatternXx::Role;

    /// Ours: real payloads have less than 200 bytes, some hundred more with certificates' hashes.
    static constexpr size_t kMaxMessageBytes = 4096;

    /// `expected`: the peer that was dialed; nullopt accepts any. `identity` must outlive the handshake.
    Handshake(Role role, const Identity& identity, const SecretKey& ephemeral, std::optional<wire::PeerId> expected,
              BytesView prologue = {});

    /// The initiator's first message goes to `out`. To be called once, by both roles.
    void start(Bytes& out);
    /// Takes bytes from the front of `input`, none behind the handshake's last message, and appends to `out` bytes to
    /// be sent.
    [[nodiscard]] Result<void, HandshakeError> take(BytesView& input, Bytes& out);

    bool is_complete() const noexcept { return pattern_.is_complete() && remote_peer_.has_value(); }
    /// Of the other side, once it is proved.
    const std::optional<wire::PeerId>& remote_peer() const noexcept { return remote_peer_; }
    /// Precondition: is_complete().
    PatternXx::Transport split() const { return pattern_.split(); }

  private:
    [[nodiscard]] Result<void, HandshakeError> on_message(BytesView message, Bytes& out);
    [[nodiscard]] Result<void, HandshakeError> check_payload(BytesView payload);
    [[nodiscard]] Result<void, HandshakeError> send(BytesView payload, Bytes& out);

    Role role_;
    const Identity* identity_;
    std::optional<wire::PeerId> expected_;
    PatternXx pattern_;
    std::optional<wire::PeerId> remote_peer_;
    Bytes buffer_;  ///< a message that is not complete, with its length
};

}  // namespace serinus::network::noise
