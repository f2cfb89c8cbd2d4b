#include "libp2p/noise/handshake.hpp"

#include "base/assert.hpp"
#include "libp2p/wire/protobuf.hpp"

namespace serinus::network::noise {
namespace {

constexpr std::string_view kSignaturePrefix = "noise-libp2p-static-key:";
constexpr uint32_t kIdentityKeyField = 1;
constexpr uint32_t kSignatureField = 2;
constexpr size_t kLengthBytes = 2;  ///< before each message

Bytes signed_bytes(const PublicKey& static_key) { return concat(as_bytes(kSignaturePrefix), static_key.bytes); }

HandshakeError error_of(PatternError error) noexcept {
    switch (error) {
        case PatternError::kBadTag:
            return HandshakeError::kBadTag;
        case PatternError::kBadKey:
            return HandshakeError::kBadKey;
        case PatternError::kTruncated:
        case PatternError::kOutOfOrder:
            return HandshakeError::kMalformed;
    }
    return HandshakeError::kMalformed;
}

Bytes make_payload(const crypto::ed25519::Seed& node_key, const PublicKey& static_key) {
    const auto signature = crypto::ed25519::sign(node_key, signed_bytes(static_key));
    wire::ProtobufWriter writer;
    writer.bytes(kIdentityKeyField, wire::encode_public_key(crypto::ed25519::public_key_of(node_key)));
    writer.bytes(kSignatureField, signature.bytes);
    return std::move(writer).take();
}

}  // namespace

const char* to_string(HandshakeError error) noexcept {
    switch (error) {
        case HandshakeError::kMalformed:
            return "a handshake message is malformed";
        case HandshakeError::kTooLong:
            return "a handshake message is too long";
        case HandshakeError::kBadTag:
            return "a handshake message was not encrypted by the other side of this handshake";
        case HandshakeError::kBadKey:
            return "a key of the handshake has a low order";
        case HandshakeError::kBadIdentity:
            return "the identity is no ed25519 key";
        case HandshakeError::kBadSignature:
            return "the identity did not sign the static key";
        case HandshakeError::kWrongPeer:
            return "another peer answers than the one that was dialed";
    }
    return "";
}

Identity::Identity(const crypto::ed25519::Seed& node_key, const SecretKey& static_key)
    : peer_id_(wire::PeerId::of(crypto::ed25519::public_key_of(node_key))),
      static_key_(static_key),
      payload_(make_payload(node_key, public_key_of(static_key))) {}

Handshake::Handshake(Role role, const Identity& identity, const SecretKey& ephemeral,
                     std::optional<wire::PeerId> expected, BytesView prologue)
    : role_(role),
      identity_(&identity),
      expected_(expected),
      pattern_(role, identity.static_key(), ephemeral, prologue) {}

Result<void, HandshakeError> Handshake::send(BytesView payload, Bytes& out) {
    const size_t begin = out.size();
    out.resize(begin + kLengthBytes);
    if (const auto written = pattern_.write(payload, out); !written) {
        out.resize(begin);
        return Err(error_of(written.error()));
    }
    const size_t size = out.size() - begin - kLengthBytes;
    out[begin] = static_cast<uint8_t>(size >> 8);
    out[begin + 1] = static_cast<uint8_t>(size);
    return {};
}

void Handshake::start(Bytes& out) {
    if (role_ != Role::kInitiator) return;
    const auto sent = send({}, out);
    SERINUS_ASSERT(sent.has_value());  // the first message depends on nothing of the other side
}

Result<void, HandshakeError> Handshake::take(BytesView& input, Bytes& out) {
    while (!pattern_.is_complete() && !input.empty()) {
        const auto fill_to = [&](size_t size) {
            const size_t more = std::min(size - buffer_.size(), input.size());
            append(buffer_, input.first(more));
            input = input.subspan(more);
            return buffer_.size() == size;
        };
        if (buffer_.size() < kLengthBytes && !fill_to(kLengthBytes)) return {};
        const size_t size = static_cast<size_t>(buffer_[0]) << 8 | buffer_[1];
        if (size > kMaxMessageBytes) return Err(HandshakeError::kTooLong);
        if (!fill_to(kLengthBytes + size)) return {};
        const Bytes message = std::exchange(buffer_, {});
        TRY(on_message(BytesView(message).subspan(kLengthBytes), out));
    }
    return {};
}

Result<void, HandshakeError> Handshake::on_message(BytesView message, Bytes& out) {
    const auto payload = pattern_.read(message);
    if (!payload) return Err(error_of(payload.error()));
    // The payload of the first message is not authenticated and means nothing.
    if (pattern_.remote_static()) TRY(check_payload(*payload));
    if (pattern_.is_own_turn()) TRY(send(identity_->payload(), out));
    return {};
}

Result<void, HandshakeError> Handshake::check_payload(BytesView payload) {
    BytesView key, signature;
    wire::ProtobufReader reader(payload);
    for (;;) {
        const auto field = reader.next();
        if (!field) return Err(HandshakeError::kMalformed);
        if (!*field) break;
        if ((*field)->number != kIdentityKeyField && (*field)->number != kSignatureField) continue;
        const auto value = (*field)->as_bytes();
        if (!value) return Err(HandshakeError::kMalformed);
        ((*field)->number == kIdentityKeyField ? key : signature) = *value;
    }
    const auto identity = wire::decode_public_key(key);
    if (!identity) return Err(HandshakeError::kBadIdentity);
    const auto signed_by = crypto::ed25519::Signature::from(signature);
    if (!signed_by || !crypto::ed25519::verify(*signed_by, signed_bytes(*pattern_.remote_static()), *identity)) {
        return Err(HandshakeError::kBadSignature);
    }
    const auto peer = wire::PeerId::of(*identity);
    if (expected_ && *expected_ != peer) return Err(HandshakeError::kWrongPeer);
    remote_peer_ = peer;
    return {};
}

}  // namespace serinus::network::noise
