#include "crypto/node_key.hpp"

#include "base/hex.hpp"
#include "crypto/base58.hpp"

namespace serinus::crypto {
namespace {

/// Multihash "identity" (0) of 36 bytes, which are a protobuf message: field 1 (key type) is 1 for ed25519, field 2
/// (data) has 32 bytes.
constexpr ByteArray<6> kPeerIdPrefix = {0x00, 36, 0x08, 0x01, 0x12, 32};

}  // namespace

std::optional<NodeKey> parse_node_key_file(BytesView content) noexcept {
    if (content.size() == 64) {
        NodeKey key;
        if (from_hex_into(as_text(content), key.reveal_mutable())) return key;
    }
    return NodeKey::from(content);
}

std::optional<NodeKey> parse_node_key_text(std::string_view text) noexcept {
    constexpr std::string_view kSpace = " \t\n\v\f\r";
    while (!text.empty() && kSpace.contains(text.front())) text.remove_prefix(1);
    while (!text.empty() && kSpace.contains(text.back())) text.remove_suffix(1);
    NodeKey key;
    if (!from_hex_into(text, key.reveal_mutable())) return std::nullopt;
    return key;
}

std::string peer_id_of(const ed25519::PublicKey& key) { return base58_encode(concat(kPeerIdPrefix, key.bytes)); }
std::string peer_id_of(const NodeKey& key) { return peer_id_of(ed25519::public_key_of(key)); }

std::optional<ed25519::PublicKey> parse_peer_id(std::string_view text) {
    constexpr size_t kSize = kPeerIdPrefix.size() + ed25519::PublicKey::kSize;
    const auto bytes = base58_decode(text, kSize);
    if (!bytes || bytes->size() != kSize) return std::nullopt;
    const BytesView view = *bytes;
    if (!equal(view.first(kPeerIdPrefix.size()), kPeerIdPrefix)) return std::nullopt;
    return ed25519::PublicKey::from(view.subspan(kPeerIdPrefix.size()));
}

std::string network_folder(const std::string& base_path, std::string_view chain_id) {
    return base_path + "/chains/" + std::string(chain_id) + "/network";
}

}  // namespace serinus::crypto
