#include "chain/spec/addresses.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace serinus::chain {
namespace {

constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

bool is_printable(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

/// "/" and segments that are not empty.
Result<void, AddressError> check_multiaddress(std::string_view text) {
    ENSURE(text.starts_with('/'), AddressError{"a multiaddress begins with a slash"});
    ENSURE(is_printable(text), AddressError{"a multiaddress has no spaces, control characters or non-ASCII letters"});
    ENSURE(!text.ends_with('/') && text.find("//") == text.npos, AddressError{"a part of the multiaddress is empty"});
    return {};
}

struct Scheme {
    std::string_view name;
    std::string_view port;
    std::string_view protocol;  ///< of an address without a path
    bool keeps_path;
};

constexpr std::array<Scheme, 4> kSchemes = {{
    {"ws", "80", "ws", true},
    {"wss", "443", "wss", true},
    {"http", "80", "http", false},
    {"https", "443", "https", false},
}};

std::string lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return out;
}

/// The characters that a path inside a multiaddress cannot hold as they are.
std::string percent_encode(std::string_view path) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : path) {
        if (std::string_view("%/`?{} \"#<>").find(c) != std::string_view::npos) {
            out += '%';
            out += kDigits[c >> 4];
            out += kDigits[c & 15];
        } else {
            out += c;
        }
    }
    return out;
}

bool is_ipv4(std::string_view host) noexcept {
    int parts = 0;
    while (true) {
        const size_t dot = std::min(host.find('.'), host.size());
        unsigned value = 0;
        const auto [end, error] = std::from_chars(host.data(), host.data() + dot, value);
        if (dot == 0 || dot > 3 || error != std::errc() || end != host.data() + dot || value > 255) return false;
        ++parts;
        if (dot == host.size()) return parts == 4;
        host.remove_prefix(dot + 1);
    }
}

std::optional<uint16_t> parse_port(std::string_view digits) noexcept {
    uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return port;
}

Result<std::string, AddressError> multiaddress_of_url(const Scheme& scheme, std::string_view rest) {
    ENSURE(is_printable(rest), AddressError{"a URL has no spaces, control characters or non-ASCII letters"});
    ENSURE(rest.find_first_of("?#@") == rest.npos,
           AddressError{"a multiaddress cannot hold a URL's user, query or fragment"});
    const size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view path = slash == rest.size() ? "/" : rest.substr(slash);
    std::string_view host = rest.substr(0, slash);
    std::string port(scheme.port);
    if (const size_t colon = host.rfind(':'); colon != host.npos && !host.ends_with(']')) {
        const auto number = parse_port(host.substr(colon + 1));
        ENSURE(number.has_value(), AddressError{"the URL's port is no number below 65536"});
        port = std::to_string(*number);
        host = host.substr(0, colon);
    }
    ENSURE(!host.empty() && host.find_first_of("[]:") == host.npos, AddressError{"the URL has no host name"});
    ENSURE(scheme.keeps_path || path == "/", AddressError{"a multiaddress cannot hold the path of an http URL"});

    std::string out = (is_ipv4(host) ? "/ip4/" : "/dns/") + lower_case(host) + "/tcp/" + port;
    if (path == "/") return out + "/" + std::string(scheme.protocol);
    return out + "/x-parity-" + std::string(scheme.protocol) + "/" + percent_encode(path);
}

}  // namespace

Result<std::string, AddressError> parse_boot_node(std::string_view text) {
    TRY(check_multiaddress(text));
    const size_t last = text.rfind('/');
    const std::string_view peer_id = text.substr(last + 1);
    const std::string_view transport = text.substr(0, last);
    const bool old_name = transport.ends_with("/ipfs");
    ENSURE(old_name || transport.ends_with("/p2p"),
           AddressError{"the address of a boot node ends in /p2p/ and its peer id"});
    // 34 bytes of a hashed key or 38 of an Ed25519 one make 46 to 52 characters.
    ENSURE(peer_id.size() >= 44 && peer_id.size() <= 64 && peer_id.find_first_not_of(kBase58) == peer_id.npos,
           AddressError{"the peer id is not one"});
    if (!old_name) return std::string(text);
    return std::string(transport.substr(0, transport.size() - 5)) + "/p2p/" + std::string(peer_id);
}

Result<std::string, AddressError> parse_telemetry_address(std::string_view text) {
    if (const size_t colon = text.find("://"); colon != text.npos && !text.starts_with('/')) {
        const std::string name = lower_case(text.substr(0, colon));
        const auto scheme = std::ranges::find(kSchemes, std::string_view(name), &Scheme::name);
        ENSURE(scheme != kSchemes.end(), AddressError{"a telemetry URL is ws, wss, http or https"});
        return multiaddress_of_url(*scheme, text.substr(colon + 3));
    }
    TRY(check_multiaddress(text));
    return std::string(text);
}

}  // namespace serinus::chain
