/// The key of a node in the peer-to-peer network (ed25519) and the peer id made from it.
/// Observed: config::NodeKeyConfig of sc-network 0.60.0. Spec: libp2p peer ids
#pragma once

#include <string>

#include "crypto/ed25519.hpp"

namespace serinus::crypto {

using NodeKey = ed25519::Seed;

/// The name of the file in <base>/chains/<id>/network.
inline constexpr std::string_view kNodeKeyFileName = "secret_ed25519";

/// The content of a node key file: 64 hex digits, or 32 bytes as they are. nullopt: anything else.
std::optional<NodeKey> parse_node_key_file(BytesView content) noexcept;

/// 64 hex digits with white space around them and "0x" before them, as people write them. nullopt: anything else.
std::optional<NodeKey> parse_node_key_text(std::string_view text) noexcept;

/// "12D3Koo…": base58 of the identity multihash of the public key in protobuf.
std::string peer_id_of(const ed25519::PublicKey& key);
std::string peer_id_of(const NodeKey& key);

/// The public key in a peer id; nullopt if it is no peer id of an ed25519 key.
std::optional<ed25519::PublicKey> parse_peer_id(std::string_view text);

/// Where `polkadot` keeps the node key of a chain: <base>/chains/<id>/network
std::string network_folder(const std::string& base_path, std::string_view chain_id);

}  // namespace serinus::crypto
