#include "libp2p/wire/transport_address.hpp"

#include <arpa/inet.h>

namespace serinus::network::wire {
namespace {

std::string ip_of(int family, BytesView value) {
    char out[INET6_ADDRSTRLEN] = {};
    (void)::inet_ntop(family, value.data(), out, sizeof out);
    return out;
}

/// Host and port. False: the address does not begin with them.
bool take_host(std::span<const AddressPart>& parts, TransportAddress& out) {
    if (parts.size() < 2 || parts[1].protocol != AddressProtocol::kTcp) return false;
    out.port = parts[1].port();
    switch (parts[0].protocol) {
        case AddressProtocol::kIp4:
            out.host = ip_of(AF_INET, parts[0].value);
            break;
        case AddressProtocol::kIp6:
            out.kind = HostKind::kIp6;
            out.host = ip_of(AF_INET6, parts[0].value);
            break;
        case AddressProtocol::kDns:
        case AddressProtocol::kDns4:
        case AddressProtocol::kDns6:
            out.kind = parts[0].protocol == AddressProtocol::kDns    ? HostKind::kName
                       : parts[0].protocol == AddressProtocol::kDns4 ? HostKind::kName4
                                                                     : HostKind::kName6;
            out.host = std::string(parts[0].name());
            out.server_name = out.host;
            break;
        default:
            return false;
    }
    parts = parts.subspan(2);
    return true;
}

/// TLS and WebSocket.
void take_layers(std::span<const AddressPart>& parts, TransportAddress& out) {
    const auto take = [&](AddressProtocol protocol) -> const AddressPart* {
        if (parts.empty() || parts[0].protocol != protocol) return nullptr;
        const AddressPart* const part = parts.data();
        parts = parts.subspan(1);
        return part;
    };
    // The path stands without the slash that it begins with. Observed: rust multiaddr 0.18, x-parity-ws
    const auto take_path = [&](const AddressPart* part) {
        if (part == nullptr) return false;
        out.path = std::string(as_text(part->value));
        if (!out.path.starts_with('/')) out.path.insert(out.path.begin(), '/');
        return true;
    };
    if (take(AddressProtocol::kTls) != nullptr) {
        out.has_tls = true;
        if (const auto* name = take(AddressProtocol::kSni)) out.server_name = std::string(name->name());
    } else if (take(AddressProtocol::kWss) != nullptr || take_path(take(AddressProtocol::kWssWithPath))) {
        out.has_tls = out.has_websocket = true;
        return;
    }
    out.has_websocket = take(AddressProtocol::kWs) != nullptr || take_path(take(AddressProtocol::kWsWithPath));
}

}  // namespace

std::string TransportAddress::host_field() const {
    const std::string name = kind == HostKind::kIp6 ? "[" + host + "]" : host;
    return port == (has_tls ? 443 : 80) ? name : name + ":" + std::to_string(port);
}

Result<TransportAddress, std::string> transport_address_of(const Multiaddr& address) {
    const Multiaddr bare = address.without_peer_id();
    const auto all = bare.parts();
    std::span<const AddressPart> parts = all;
    const std::string unsupported = "the transport of " + bare.to_string() + " is not supported";
    TransportAddress out;
    ENSURE(take_host(parts, out), unsupported);
    take_layers(parts, out);
    ENSURE(parts.empty() && (out.has_websocket || !out.has_tls), unsupported);
    return out;
}

std::optional<std::string> dnsaddr_name_of(const Multiaddr& address) {
    const Multiaddr bare = address.without_peer_id();
    const auto parts = bare.parts();
    if (parts.size() != 1 || parts[0].protocol != AddressProtocol::kDnsaddr) return std::nullopt;
    return std::string(parts[0].name());
}

Result<void, std::string> check_dialable(const Multiaddr& address) {
    if (!dnsaddr_name_of(address)) TRY(transport_address_of(address));
    return {};
}

}  // namespace serinus::network::wire
