/// Messages by which nodes of one local network find each other: questions and answers of multicast DNS for
/// _p2p._udp.local.
/// Spec: libp2p discovery/mdns; RFC 6762; RFC 1035, 4
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libp2p/wire/multiaddr.hpp"

namespace serinus::network::mdns {

/// Spec: RFC 6762, 17: the largest packet.
inline constexpr size_t kMaxPacketBytes = 9000;
/// Ours: fits into a frame of Ethernet; addresses that do not fit are left out.
inline constexpr size_t kMaxResponseBytes = 1400;
/// Ours: of one packet.
inline constexpr size_t kMaxAddresses = 32;

enum class PacketError : uint8_t {
    kTruncated,
    kBadName,   ///< too long, or with a pointer that does not point back
    kTooLarge,  ///< the packet
};

struct Packet {
    bool asks = false;                         ///< for nodes, as a question
    std::vector<wire::Multiaddr> addresses{};  ///< with their peer ids, of an answer
};

/// Records not about _p2p._udp.local are passed over. Linear in the size of the packet.
Result<Packet, PacketError> decode_packet(BytesView packet);

Bytes encode_query();
/// `name`: of this node's records, 32 to 63 letters and digits that say nothing. `addresses`: with the peer id.
Bytes encode_response(const std::string& name, const std::vector<wire::Multiaddr>& addresses);

}  // namespace serinus::network::mdns
