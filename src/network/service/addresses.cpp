#include "network/service/addresses.hpp"

#include <boost/asio/ip/address.hpp>

namespace serinus::network {

using wire::AddressProtocol;

Result<DialTarget, std::string> dial_target_of(const wire::Multiaddr& address) {
    const wire::Multiaddr bare = address.without_peer_id();
    const auto parts = bare.parts();
    const std::string unsupported = "the transport of " + bare.to_string() + " is not supported";
    ENSURE(parts.size() == 2 && parts[1].protocol == AddressProtocol::kTcp, unsupported);
    DialTarget out{.host = {}, .port = parts[1].port()};
    switch (parts[0].protocol) {
        case AddressProtocol::kIp4: {
            boost::asio::ip::address_v4::bytes_type bytes;
            std::ranges::copy(parts[0].value, bytes.begin());
            out.host = boost::asio::ip::address_v4(bytes).to_string();
            return out;
        }
        case AddressProtocol::kIp6: {
            boost::asio::ip::address_v6::bytes_type bytes;
            std::ranges::copy(parts[0].value, bytes.begin());
            out.host = boost::asio::ip::address_v6(bytes).to_string();
            return out;
        }
        case AddressProtocol::kDns:
        case AddressProtocol::kDns4:
        case AddressProtocol::kDns6:
            out.host = std::string(parts[0].name());
            out.is_name = true;
            out.only_ip4 = parts[0].protocol == AddressProtocol::kDns4;
            out.only_ip6 = parts[0].protocol == AddressProtocol::kDns6;
            return out;
        default:
            return Err(unsupported);
    }
}

Result<boost::asio::ip::tcp::endpoint, std::string> endpoint_of(const wire::Multiaddr& address) {
    TRY_ASSIGN(const DialTarget target, dial_target_of(address));
    ENSURE(!target.is_name, "cannot listen on the name " + target.host + ": an address of this machine is needed");
    boost::system::error_code error;
    const auto ip = boost::asio::ip::make_address(target.host, error);
    ENSURE(!error, target.host + " is no IP address");
    return boost::asio::ip::tcp::endpoint(ip, target.port);
}

wire::Multiaddr multiaddr_of(const boost::asio::ip::tcp::endpoint& endpoint) {
    auto address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        address = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
    }
    auto text = address.to_string();
    text = text.substr(0, text.find('%'));  // the zone of a link-local address means nothing elsewhere
    auto out = wire::Multiaddr::parse((address.is_v4() ? "/ip4/" : "/ip6/") + text + "/tcp/" +
                                      std::to_string(endpoint.port()));
    return out ? *std::move(out) : wire::Multiaddr();
}

}  // namespace serinus::network
