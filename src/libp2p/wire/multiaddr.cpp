#include "libp2p/wire/multiaddr.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/hex.hpp"
#include "libp2p/wire/varint.hpp"

namespace serinus::network::wire {
namespace {

/// The form of a protocol's value.
enum class ValueKind : uint8_t { kNone, kIp4, kIp6, kPort, kNumber64, kName, kPeer, kMultihash, kPath };

struct Protocol {
    AddressProtocol code;
    std::string_view name;
    ValueKind value;
};

constexpr std::array<Protocol, 24> kProtocols = {{
    {AddressProtocol::kIp4, "ip4", ValueKind::kIp4},
    {AddressProtocol::kTcp, "tcp", ValueKind::kPort},
    {AddressProtocol::kIp6, "ip6", ValueKind::kIp6},
    {AddressProtocol::kIp6Zone, "ip6zone", ValueKind::kName},
    {AddressProtocol::kDns, "dns", ValueKind::kName},
    {AddressProtocol::kDns4, "dns4", ValueKind::kName},
    {AddressProtocol::kDns6, "dns6", ValueKind::kName},
    {AddressProtocol::kDnsaddr, "dnsaddr", ValueKind::kName},
    {AddressProtocol::kUdp, "udp", ValueKind::kPort},
    {AddressProtocol::kWebRtcDirect, "webrtc-direct", ValueKind::kNone},
    {AddressProtocol::kP2pCircuit, "p2p-circuit", ValueKind::kNone},
    {AddressProtocol::kP2p, "p2p", ValueKind::kPeer},
    {AddressProtocol::kTls, "tls", ValueKind::kNone},
    {AddressProtocol::kSni, "sni", ValueKind::kName},
    {AddressProtocol::kQuic, "quic", ValueKind::kNone},
    {AddressProtocol::kQuicV1, "quic-v1", ValueKind::kNone},
    {AddressProtocol::kWebTransport, "webtransport", ValueKind::kNone},
    {AddressProtocol::kCerthash, "certhash", ValueKind::kMultihash},
    {AddressProtocol::kWs, "ws", ValueKind::kNone},
    {AddressProtocol::kWss, "wss", ValueKind::kNone},
    {AddressProtocol::kHttp, "http", ValueKind::kNone},
    {AddressProtocol::kMemory, "memory", ValueKind::kNumber64},
    {AddressProtocol::kWsWithPath, "x-parity-ws", ValueKind::kPath},
    {AddressProtocol::kWssWithPath, "x-parity-wss", ValueKind::kPath},
}};

const Protocol* find_protocol(uint64_t code) noexcept {
    const auto found =
        std::ranges::find(kProtocols, code, [](const Protocol& p) { return static_cast<uint64_t>(p.code); });
    return found == kProtocols.end() ? nullptr : &*found;
}

const Protocol* find_protocol(std::string_view name) noexcept {
    if (name == "ipfs") name = "p2p";
    const auto found = std::ranges::find(kProtocols, name, &Protocol::name);
    return found == kProtocols.end() ? nullptr : &*found;
}

AddressError bad(std::string reason) { return {std::move(reason)}; }

/// Bytes of a value; nullopt: it begins with its length.
std::optional<size_t> fixed_size(ValueKind kind) noexcept {
    switch (kind) {
        case ValueKind::kNone:
            return 0;
        case ValueKind::kIp4:
            return 4;
        case ValueKind::kIp6:
            return 16;
        case ValueKind::kPort:
            return 2;
        case ValueKind::kNumber64:
            return 8;
        case ValueKind::kName:
        case ValueKind::kPeer:
        case ValueKind::kMultihash:
        case ValueKind::kPath:
            return std::nullopt;
    }
    return std::nullopt;
}

bool is_text(BytesView value) noexcept {
    return !value.empty() && std::ranges::all_of(value, [](uint8_t c) { return c > ' ' && c < 0x7f && c != '/'; });
}

/// A path may hold slashes, which its text escapes.
bool is_path(BytesView value) noexcept {
    return !value.empty() && std::ranges::all_of(value, [](uint8_t c) { return c > ' ' && c < 0x7f; });
}

Result<void, AddressError> check_value(const Protocol& protocol, BytesView value) {
    const bool good = [&] {
        switch (protocol.value) {
            case ValueKind::kName:
                return is_text(value);
            case ValueKind::kPath:
                return is_path(value);
            case ValueKind::kPeer:
                return PeerId::from_bytes(value).has_value();
            case ValueKind::kMultihash: {
                BytesView rest = value;
                if (!decode_varint(rest)) return false;
                const auto size = decode_varint(rest);
                return size && *size == rest.size();
            }
            default:
                return true;
        }
    }();
    ENSURE(good, bad("the value of /" + std::string(protocol.name) + " is not one"));
    return {};
}

/// The next protocol with its value. On success `input` starts behind it.
Result<AddressPart, AddressError> take_part(BytesView& input) {
    const auto code = decode_varint(input);
    ENSURE(code, bad("a multiaddress is cut off"));
    const Protocol* protocol = find_protocol(*code);
    ENSURE(protocol != nullptr, bad("the protocol " + std::to_string(*code) + " of a multiaddress is not known"));
    uint64_t size = 0;
    if (const auto fixed = fixed_size(protocol->value)) {
        size = *fixed;
    } else {
        const auto length = decode_varint(input);
        ENSURE(length, bad("a multiaddress is cut off"));
        size = *length;
    }
    ENSURE(size <= input.size(), bad("a multiaddress is cut off"));
    const AddressPart part{protocol->code, input.first(static_cast<size_t>(size))};
    input = input.subspan(static_cast<size_t>(size));
    TRY(check_value(*protocol, part.value));
    return part;
}

void append_part(Bytes& out, const Protocol& protocol, BytesView value) {
    append_varint(out, static_cast<uint64_t>(protocol.code));
    if (!fixed_size(protocol.value)) append_varint(out, value.size());
    append(out, value);
}

template <class Integer>
std::optional<Integer> parse_number(std::string_view text) noexcept {
    Integer value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

template <class Integer>
Bytes big_endian(Integer value) {
    Bytes out(sizeof value);
    for (size_t i = 0; i < sizeof value; ++i) out[sizeof value - 1 - i] = static_cast<uint8_t>(value >> (8 * i));
    return out;
}

constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Multibase 'u': base64 of URLs without padding.
std::optional<Bytes> multibase_decode(std::string_view text) {
    if (!text.starts_with('u')) return std::nullopt;
    Bytes out;
    uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text.substr(1)) {
        const size_t value = kBase64Url.find(c);
        if (value == kBase64Url.npos) return std::nullopt;
        bits = (bits << 6 | static_cast<uint32_t>(value)) & 0xfff;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out.push_back(static_cast<uint8_t>(bits >> count));
    }
    if (count == 6 || (bits & ((1u << count) - 1)) != 0) return std::nullopt;
    return out;
}

std::string multibase_encode(BytesView bytes) {
    std::string out = "u";
    uint32_t bits = 0;
    unsigned count = 0;
    for (const uint8_t byte : bytes) {
        bits = (bits << 8 | byte) & 0xffff;
        for (count += 8; count >= 6;) {
            count -= 6;
            out += kBase64Url[(bits >> count) & 63];
        }
    }
    if (count > 0) out += kBase64Url[(bits << (6 - count)) & 63];
    return out;
}

std::optional<Bytes> percent_decode(std::string_view text) {
    Bytes out;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(static_cast<uint8_t>(text[i]));
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = hex_digit(text[i + 1]);
        const int low = hex_digit(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        out.push_back(static_cast<uint8_t>(high << 4 | low));
        i += 2;
    }
    return out;
}

std::string percent_encode(BytesView path) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    std::string out;
    for (const uint8_t c : path) {
        if (std::string_view("%/`?{} \"#<>").find(static_cast<char>(c)) != std::string_view::npos) {
            out += '%';
            out += kDigits[c >> 4];
            out += kDigits[c & 15];
        } else {
            out += static_cast<char>(c);
        }
    }
    return out;
}

std::optional<Bytes> parse_value(ValueKind kind, std::string_view text) {
    const std::string terminated(text);
    switch (kind) {
        case ValueKind::kNone:
            return Bytes();
        case ValueKind::kIp4: {
            Bytes out(4);
            return ::inet_pton(AF_INET, terminated.c_str(), out.data()) == 1 ? std::optional(out) : std::nullopt;
        }
        case ValueKind::kIp6: {
            Bytes out(16);
            return ::inet_pton(AF_INET6, terminated.c_str(), out.data()) == 1 ? std::optional(out) : std::nullopt;
        }
        case ValueKind::kPort: {
            const auto port = parse_number<uint16_t>(text);
            return port ? std::optional(big_endian(*port)) : std::nullopt;
        }
        case ValueKind::kNumber64: {
            const auto number = parse_number<uint64_t>(text);
            return number ? std::optional(big_endian(*number)) : std::nullopt;
        }
        case ValueKind::kName:
            return to_bytes(as_bytes(text));
        case ValueKind::kPeer: {
            const auto peer = PeerId::parse(text);
            return peer ? std::optional(to_bytes(peer->bytes())) : std::nullopt;
        }
        case ValueKind::kMultihash:
            return multibase_decode(text);
        case ValueKind::kPath:
            return percent_decode(text);
    }
    return std::nullopt;
}

std::string ip_text(int family, BytesView value) {
    std::array<char, INET6_ADDRSTRLEN> out{};
    (void)::inet_ntop(family, value.data(), out.data(), out.size());
    return out.data();
}

uint64_t number_of(BytesView big) noexcept {
    uint64_t value = 0;
    for (const uint8_t byte : big) value = value << 8 | byte;
    return value;
}

std::string value_text(ValueKind kind, BytesView value) {
    switch (kind) {
        case ValueKind::kNone:
            return {};
        case ValueKind::kIp4:
            return ip_text(AF_INET, value);
        case ValueKind::kIp6:
            return ip_text(AF_INET6, value);
        case ValueKind::kPort:
        case ValueKind::kNumber64:
            return std::to_string(number_of(value));
        case ValueKind::kName:
            return std::string(as_text(value));
        case ValueKind::kPeer:
            return PeerId::from_bytes(value)->to_string();
        case ValueKind::kMultihash:
            return multibase_encode(value);
        case ValueKind::kPath:
            return percent_encode(value);
    }
    return {};
}

struct Ip4Network {
    uint32_t address;
    unsigned bits;
};

/// Spec: RFC 6890 and the registry of special-purpose IPv4 addresses
constexpr std::array<Ip4Network, 14> kReservedIp4 = {{
    {0x00000000, 8},   // this network
    {0x0a000000, 8},   // private
    {0x64400000, 10},  // shared by carriers
    {0x7f000000, 8},   // loopback
    {0xa9fe0000, 16},  // link-local
    {0xac100000, 12},  // private
    {0xc0000000, 24},  // protocol assignments
    {0xc0000200, 24},  // documentation
    {0xc0a80000, 16},  // private
    {0xc6120000, 15},  // benchmarks
    {0xc6336400, 24},  // documentation
    {0xcb007100, 24},  // documentation
    {0xe0000000, 4},   // multicast
    {0xf0000000, 4},   // reserved, and broadcast
}};

bool is_global_ip4(BytesView address) noexcept {
    const auto value = static_cast<uint32_t>(number_of(address));
    return std::ranges::none_of(
        kReservedIp4, [&](const Ip4Network& network) { return (value ^ network.address) >> (32 - network.bits) == 0; });
}

/// Spec: RFC 6890 and the registry of special-purpose IPv6 addresses: global unicast is 2000::/3 without documentation
/// and addresses mapped to reserved networks.
bool is_global_ip6(BytesView address) noexcept {
    constexpr uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (equal(address.first(12), kMapped)) return is_global_ip4(address.last(4));
    const bool is_documentation = number_of(address.first(4)) == 0x20010db8;
    return address[0] >> 5 == 1 && !is_documentation;
}

}  // namespace

