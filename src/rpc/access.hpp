/// Which clients may connect: origins of pages, names of this machine, addresses of clients. No I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::rpc {

/// Whether a page of that origin may connect to the server. A pattern may end with ":*" for any port, or none.
bool is_allowed_origin(const std::vector<std::string>& patterns, std::string_view origin);

/// Whether the Host header of a request names this machine and our port. Observed: what polkadot 1.25.1 allows unless
/// all origins are allowed.
bool is_local_host(std::string_view host, uint16_t port);

/// Observed: polkadot 1.25.1: the content types of a request.
bool is_json_content_type(std::string_view type);

/// An address of either version, as sixteen bytes; IPv4 mapped into IPv6.
using IpAddress = ByteArray<16>;
std::optional<IpAddress> parse_ip(std::string_view text);

/// "10.0.0.0/8", "::1".
struct IpNetwork {
    IpAddress address;
    uint32_t prefix_bits;  ///< of the sixteen bytes
    bool contains(const IpAddress& other) const noexcept;
};
std::optional<IpNetwork> parse_network(std::string_view text);

/// The address that a proxy forwards for. Observed: polkadot 1.25.1: Forwarded goes before X-Forwarded-For, that before
/// X-Real-Ip, and of several the first.
std::optional<IpAddress> forwarded_address(std::string_view forwarded, std::string_view x_forwarded_for,
                                           std::string_view x_real_ip);

}  // namespace serinus::rpc
