/// The part of a multiaddress that a TCP socket and the layers on it need: /ip4/1.2.3.4/tcp/443/wss and its relatives.
/// Spec: libp2p addressing, websockets; multiformats multiaddr
#pragma once

#include <string>

#include "libp2p/wire/multiaddr.hpp"

namespace serinus::network::wire {

enum class HostKind : uint8_t {
    kIp4,
    kIp6,
    kName,   ///< of any family
    kName4,  ///< only its IPv4 addresses
    kName6,
};

struct TransportAddress {
    HostKind kind = HostKind::kIp4;
    std::string host;  ///< an IP address as text, or a name
    uint16_t port = 0;
    bool has_tls = false;
    bool has_websocket = false;  ///< without it, TLS is not supported
    std::string path = "/";      ///< of the WebSocket request
    /// The name that the certificate must be valid for; empty: an IP address, whose certificate says nothing that the
    /// handshake of noise does not prove.
    std::string server_name = {};

    bool is_name() const noexcept { return kind != HostKind::kIp4 && kind != HostKind::kIp6; }
    /// The field Host of the WebSocket request.
    std::string host_field() const;

    friend bool operator==(const TransportAddress&, const TransportAddress&) = default;
};

/// Of an address with or without a peer id. /wss and /tls/ws are the same. The error is a sentence: the transport is
/// not supported.
Result<TransportAddress, std::string> transport_address_of(const Multiaddr& address);

/// The name of /dnsaddr/<name>; nullopt: another kind of address. Its text records hold the addresses.
std::optional<std::string> dnsaddr_name_of(const Multiaddr& address);

/// Whether a dialer can make something of the address, however many look-ups that takes.
Result<void, std::string> check_dialable(const Multiaddr& address);

}  // namespace serinus::network::wire