uint16_t AddressPart::port() const noexcept { return static_cast<uint16_t>(number_of(value)); }
std::string_view AddressPart::name() const noexcept { return as_text(value); }

Result<Multiaddr, AddressError> Multiaddr::parse(std::string_view text) {
    ENSURE(text.starts_with('/'), bad("a multiaddress begins with a slash"));
    ENSURE(text.size() <= 4 * kMaxBytes, bad("the multiaddress is too long"));
    Bytes encoded;
    while (!text.empty()) {
        text.remove_prefix(1);
        const auto take = [&] {
            const std::string_view word = text.substr(0, text.find('/'));
            text.remove_prefix(word.size());
            return word;
        };
        const std::string_view name = take();
        if (name.empty() && text.empty() && encoded.empty()) break;
        const Protocol* protocol = find_protocol(name);
        ENSURE(protocol != nullptr, bad("'" + std::string(name) + "' is no protocol of a multiaddress"));
        std::string_view value;
        if (protocol->value != ValueKind::kNone) {
            ENSURE(text.size() > 1, bad("the value of /" + std::string(name) + " is missing"));
            text.remove_prefix(1);
            value = take();
        }
        const auto parsed = parse_value(protocol->value, value);
        ENSURE(parsed, bad("'" + std::string(value) + "' is no value of /" + std::string(name)));
        TRY(check_value(*protocol, *parsed));
        append_part(encoded, *protocol, *parsed);
    }
    ENSURE(encoded.size() <= kMaxBytes, bad("the multiaddress is too long"));
    return Multiaddr(std::move(encoded));
}

