#include "network/discovery/mdns_messages.hpp"

namespace serinus::network::mdns {
namespace {

constexpr std::string_view kService = "_p2p._udp.local";
constexpr std::string_view kAddressPrefix = "dnsaddr=";
constexpr uint16_t kPtr = 12, kTxt = 16, kAny = 255, kInternet = 1;
constexpr uint16_t kClassBits = 0x7fff;  ///< the top bit asks for unicast answers, or flushes caches
constexpr uint16_t kResponseFlags = 0x8400, kResponseBit = 0x8000;
constexpr uint32_t kTtlSeconds = 120;
constexpr size_t kMaxLabelBytes = 63, kMaxNameBytes = 255, kMaxStringBytes = 255;

class Reader {
  public:
    explicit Reader(BytesView packet) noexcept : packet_(packet) {}

    Result<uint16_t, PacketError> u16() noexcept {
        TRY_ASSIGN(const BytesView two, take(2));
        return static_cast<uint16_t>(two[0] << 8 | two[1]);
    }
    Result<BytesView, PacketError> take(size_t size) noexcept {
        ENSURE(size <= packet_.size() - at_, PacketError::kTruncated);
        const BytesView out = packet_.subspan(at_, size);
        at_ += size;
        return out;
    }
    /// Labels with dots, in lower case. Pointers lead to places before, so no chain of them is endless.
    Result<std::string, PacketError> name() {
        std::string out;
        size_t at = at_, limit = at_;
        bool has_jumped = false;
        for (;;) {
            ENSURE(at < packet_.size(), PacketError::kTruncated);
            const uint8_t length = packet_[at];
            if (length >= 0xc0) {
                ENSURE(at + 1 < packet_.size(), PacketError::kTruncated);
                const size_t target = static_cast<size_t>(length & 0x3f) << 8 | packet_[at + 1];
                if (!has_jumped) at_ = at + 2;
                has_jumped = true;
                ENSURE(target < limit, PacketError::kBadName);
                at = limit = target;
                continue;
            }
            ENSURE(length <= kMaxLabelBytes, PacketError::kBadName);
            ENSURE(length < packet_.size() - at, PacketError::kTruncated);
            if (length == 0) break;
            ENSURE(out.size() + length + 2 <= kMaxNameBytes, PacketError::kBadName);
            if (!out.empty()) out += '.';
            for (const uint8_t c : packet_.subspan(at + 1, length)) {
                out += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
            }
            at += 1 + size_t{length};
        }
        if (!has_jumped) at_ = at + 1;
        return out;
    }

  private:
    BytesView packet_;
    size_t at_ = 0;
};

void append_u16(Bytes& out, uint16_t value) {
    out.push_back(static_cast<uint8_t>(value >> 8));
    out.push_back(static_cast<uint8_t>(value));
}

void append_name(Bytes& out, std::string_view name) {
    while (!name.empty()) {
        const std::string_view label = name.substr(0, name.find('.'));
        out.push_back(static_cast<uint8_t>(label.size()));
        append(out, as_bytes(label));
        name.remove_prefix(std::min(name.size(), label.size() + 1));
    }
    out.push_back(0);
}

void append_header(Bytes& out, uint16_t flags, uint16_t questions, uint16_t answers, uint16_t additional) {
    for (const uint16_t field : {uint16_t{0}, flags, questions, answers, uint16_t{0}, additional}) {
        append_u16(out, field);
    }
}

void append_record(Bytes& out, std::string_view name, uint16_t type, BytesView data) {
    append_name(out, name);
    append_u16(out, type);
    append_u16(out, kInternet);
    append_u16(out, kTtlSeconds >> 16);
    append_u16(out, kTtlSeconds & 0xffff);
    append_u16(out, static_cast<uint16_t>(data.size()));
    append(out, data);
}

/// The strings of a text record.
void take_addresses(BytesView data, std::vector<wire::Multiaddr>& out) {
    while (!data.empty() && out.size() < kMaxAddresses) {
        const size_t size = std::min<size_t>(data[0], data.size() - 1);
        const std::string_view text = as_text(data.subspan(1, size));
        data = data.subspan(1 + size);
        if (!text.starts_with(kAddressPrefix)) continue;
        auto address = wire::Multiaddr::parse(text.substr(kAddressPrefix.size()));
        if (address && address->peer_id()) out.push_back(*std::move(address));
    }
}

}  // namespace

Result<Packet, PacketError> decode_packet(BytesView packet) {
    ENSURE(packet.size() <= kMaxPacketBytes, PacketError::kTooLarge);
    Reader reader(packet);
    TRY(reader.u16());  // the id, which multicast does not need
    TRY_ASSIGN(const uint16_t flags, reader.u16());
    TRY_ASSIGN(const uint16_t questions, reader.u16());
    size_t records = 0;
    for (int section = 0; section < 3; ++section) {
        TRY_ASSIGN(const uint16_t count, reader.u16());
        records += count;
    }
    const bool is_response = (flags & kResponseBit) != 0;
    Packet out;
    for (uint16_t i = 0; i < questions; ++i) {
        TRY_ASSIGN(const std::string name, reader.name());
        TRY_ASSIGN(const uint16_t type, reader.u16());
        TRY_ASSIGN(const uint16_t type_class, reader.u16());
        const bool is_about_nodes = name == kService && (type == kPtr || type == kAny);
        if (is_about_nodes && !is_response && (type_class & kClassBits) == kInternet) out.asks = true;
    }
    const std::string suffix = "." + std::string(kService);
    for (size_t i = 0; i < records; ++i) {
        TRY_ASSIGN(const std::string name, reader.name());
        TRY_ASSIGN(const uint16_t type, reader.u16());
        TRY_ASSIGN(const uint16_t type_class, reader.u16());
        TRY(reader.take(4));  // the time to live: addresses are forgotten when they fail
        TRY_ASSIGN(const uint16_t size, reader.u16());
        TRY_ASSIGN(const BytesView data, reader.take(size));
        const bool is_ours = type == kTxt && (type_class & kClassBits) == kInternet && name.ends_with(suffix);
        if (is_response && is_ours) take_addresses(data, out.addresses);
    }
    return out;
}

Bytes encode_query() {
    Bytes out;
    append_header(out, 0, 1, 0, 0);
    append_name(out, kService);
    append_u16(out, kPtr);
    append_u16(out, kInternet);
    return out;
}

Bytes encode_response(const std::string& name, const std::vector<wire::Multiaddr>& addresses) {
    const std::string full = name + "." + std::string(kService);
    Bytes out;
    append_header(out, kResponseFlags, 0, 1, 1);
    Bytes pointer;
    append_name(pointer, full);
    append_record(out, kService, kPtr, pointer);
    constexpr size_t kRecordBytes = 10;  // type, class, time to live, size
    const size_t room = kMaxResponseBytes - out.size() - full.size() - 2 - kRecordBytes;
    Bytes strings;
    for (const auto& address : addresses) {
        const std::string text = std::string(kAddressPrefix) + address.to_string();
        if (text.size() > kMaxStringBytes || strings.size() + 1 + text.size() > room) continue;
        strings.push_back(static_cast<uint8_t>(text.size()));
        append(strings, as_bytes(text));
    }
    if (strings.empty()) strings.push_back(0);  // a record has at least one string
    append_record(out, full, kTxt, strings);
    return out;
}

}  // namespace serinus::network::mdns
