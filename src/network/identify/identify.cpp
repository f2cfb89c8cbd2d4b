#include "network/identify/identify.hpp"

namespace serinus::network {
namespace {

constexpr std::string_view kProtocolVersion = "/substrate/1.0";

// The fields of the message.
constexpr uint32_t kPublicKey = 1, kListenAddresses = 2, kProtocols = 3, kObservedAddress = 4,
                   kProtocolVersionField = 5, kAgentVersion = 6;

/// Text of a peer that people and logs will see; nothing says that it is UTF-8.
std::string text_of(BytesView bytes) {
    std::string out(as_text(bytes));
    for (char& c : out) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    }
    return out;
}

}  // namespace

Bytes encode_identify(const IdentifyMessage& message) {
    wire::ProtobufWriter writer;
    if (message.public_key) writer.bytes(kPublicKey, wire::encode_public_key(*message.public_key));
    writer.text(kProtocolVersionField, message.protocol_version).text(kAgentVersion, message.agent_version);
    if (message.observed_address) writer.bytes(kObservedAddress, message.observed_address->bytes());
    constexpr size_t kHeadBytes = 3;  // of a field
    for (const std::string& name : message.protocols) {
        if (writer.view().size() + name.size() + kHeadBytes <= kMaxIdentifyBytes) writer.text(kProtocols, name);
    }
    for (const wire::Multiaddr& address : message.listen_addresses) {
        if (writer.view().size() + address.bytes().size() + kHeadBytes <= kMaxIdentifyBytes) {
            writer.bytes(kListenAddresses, address.bytes());
        }
    }
    return std::move(writer).take();
}

Result<IdentifyMessage, wire::ProtobufError> decode_identify(BytesView encoded) {
    IdentifyMessage out;
    wire::ProtobufReader reader(encoded);
    for (;;) {
        TRY_ASSIGN(const auto field, reader.next());
        if (!field) return out;
        if (field->number < kPublicKey || field->number > kAgentVersion) continue;
        TRY_ASSIGN(const BytesView value, field->as_bytes());
        const auto address = [&]() -> std::optional<wire::Multiaddr> {
            auto parsed = wire::Multiaddr::from_bytes(value);
            return parsed && !parsed->empty() ? std::optional(*std::move(parsed)) : std::nullopt;
        };
        switch (field->number) {
            case kPublicKey:
                out.public_key = wire::decode_public_key(value);
                break;
            case kListenAddresses:
                if (auto one = address()) out.listen_addresses.push_back(*std::move(one));
                break;
            case kProtocols:
                out.protocols.push_back(text_of(value));
                break;
            case kObservedAddress:
                out.observed_address = address();
                break;
            case kProtocolVersionField:
                out.protocol_version = text_of(value);
                break;
            default:
                out.agent_version = text_of(value);
        }
    }
}

void Identify::on_connection(ConnectionId connection, const ConnectionInfo& info, Millis) {
    remote_addresses_.emplace(connection, info.address);
    const auto substream = host_.substreams().open(connection, {std::string(kIdentifyName)}, kMaxIdentifyBytes);
    if (substream) asking_.emplace(connection, *substream);
}

void Identify::on_connection_gone(ConnectionId connection, Millis) {
    remote_addresses_.erase(connection);
    asking_.erase(connection);
}

void Identify::on_substream(ConnectionId connection, const PeerId& peer, const link::MessageEvent& event, Millis now) {
    if (const auto* accepted = std::get_if<libp2p::SubstreamAccepted>(&event)) {
        const SubstreamKey key{connection, accepted->substream};
        const auto remote = remote_addresses_.find(connection);
        const bool is_known = remote != remote_addresses_.end() && !remote->second.empty();
        (void)host_.substreams().send(
            key, encode_identify(
                     {.protocol_version = std::string(kProtocolVersion),
                      .agent_version = facts_.agent_version,
                      .public_key = facts_.public_key,
                      .listen_addresses = listen_addresses_,
                      .observed_address = is_known ? std::optional(remote->second.without_peer_id()) : std::nullopt,
                      .protocols = protocols_}));
        host_.substreams().finish(key);
        return host_.report(peer, kIdentifyPrice, now);
    }
    const auto found = asking_.find(connection);
    const auto* message = std::get_if<link::MessageReceived>(&event);
    if (found == asking_.end() || message == nullptr || message->substream != found->second) return;
    asking_.erase(found);
    host_.substreams().reset({connection, message->substream});
    const auto identified = decode_identify(message->message);
    if (!identified) return host_.report(peer, kMalformedIdentify, now);
    // Another key than the one that the handshake proved is no news, but not worth a connection either.
    if (identified->public_key && PeerId::of(*identified->public_key) != peer)
        return host_.report(peer, kForeignKey, now);
    on_identified_(connection, peer, *identified, now);
}

}  // namespace serinus::network