Result<Multiaddr, AddressError> Multiaddr::from_bytes(BytesView encoded) {
    ENSURE(encoded.size() <= kMaxBytes, bad("the multiaddress is too long"));
    for (BytesView rest = encoded; !rest.empty();) TRY(take_part(rest));
    return Multiaddr(to_bytes(encoded));
}

std::vector<AddressPart> Multiaddr::parts() const {
    std::vector<AddressPart> out;
    for (BytesView rest = encoded_; !rest.empty();) out.push_back(*take_part(rest));  // checked when it was made
    return out;
}

std::string Multiaddr::to_string() const {
    if (encoded_.empty()) return "/";
    std::string out;
    for (const AddressPart& part : parts()) {
        const Protocol& protocol = *find_protocol(static_cast<uint64_t>(part.protocol));
        out += "/" + std::string(protocol.name);
        if (protocol.value != ValueKind::kNone) out += "/" + value_text(protocol.value, part.value);
    }
    return out;
}

std::optional<PeerId> Multiaddr::peer_id() const {
    const auto all = parts();
    if (all.empty() || all.back().protocol != AddressProtocol::kP2p) return std::nullopt;
    return PeerId::from_bytes(all.back().value);
}

Multiaddr Multiaddr::without_peer_id() const {
    const auto all = parts();
    if (all.empty() || all.back().protocol != AddressProtocol::kP2p) return *this;
    const size_t head =
        varint_size(static_cast<uint64_t>(AddressProtocol::kP2p)) + varint_size(all.back().value.size());
    return Multiaddr(Bytes(encoded_.begin(), encoded_.end() - static_cast<ptrdiff_t>(head + all.back().value.size())));
}

Multiaddr Multiaddr::with_peer_id(const PeerId& peer) const {
    Multiaddr out = without_peer_id();
    append_part(out.encoded_, *find_protocol("p2p"), peer.bytes());
    return out;
}

bool Multiaddr::is_global() const {
    const auto all = parts();
    if (all.empty()) return false;
    switch (all.front().protocol) {
        case AddressProtocol::kIp4:
            return is_global_ip4(all.front().value);
        case AddressProtocol::kIp6:
            return is_global_ip6(all.front().value);
        case AddressProtocol::kDns:
        case AddressProtocol::kDns4:
        case AddressProtocol::kDns6:
        case AddressProtocol::kDnsaddr:
            return true;
        default:
            return false;
    }
}

}  // namespace serinus::network::wire
