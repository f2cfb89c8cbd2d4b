#include "rpc/access.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace serinus::rpc {
namespace {

constexpr uint32_t kMappedBits = 96;  // ::ffff:0:0/96

bool equal_letters(std::string_view a, std::string_view b) {
    const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, small, small);
}

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// The address of "192.0.2.1", "192.0.2.1:80", "[2001:db8::1]:80", each maybe in quotes.
std::optional<IpAddress> parse_node(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    if (text.starts_with('[')) {
        const size_t end = text.find(']');
        return end == text.npos ? std::nullopt : parse_ip(text.substr(1, end - 1));
    }
    if (const auto address = parse_ip(text)) return address;
    return parse_ip(text.substr(0, text.find(':')));
}

/// The first `for` of a Forwarded header: "for=192.0.2.60;proto=http, for=…".
std::optional<IpAddress> parse_forwarded(std::string_view header) {
    std::string_view first = header.substr(0, header.find(','));
    while (!first.empty()) {
        const size_t end = std::min(first.find(';'), first.size());
        const std::string_view pair = trimmed(first.substr(0, end));
        const size_t equals = pair.find('=');
        if (equals != pair.npos && equal_letters(trimmed(pair.substr(0, equals)), "for")) {
            return parse_node(pair.substr(equals + 1));
        }
        first.remove_prefix(std::min(end + 1, first.size()));
    }
    return std::nullopt;
}

}  // namespace

bool is_allowed_origin(const std::vector<std::string>& patterns, std::string_view origin) {
    return std::ranges::any_of(patterns, [&](std::string_view pattern) {
        if (!pattern.ends_with(":*")) return equal_letters(pattern, origin);
        pattern.remove_suffix(2);
        if (origin.size() < pattern.size() || !equal_letters(pattern, origin.substr(0, pattern.size()))) return false;
        const std::string_view rest = origin.substr(pattern.size());
        return rest.empty() || (rest.front() == ':' && is_number(rest.substr(1)));
    });
}

bool is_local_host(std::string_view host, uint16_t port) {
    constexpr std::string_view kDefaultPort = "80";
    for (const std::string_view name : {"localhost", "127.0.0.1", "[::1]"}) {
        if (host.size() < name.size() || !equal_letters(name, host.substr(0, name.size()))) continue;
        const std::string_view rest = host.substr(name.size());
        if (rest.empty()) return kDefaultPort == std::to_string(port);
        return rest.front() == ':' && rest.substr(1) == std::to_string(port);
    }
    return false;
}

bool is_json_content_type(std::string_view type) {
    for (const std::string_view name : {"application/json", "application/json-rpc"}) {
        if (type.size() < name.size() || !equal_letters(name, type.substr(0, name.size()))) continue;
        const std::string_view rest = type.substr(name.size());
        if (rest.empty() || equal_letters(rest, ";charset=utf-8") || equal_letters(rest, "; charset=utf-8"))
            return true;
    }
    return false;
}

std::optional<IpAddress> parse_ip(std::string_view text) {
    const std::string terminated(text);
    IpAddress address{};
    if (::inet_pton(AF_INET6, terminated.c_str(), address.data()) == 1) return address;
    if (::inet_pton(AF_INET, terminated.c_str(), address.data() + 12) != 1) return std::nullopt;
    address[10] = address[11] = 0xff;
    return address;
}

bool IpNetwork::contains(const IpAddress& other) const noexcept {
    const size_t bytes = prefix_bits / 8, bits = prefix_bits % 8;
    if (!std::equal(address.begin(), address.begin() + static_cast<ptrdiff_t>(bytes), other.begin())) return false;
    return bits == 0 || (address[bytes] ^ other[bytes]) >> (8 - bits) == 0;
}

std::optional<IpNetwork> parse_network(std::string_view text) {
    const size_t slash = text.find('/');
    const std::string_view host = text.substr(0, slash);
    const auto address = parse_ip(host);
    if (!address) return std::nullopt;
    const bool is_v4 = host.find(':') == host.npos;
    uint32_t bits = is_v4 ? 32 : 128;
    if (slash != text.npos) {
        const std::string_view digits = text.substr(slash + 1);
        uint32_t given = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), given);
        if (error != std::errc() || end != digits.data() + digits.size() || given > bits) return std::nullopt;
        bits = given;
    }
    return IpNetwork{*address, is_v4 ? kMappedBits + bits : bits};
}

std::optional<IpAddress> forwarded_address(std::string_view forwarded, std::string_view x_forwarded_for,
                                           std::string_view x_real_ip) {
    if (const auto address = parse_forwarded(forwarded)) return address;
    if (const auto address = parse_node(x_forwarded_for.substr(0, x_forwarded_for.find(',')))) return address;
    return parse_node(x_real_ip);
}

}  // namespace serinus::rpc
