#include "libp2p/wire/peer_id.hpp"

#include "crypto/base58.hpp"
#include "libp2p/wire/protobuf.hpp"
#include "libp2p/wire/varint.hpp"

namespace serinus::network::wire {
namespace {

constexpr uint64_t kIdentity = 0x00;
constexpr uint64_t kSha256 = 0x12;
constexpr size_t kMaxIdentityBytes = 42;
constexpr uint64_t kCidVersion = 1;
constexpr uint64_t kLibp2pKey = 0x72;
constexpr uint64_t kEd25519KeyType = 1;

/// RFC 4648 base32 without padding, lower case, as multibase 'b' has it. nullopt: another character, bits that are left
/// over are not zero, or more than `max_size` bytes.
std::optional<Bytes> base32_decode(std::string_view text, size_t max_size) {
    Bytes out;
    uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        uint32_t value = 0;
        if (c >= 'a' && c <= 'z') {
            value = static_cast<uint32_t>(c - 'a');
        } else if (c >= '2' && c <= '7') {
            value = static_cast<uint32_t>(c - '2') + 26;
        } else {
            return std::nullopt;
        }
        bits = bits << 5 | value;
        count += 5;
        if (count < 8) continue;
        count -= 8;
        if (out.size() == max_size) return std::nullopt;
        out.push_back(static_cast<uint8_t>(bits >> count));
        bits &= (1u << count) - 1;
    }
    if (count >= 5 || bits != 0) return std::nullopt;
    return out;
}

}  // namespace

Bytes encode_public_key(const crypto::ed25519::PublicKey& key) {
    ProtobufWriter writer;
    writer.varint(1, kEd25519KeyType).bytes(2, key.bytes);
    return std::move(writer).take();
}

std::optional<crypto::ed25519::PublicKey> decode_public_key(BytesView encoded) {
    std::optional<uint64_t> type;
    std::optional<BytesView> data;
    ProtobufReader reader(encoded);
    for (;;) {
        const auto field = reader.next();
        if (!field) return std::nullopt;
        if (!*field) break;
        if ((*field)->number == 1) type = (*field)->as_varint() ? std::optional((*field)->varint) : std::nullopt;
        if ((*field)->number == 2) data = (*field)->as_bytes() ? std::optional((*field)->bytes) : std::nullopt;
    }
    if (type != kEd25519KeyType || !data) return std::nullopt;
    return crypto::ed25519::PublicKey::from(*data);
}

PeerId PeerId::of(const crypto::ed25519::PublicKey& key) {
    Bytes multihash;
    append_varint(multihash, kIdentity);
    append_length_prefixed(multihash, encode_public_key(key));
    return *from_bytes(multihash);
}

std::optional<PeerId> PeerId::from_bytes(BytesView multihash) {
    BytesView rest = multihash;
    const auto code = decode_varint(rest);
    if (!code) return std::nullopt;
    const auto size = decode_varint(rest);
    if (!size || *size != rest.size()) return std::nullopt;
    const bool is_identity = *code == kIdentity && rest.size() <= kMaxIdentityBytes;
    const bool is_hash = *code == kSha256 && rest.size() == 32;
    if (!is_identity && !is_hash) return std::nullopt;
    PeerId out;
    std::ranges::copy(multihash, out.bytes_.begin());
    out.size_ = static_cast<uint8_t>(multihash.size());
    return out;
}

std::optional<PeerId> PeerId::parse(std::string_view text) {
    constexpr size_t kCidHeadBytes = 2;
    if (text.starts_with('b')) {
        const auto cid = base32_decode(text.substr(1), kMaxBytes + kCidHeadBytes);
        if (!cid) return std::nullopt;
        BytesView rest = *cid;
        const auto version = decode_varint(rest);
        if (!version || *version != kCidVersion) return std::nullopt;
        const auto codec = decode_varint(rest);
        if (!codec || *codec != kLibp2pKey) return std::nullopt;
        return from_bytes(rest);
    }
    const auto bytes = crypto::base58_decode(text, kMaxBytes);
    if (!bytes) return std::nullopt;
    return from_bytes(*bytes);
}

std::string PeerId::to_string() const { return crypto::base58_encode(bytes()); }

std::optional<crypto::ed25519::PublicKey> PeerId::ed25519_key() const {
    BytesView rest = bytes();
    const auto code = decode_varint(rest);
    if (!code || *code != kIdentity) return std::nullopt;
    if (!decode_varint(rest)) return std::nullopt;
    return decode_public_key(rest);
}

}  // namespace serinus::network::wire
