/// Multiaddresses and what sockets understand.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "network/wire/multiaddr.hpp"

namespace serinus::network {

struct DialTarget {
    std::string host;  ///< a name, or an address as text
    uint16_t port = 0;
    bool is_name = false;
    bool only_ip4 = false, only_ip6 = false;  ///< /dns4, /dns6
};

/// Of an address that TCP can reach: /ip4, /ip6 or /dns*, then /tcp. The error is a sentence: the transport is not
/// supported.
Result<DialTarget, std::string> dial_target_of(const wire::Multiaddr& address);

/// Of an address to listen on.
Result<boost::asio::ip::tcp::endpoint, std::string> endpoint_of(const wire::Multiaddr& address);

wire::Multiaddr multiaddr_of(const boost::asio::ip::tcp::endpoint& endpoint);

}  // namespace serinus::network
