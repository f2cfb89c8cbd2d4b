#include "libp2p/kademlia/messages.hpp"

#include <algorithm>

namespace serinus::network::kademlia {
namespace {

using wire::ProtobufError;
using wire::ProtobufReader;
using wire::ProtobufWriter;

// The fields of a message.
constexpr uint32_t kTypeField = 1, kKeyField = 2, kRecordField = 3, kCloserField = 8, kProvidersField = 9,
                   kClusterLevelField = 10;
// Of a record.
constexpr uint32_t kRecordKeyField = 1, kRecordValueField = 2, kTimeField = 5, kPublisherField = 666, kTtlField = 777;
// Of a peer.
constexpr uint32_t kIdField = 1, kAddressField = 2, kConnectionField = 3;

/// Unused by all, but everybody sends this value. Observed: litep2p 0.8, message.rs
constexpr uint64_t kClusterLevel = 10;

ProtobufWriter peer_writer(const PeerInfo& peer) {
    ProtobufWriter out;
    out.bytes(kIdField, peer.peer.bytes());
    for (const auto& address : peer.addresses) out.bytes(kAddressField, address.bytes());
    if (peer.connection != ConnectionType::kNotConnected) {
        out.varint(kConnectionField, static_cast<uint64_t>(peer.connection));
    }
    return out;
}

ProtobufWriter record_writer(const Record& record) {
    ProtobufWriter out;
    out.bytes(kRecordKeyField, record.key).bytes(kRecordValueField, record.value);
    if (!record.time_received.empty()) out.text(kTimeField, record.time_received);
    if (record.publisher) out.bytes(kPublisherField, record.publisher->bytes());
    if (record.ttl_seconds != 0) out.varint(kTtlField, record.ttl_seconds);
    return out;
}

/// nullopt: the id is none.
Result<std::optional<PeerInfo>, ProtobufError> read_peer(BytesView encoded) {
    std::optional<PeerId> id;
    PeerInfo out;
    ProtobufReader reader(encoded);
    for (;;) {
        TRY_ASSIGN(const auto field, reader.next());
        if (!field) break;
        if (field->number == kIdField) {
            TRY_ASSIGN(const BytesView value, field->as_bytes());
            id = PeerId::from_bytes(value);
        } else if (field->number == kAddressField) {
            TRY_ASSIGN(const BytesView value, field->as_bytes());
            if (out.addresses.size() == kMaxAddressesPerPeer) continue;
            auto address = wire::Multiaddr::from_bytes(value);
            if (address && !address->empty()) out.addresses.push_back(*std::move(address));
        } else if (field->number == kConnectionField) {
            TRY_ASSIGN(const uint64_t value, field->as_varint());
            // A value that this program does not know says nothing.
            out.connection = value <= static_cast<uint64_t>(ConnectionType::kCannotConnect)
                                 ? static_cast<ConnectionType>(value)
                                 : ConnectionType::kNotConnected;
        }
    }
    if (!id) return std::optional<PeerInfo>();
    out.peer = *id;
    return std::optional(std::move(out));
}

Result<Record, ProtobufError> read_record(BytesView encoded) {
    Record out;
    ProtobufReader reader(encoded);
    for (;;) {
        TRY_ASSIGN(const auto field, reader.next());
        if (!field) return out;
        if (field->number == kTtlField) {
            TRY_ASSIGN(const uint64_t value, field->as_varint());
            out.ttl_seconds = static_cast<uint32_t>(std::min<uint64_t>(value, UINT32_MAX));
            continue;
        }
        const bool is_known = field->number == kRecordKeyField || field->number == kRecordValueField ||
                              field->number == kTimeField || field->number == kPublisherField;
        if (!is_known) continue;
        TRY_ASSIGN(const BytesView value, field->as_bytes());
        if (field->number == kRecordKeyField) {
            out.key = to_bytes(value);
        } else if (field->number == kRecordValueField) {
            out.value = to_bytes(value);
        } else if (field->number == kTimeField) {
            if (value.size() <= kMaxTimeBytes) out.time_received = as_text(value);
        } else if (!value.empty()) {
            out.publisher = PeerId::from_bytes(value);
            ENSURE(out.publisher, ProtobufError::kBadValue);
        }
    }
}

}  // namespace

Bytes encode(const Message& message) {
    ProtobufWriter writer;
    if (message.type != MessageType::kPutValue) writer.varint(kTypeField, static_cast<uint64_t>(message.type));
    if (!message.key.empty()) writer.bytes(kKeyField, message.key);
    if (message.record) writer.message(kRecordField, record_writer(*message.record));
    constexpr size_t kHeadBytes = 4;  // of a field: its tag, and a length below 2^21
    constexpr size_t kTailBytes = 2;  // the last field
    const auto add_peers = [&writer](uint32_t field, const std::vector<PeerInfo>& peers) {
        for (const PeerInfo& peer : peers) {
            const ProtobufWriter encoded = peer_writer(peer);
            const size_t size = writer.view().size() + encoded.view().size() + kHeadBytes + kTailBytes;
            if (size <= kMaxMessageBytes) writer.message(field, encoded);
        }
    };
    add_peers(kCloserField, message.closer_peers);
    add_peers(kProvidersField, message.provider_peers);
    writer.varint(kClusterLevelField, kClusterLevel);
    return std::move(writer).take();
}

Result<Message, ProtobufError> decode_message(BytesView encoded) {
    Message out{.type = MessageType::kPutValue};  // the value of a field that is missing
    ProtobufReader reader(encoded);
    for (;;) {
        TRY_ASSIGN(const auto field, reader.next());
        if (!field) return out;
        if (field->number == kTypeField) {
            TRY_ASSIGN(const uint64_t value, field->as_varint());
            ENSURE(value <= static_cast<uint64_t>(MessageType::kPing), ProtobufError::kBadValue);
            out.type = static_cast<MessageType>(value);
        } else if (field->number == kKeyField) {
            TRY_ASSIGN(const BytesView value, field->as_bytes());
            out.key = to_bytes(value);
        } else if (field->number == kRecordField) {
            TRY_ASSIGN(const BytesView value, field->as_bytes());
            TRY_ASSIGN(out.record, read_record(value));
        } else if (field->number == kCloserField || field->number == kProvidersField) {
            TRY_ASSIGN(const BytesView value, field->as_bytes());
            auto& peers = field->number == kCloserField ? out.closer_peers : out.provider_peers;
            if (peers.size() == kMaxPeersPerMessage) continue;
            TRY_ASSIGN(auto peer, read_peer(value));
            if (peer) peers.push_back(*std::move(peer));
        }
    }
}

}  // namespace serinus::network::kademlia
