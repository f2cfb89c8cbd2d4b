#include "crypto/node_key.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::crypto {
namespace {

using namespace serinus::literals;

const std::string kOne = std::string(63, '0') + "1";

// The peer id that Polkadot's documentation gives for --node-key 0…01. Spec: libp2p peer ids
TEST(NodeKey, HasTheKnownPeerId) {
    const auto key = parse_node_key_text(kOne);
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(peer_id_of(*key), "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp");
}

TEST(NodeKey, APeerIdHoldsThePublicKey) {
    const auto key = ed25519::public_key_of(*parse_node_key_text(kOne));
    const std::string id = peer_id_of(key);
    EXPECT_EQ(parse_peer_id(id), key);
    EXPECT_EQ(parse_peer_id(id.substr(0, id.size() - 1)), std::nullopt);
    EXPECT_EQ(parse_peer_id(id + "1"), std::nullopt);
    EXPECT_EQ(parse_peer_id("QmQCU2EcMqAqQPR2i9bChDtGNJchTbq5TbXJJ16u19uLTa"), std::nullopt);
    EXPECT_EQ(parse_peer_id(""), std::nullopt);
}

// Observed: config::NodeKeyConfig::into_keypair of sc-network 0.60.0
TEST(NodeKey, AFileHoldsHexDigitsOrBytes) {
    EXPECT_EQ(parse_node_key_file(as_bytes(kOne)), parse_node_key_text(kOne));
    Bytes raw(32);
    raw[31] = 1;
    EXPECT_EQ(parse_node_key_file(raw), parse_node_key_text(kOne));
    EXPECT_FALSE(parse_node_key_file(as_bytes(kOne + "\n")));
    EXPECT_FALSE(parse_node_key_file(as_bytes("0x" + kOne)));
    EXPECT_FALSE(parse_node_key_file(as_bytes(std::string(64, 'g'))));
    EXPECT_FALSE(parse_node_key_file({}));
}

// Observed: polkadot 1.25.1: `polkadot key inspect-node-key`
TEST(NodeKey, TextMayHaveSpaceAndAPrefix) {
    EXPECT_EQ(parse_node_key_text(" 0x" + kOne + "\n"), parse_node_key_text(kOne));
    EXPECT_FALSE(parse_node_key_text(kOne + "0"));
    EXPECT_FALSE(parse_node_key_text(""));
}

TEST(NodeKey, ItsFolderIsThatOfThePolkadotBinary) {
    EXPECT_EQ(network_folder("/base", "ksmcc3"), "/base/chains/ksmcc3/network");
}

}  // namespace
}  // namespace serinus::crypto
