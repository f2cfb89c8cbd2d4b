/// Multiaddresses and the endpoints of sockets.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "libp2p/wire/transport_address.hpp"
#include "network/service/carrier.hpp"

namespace serinus::network {

/// Of an address to listen on.
Result<boost::asio::ip::tcp::endpoint, std::string> endpoint_of(const wire::Multiaddr& address);

wire::Multiaddr multiaddr_of(const boost::asio::ip::tcp::endpoint& endpoint, CarrierForm form = CarrierForm::kPlain);

/// The same address with those of this machine's interfaces in place of 0.0.0.0 or ::, as others need it; without
/// link-local ones. An address of another host stays as it is.
std::vector<wire::Multiaddr> with_own_interfaces(const wire::Multiaddr& address);

std::vector<boost::asio::ip::address_v4> own_ip4_addresses();
/// The indices of the interfaces that have an IPv6 address and take part in groups.
std::vector<unsigned> own_ip6_group_interfaces();

}  // namespace serinus::network
