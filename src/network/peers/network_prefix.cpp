#include "network/peers/network_prefix.hpp"

namespace serinus::network {

std::optional<NetworkPrefix> network_of(const wire::Multiaddr& address, unsigned ip4_bits, unsigned ip6_bits) {
    constexpr uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    const auto parts = address.parts();
    if (parts.empty()) return std::nullopt;
    BytesView ip = parts[0].value;
    NetworkPrefix out{.is_ip6 = parts[0].protocol == wire::AddressProtocol::kIp6};
    if (!out.is_ip6 && parts[0].protocol != wire::AddressProtocol::kIp4) return std::nullopt;
    if (out.is_ip6 && equal(ip.first(sizeof kMapped), kMapped)) {
        out.is_ip6 = false;
        ip = ip.last(4);
    }
    unsigned bits = out.is_ip6 ? ip6_bits : ip4_bits;
    for (size_t i = 0; i < ip.size() && bits > 0; ++i) {
        const unsigned here = std::min(bits, 8u);
        out.bits[i] = static_cast<uint8_t>(ip[i] & (0xff00u >> here));
        bits -= here;
    }
    return out;
}

}  // namespace serinus::network
