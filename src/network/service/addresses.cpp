#include "network/service/addresses.hpp"

#include <ifaddrs.h>
#include <net/if.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <memory>

namespace serinus::network {
namespace {

constexpr size_t kMaxInterfaces = 16;  ///< ours: of one family

const char* suffix_of(CarrierForm form) noexcept {
    switch (form) {
        case CarrierForm::kPlain:
            return "";
        case CarrierForm::kWebSocket:
            return "/ws";
        case CarrierForm::kSecureWebSocket:
            return "/wss";
    }
    return "";
}

std::vector<boost::asio::ip::address> interfaces(bool is_ip6) {
    ifaddrs* all = nullptr;
    if (::getifaddrs(&all) != 0) return {};
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(all, &::freeifaddrs);
    std::vector<boost::asio::ip::address> out;
    for (const ifaddrs* one = all; one != nullptr && out.size() < kMaxInterfaces; one = one->ifa_next) {
        if (one->ifa_addr == nullptr) continue;
        if (!is_ip6 && one->ifa_addr->sa_family == AF_INET) {
            const auto& address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr)->sin_addr;
            out.push_back(boost::asio::ip::make_address_v4(ntohl(address.s_addr)));
        } else if (is_ip6 && one->ifa_addr->sa_family == AF_INET6) {
            boost::asio::ip::address_v6::bytes_type bytes;
            std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in6*>(one->ifa_addr)->sin6_addr, bytes.size());
            const auto address = boost::asio::ip::make_address_v6(bytes);
            if (!address.is_link_local()) out.push_back(address);
        }
    }
    return out;
}

}  // namespace

Result<boost::asio::ip::tcp::endpoint, std::string> endpoint_of(const wire::Multiaddr& address) {
    TRY_ASSIGN(const wire::TransportAddress target, wire::transport_address_of(address));
    ENSURE(!target.is_name(), "cannot listen on the name " + target.host + ": an address of this machine is needed");
    boost::system::error_code error;
    const auto ip = boost::asio::ip::make_address(target.host, error);
    ENSURE(!error, target.host + " is no IP address");
    return boost::asio::ip::tcp::endpoint(ip, target.port);
}

wire::Multiaddr multiaddr_of(const boost::asio::ip::tcp::endpoint& endpoint, CarrierForm form) {
    auto address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        address = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
    }
    auto text = address.to_string();
    text = text.substr(0, text.find('%'));  // the zone of a link-local address means nothing elsewhere
    auto out = wire::Multiaddr::parse((address.is_v4() ? "/ip4/" : "/ip6/") + text + "/tcp/" +
                                      std::to_string(endpoint.port()) + suffix_of(form));
    return out ? *std::move(out) : wire::Multiaddr();
}

std::vector<wire::Multiaddr> with_own_interfaces(const wire::Multiaddr& address) {
    const auto endpoint = endpoint_of(address);
    if (!endpoint || !endpoint->address().is_unspecified()) return {address};
    const auto target = *wire::transport_address_of(address);
    const CarrierForm form = target.has_tls         ? CarrierForm::kSecureWebSocket
                             : target.has_websocket ? CarrierForm::kWebSocket
                                                    : CarrierForm::kPlain;
    std::vector<wire::Multiaddr> out;
    for (const auto& ip : interfaces(endpoint->address().is_v6())) {
        out.push_back(multiaddr_of({ip, endpoint->port()}, form));
    }
    return out;
}

std::vector<boost::asio::ip::address_v4> own_ip4_addresses() {
    std::vector<boost::asio::ip::address_v4> out;
    for (const auto& ip : interfaces(false)) out.push_back(ip.to_v4());
    return out;
}

std::vector<unsigned> own_ip6_group_interfaces() {
    ifaddrs* all = nullptr;
    if (::getifaddrs(&all) != 0) return {};
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(all, &::freeifaddrs);
    std::vector<unsigned> out;
    for (const ifaddrs* one = all; one != nullptr && out.size() < kMaxInterfaces; one = one->ifa_next) {
        constexpr unsigned kNeeded = IFF_UP | IFF_MULTICAST;
        const bool is_ip6 = one->ifa_addr != nullptr && one->ifa_addr->sa_family == AF_INET6;
        if (!is_ip6 || (one->ifa_flags & kNeeded) != kNeeded) continue;
        const unsigned index = ::if_nametoindex(one->ifa_name);
        if (index != 0 && std::ranges::find(out, index) == out.end()) out.push_back(index);
    }
    return out;
}

}  // namespace serinus::network
