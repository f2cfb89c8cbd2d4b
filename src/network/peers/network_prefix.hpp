/// The network that an address lies in, by which places for peers are shared out: an owner of one address of a
/// network can have many.
#pragma once

#include "libp2p/wire/multiaddr.hpp"

namespace serinus::network {

/// The first bits of an IP address, zeros behind them.
struct NetworkPrefix {
    bool is_ip6 = false;
    ByteArray<16> bits{};

    friend auto operator<=>(const NetworkPrefix&, const NetworkPrefix&) = default;
};

/// Of an address that begins with an IP address; nullopt: it does not. IPv4 addresses in IPv6 count as IPv4.
std::optional<NetworkPrefix> network_of(const wire::Multiaddr& address, unsigned ip4_bits, unsigned ip6_bits);

}  // namespace serinus::network
