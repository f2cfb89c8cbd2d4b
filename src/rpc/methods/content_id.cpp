#include "rpc/methods/content_id.hpp"

#include <optional>

#include "base/hex.hpp"
#include "crypto/base58.hpp"

namespace serinus::rpc {
namespace {

constexpr size_t kMaxDigestBytes = 64;
constexpr size_t kMaxDecodedBytes = 128;
constexpr const char* kNotParsed = "Failed to parse multihash";
constexpr const char* kNoVarint = "Failed to decode unsigned varint format";

/// RFC 4648, section 6, without padding, in either case. nullopt: another letter, a length that no bytes have, or bits
/// that are left and not zero.
std::optional<Bytes> from_base32(std::string_view text) {
    Bytes out;
    uint32_t bits = 0, count = 0;
    for (const char c : text) {
        uint32_t value = 0;
        if (c >= 'a' && c <= 'z') {
            value = static_cast<uint32_t>(c - 'a');
        } else if (c >= 'A' && c <= 'Z') {
            value = static_cast<uint32_t>(c - 'A');
        } else if (c >= '2' && c <= '7') {
            value = static_cast<uint32_t>(c - '2') + 26;
        } else {
            return std::nullopt;
        }
        bits = bits << 5 | value;
        count += 5;
        if (count < 8) continue;
        count -= 8;
        out.push_back(static_cast<uint8_t>(bits >> count));
        bits &= (1u << count) - 1;
    }
    return count < 5 && bits == 0 ? std::optional(std::move(out)) : std::nullopt;
}

/// The first letter names the base. Spec: multibase
std::optional<Bytes> from_multibase(std::string_view text) {
    const std::string_view digits = text.substr(1);
    switch (text.front()) {
        case 'f':
        case 'F': {
            if (digits.starts_with("0x")) return std::nullopt;
            auto bytes = from_hex(digits);
            return bytes ? std::optional(*std::move(bytes)) : std::nullopt;
        }
        case 'b':
        case 'B':
            return from_base32(digits);
        case 'z':
            return crypto::base58_decode(digits, kMaxDecodedBytes);
        default:
            return std::nullopt;
    }
}

/// Takes an unsigned varint off the front: at most nine bytes, the shortest form. nullopt: it is none.
std::optional<uint64_t> take_varint(BytesView& in) {
    constexpr size_t kMaxBytes = 9;
    uint64_t out = 0;
    for (size_t i = 0; i < in.size() && i < kMaxBytes; ++i) {
        out |= uint64_t{in[i] & 0x7fu} << (7 * i);
        if ((in[i] & 0x80) != 0) continue;
        if (in[i] == 0 && i > 0) return std::nullopt;
        in = in.subspan(i + 1);
        return out;
    }
    return std::nullopt;
}

}  // namespace

Result<ContentId, std::string> parse_content_id(std::string_view text) {
    constexpr std::string_view kPath = "/ipfs/";
    if (const size_t path = text.find(kPath); path != text.npos) text.remove_prefix(path + kPath.size());
    ENSURE(text.size() >= 2, std::string("Input too short"));
    ENSURE(text.size() <= kMaxContentIdBytes, std::string(kNotParsed));
    constexpr size_t kVersion0Letters = 46;
    const bool is_version_0 = text.size() == kVersion0Letters && text.starts_with("Qm");
    const auto decoded = is_version_0 ? crypto::base58_decode(text, kMaxDecodedBytes) : from_multibase(text);
    ENSURE(decoded, std::string(kNotParsed));

    BytesView in(*decoded);
    ContentId out;
    const auto version = take_varint(in);
    const auto codec = version ? take_varint(in) : std::nullopt;
    ENSURE(codec, std::string(kNoVarint));
    constexpr size_t kVersion0Bytes = 32;
    if (*version == hash_functions::kSha2_256 && *codec == kVersion0Bytes) {
        ENSURE(in.size() >= kVersion0Bytes, std::string("failed to fill whole buffer"));
        return ContentId{.version = 0,
                         .codec = 0x70,
                         .hash_function = hash_functions::kSha2_256,
                         .digest = to_bytes(in.first(kVersion0Bytes))};
    }
    ENSURE(*version != 0, std::string("CIDv0 cannot be specified in CIDv1 format"));
    ENSURE(*version == 1, std::string("Unrecognized CID version"));
    const auto function = take_varint(in);
    const auto size = function ? take_varint(in) : std::nullopt;
    ENSURE(size && *size <= kMaxDigestBytes && *size <= in.size(), std::string(kNotParsed));
    return ContentId{.version = *version,
                     .codec = *codec,
                     .hash_function = *function,
                     .digest = to_bytes(in.first(static_cast<size_t>(*size)))};
}

}  // namespace serinus::rpc
