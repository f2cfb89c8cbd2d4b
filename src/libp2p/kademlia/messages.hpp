/// The messages of the protocol kad: one request and at most one answer a substream, of the same shape.
/// Spec: libp2p kad-dht
/// Observed: litep2p 0.8, message.rs: publisher and time to live of a record
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libp2p/wire/multiaddr.hpp"
#include "libp2p/wire/protobuf.hpp"

namespace serinus::network::kademlia {

using wire::PeerId;

/// Observed: litep2p 0.8, config.rs
inline constexpr size_t kMaxMessageBytes = size_t{70} << 10;
inline constexpr size_t kMaxValueBytes = size_t{65} << 10;
/// Peers of one list of a message that are read; and addresses of one peer. Ours: 20 is k, 16 as many as an authority
/// may have.
inline constexpr size_t kMaxPeersPerMessage = 20;
inline constexpr size_t kMaxAddressesPerPeer = 16;
inline constexpr size_t kMaxTimeBytes = 64;

enum class MessageType : uint8_t {
    kPutValue = 0,
    kGetValue = 1,
    kAddProvider = 2,
    kGetProviders = 3,
    kFindNode = 4,
    kPing = 5,
};

/// The sender's connection to a peer, as it claims. Nothing relies on it.
enum class ConnectionType : uint8_t { kNotConnected = 0, kConnected = 1, kCanConnect = 2, kCannotConnect = 3 };

struct PeerInfo {
    PeerId peer;
    std::vector<wire::Multiaddr> addresses = {};
    ConnectionType connection = ConnectionType::kNotConnected;

    friend bool operator==(const PeerInfo&, const PeerInfo&) = default;
};

struct Record {
    Bytes key, value;
    std::optional<PeerId> publisher = {};
    uint32_t ttl_seconds = 0;        ///< from now on; 0: the holder's own limit
    std::string time_received = {};  ///< by the holder, RFC 3339; only peers outside of our networks ask for it

    friend bool operator==(const Record&, const Record&) = default;
};

struct Message {
    MessageType type = MessageType::kFindNode;
    Bytes key = {};  ///< of the record, or the bytes of the peer id that is looked for
    std::optional<Record> record = {};
    std::vector<PeerInfo> closer_peers = {};
    std::vector<PeerInfo> provider_peers = {};

    friend bool operator==(const Message&, const Message&) = default;
};

/// At most kMaxMessageBytes, if the record's value is at most kMaxValueBytes: peers at the end are left out if there
/// are too many.
Bytes encode(const Message& message);
/// Peers whose id does not decode are left out, and addresses that do not; above the bounds so are all that follow.
Result<Message, wire::ProtobufError> decode_message(BytesView encoded);

}  // namespace serinus::network::kademlia
