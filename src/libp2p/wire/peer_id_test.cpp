#include "libp2p/wire/peer_id.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace serinus::network::wire {
namespace {

using namespace literals;

// Spec: libp2p peer-ids, its test vector of an ed25519 public key
TEST(PeerId, APublicKeyInProtobuf) {
    const Bytes encoded = "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e"_hex;
    const auto key = decode_public_key(encoded);
    ASSERT_TRUE(key);
    EXPECT_EQ(to_hex(key->bytes), "1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e");
    EXPECT_EQ(encode_public_key(*key), encoded);
}

TEST(PeerId, KeysOfOtherKindsAreRefused) {
    // Spec: libp2p peer-ids, its test vector of a secp256k1 public key
    EXPECT_FALSE(decode_public_key("08021221037777e994e452c21604f91de093ce415f5432f701dd8cd1a7a6fea0e630bfca99"_hex));
    EXPECT_FALSE(decode_public_key("0801121f00"_hex));
    EXPECT_FALSE(decode_public_key("08011203aabbcc"_hex)) << "32 bytes are a key";
    EXPECT_FALSE(decode_public_key("0801"_hex));
}

TEST(PeerId, OfABootNodeOfKusama) {
    const std::string text = "12D3KooWJDohybWd7FvRmyeGjgi56yy36mRWLHmgRprFdUadUt6b";
    const auto peer = PeerId::parse(text);
    ASSERT_TRUE(peer);
    EXPECT_EQ(peer->to_string(), text);
    const auto key = peer->ed25519_key();
    ASSERT_TRUE(key);
    EXPECT_EQ(PeerId::of(*key), *peer);
    EXPECT_EQ(peer->bytes().size(), 38u);
}

// Spec: libp2p peer-ids, "string representation": the same id as a multihash and as a CID
TEST(PeerId, IsReadFromBase58AndFromACid) {
    const auto hashed = PeerId::parse("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N");
    ASSERT_TRUE(hashed);
    EXPECT_FALSE(hashed->ed25519_key());
    EXPECT_EQ(PeerId::parse("bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe"), hashed);
}

TEST(PeerId, RefusesWhatIsNoPeerId) {
    EXPECT_FALSE(PeerId::parse(""));
    EXPECT_FALSE(PeerId::parse("0OIl")) << "no base58";
    EXPECT_FALSE(PeerId::parse("12D3KooW"));
    EXPECT_FALSE(PeerId::parse(std::string(100'000, 'z')));
    EXPECT_FALSE(PeerId::parse("bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqx"));
    EXPECT_FALSE(PeerId::from_bytes("002401"_hex)) << "shorter than it says";
    EXPECT_FALSE(PeerId::from_bytes("1203aabbcc"_hex)) << "a hash has 32 bytes";
    EXPECT_FALSE(PeerId::from_bytes(concat("002b"_hex, Bytes(43, 1)))) << "longer keys are hashed";
    EXPECT_FALSE(PeerId::from_bytes("1303aabbcc"_hex)) << "another hash function";
}

}  // namespace
}  // namespace serinus::network::wire
