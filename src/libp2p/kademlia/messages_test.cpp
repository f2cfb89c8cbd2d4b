#include "libp2p/kademlia/messages.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::kademlia {
namespace {

using namespace literals;

const PeerId kAlice = *PeerId::parse("12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp");
const PeerId kBob = *PeerId::parse("12D3KooWHdiAxVd8uMQR1hGWXccidmfCwLqcMpGwR6QcTP6QRMuD");

wire::Multiaddr address(const char* text) { return *wire::Multiaddr::parse(text); }

// Bytes written by @libp2p/kad-dht 15.1.8.
TEST(KademliaMessages, AFindNodeRequestOfAnotherImplementationIsRead) {
    const auto message =
        decode_message("0804500a12260024080112204cb5abf6ad79fbf5abbccafcc269d85cd2651ed4b885b5869f241aedf0a5ba29"_hex);
    ASSERT_TRUE(message);
    EXPECT_EQ(*message, (Message{.type = MessageType::kFindNode, .key = to_bytes(kAlice.bytes())}));
}

TEST(KademliaMessages, AnAnswerWithPeersOfAnotherImplementationIsRead) {
    const auto message = decode_message(
        "0804500a12260024080112204cb5abf6ad79fbf5abbccafcc269d85cd2651ed4b885b5869f241aedf0a5ba29"
        "42480a260024080112204cb5abf6ad79fbf5abbccafcc269d85cd2651ed4b885b5869f241aedf0a5ba29"
        "1208040102030406767d1212350b6578616d706c652e6f72670601bbde031802"
        "422a0a260024080112207422b9887598068e32c4448a949adb290d0f4e35b9e01b0ee5f1a1e600fe26741800"_hex);
    ASSERT_TRUE(message);
    ASSERT_EQ(message->closer_peers.size(), 2u);
    EXPECT_EQ(message->closer_peers[0],
              (PeerInfo{.peer = kAlice,
                        .addresses = {address("/ip4/1.2.3.4/tcp/30333"), address("/dns/example.org/tcp/443/wss")},
                        .connection = ConnectionType::kCanConnect}));
    EXPECT_EQ(message->closer_peers[1], (PeerInfo{.peer = kBob}));
}

TEST(KademliaMessages, RecordsAndProvidersOfAnotherImplementationAreRead) {
    const auto put = decode_message(
        "12042f612f621a2b0a042f612f6212030102032a1e323032362d30312d30325430333a30343a30352e3030303030303030365a"_hex);
    ASSERT_TRUE(put);
    EXPECT_EQ(put->type, MessageType::kPutValue);
    EXPECT_EQ(put->record, (Record{.key = to_bytes(as_bytes("/a/b")),
                                   .value = {1, 2, 3},
                                   .time_received = "2026-01-02T03:04:05.000000006Z"}));
    const auto get = decode_message("080112042f612f62"_hex);
    EXPECT_EQ(get->type, MessageType::kGetValue);
    EXPECT_EQ(get->key, to_bytes(as_bytes("/a/b")));
    const auto provider = decode_message(
        "0802120209094a320a260024080112207422b9887598068e32c4448a949adb290d0f4e35b9e01b0ee5f1a1e600fe2674"
        "1208040102030406767d"_hex);
    ASSERT_TRUE(provider);
    EXPECT_EQ(provider->type, MessageType::kAddProvider);
    ASSERT_EQ(provider->provider_peers.size(), 1u);
    EXPECT_EQ(provider->provider_peers[0].peer, kBob);
}

// Fields 666 and 777 of a record; Observed: litep2p 0.8, schema/kademlia.proto
TEST(KademliaMessages, PublisherAndTimeToLiveStandAtTheirFields) {
    const Message message{.type = MessageType::kPutValue,
                          .key = {7},
                          .record = Record{.key = {7}, .value = {8}, .publisher = kAlice, .ttl_seconds = 300}};
    const Bytes expected =
        "120107"
        "1a33"
        "0a0107120108d22926002408011220"
        "4cb5abf6ad79fbf5abbccafcc269d85cd2651ed4b885b5869f241aedf0a5ba29c830ac02"
        "500a"_hex;
    EXPECT_EQ(to_hex(encode(message)), to_hex(expected));
    EXPECT_EQ(*decode_message(expected), message);
}

TEST(KademliaMessages, WhatIsWrittenIsReadAgain) {
    Message message{.type = MessageType::kGetProviders, .key = Bytes(32, 5)};
    message.closer_peers = {{.peer = kAlice, .addresses = {address("/ip4/9.9.9.9/tcp/1")}}};
    message.provider_peers = {{.peer = kBob, .connection = ConnectionType::kConnected}, {.peer = kAlice}};
    for (int type = 0; type <= 5; ++type) {
        message.type = static_cast<MessageType>(type);
        EXPECT_EQ(*decode_message(encode(message)), message);
    }
}

TEST(KademliaMessages, PeersAndAddressesAboveTheBoundsAreLeftOut) {
    Message message{.type = MessageType::kFindNode};
    PeerInfo peer{.peer = kAlice};
    for (uint16_t i = 1; i <= 40; ++i)
        peer.addresses.push_back(address(("/ip4/1.2.3.4/tcp/" + std::to_string(i)).c_str()));
    for (int i = 0; i < 30; ++i) message.closer_peers.push_back(peer);
    const auto decoded = decode_message(encode(message));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->closer_peers.size(), kMaxPeersPerMessage);
    EXPECT_EQ(decoded->closer_peers[0].addresses.size(), kMaxAddressesPerPeer);
}

TEST(KademliaMessages, NoMessageIsLongerThanTheBound) {
    Message message{.type = MessageType::kGetValue, .key = Bytes(32)};
    message.record = Record{.key = Bytes(32), .value = Bytes(kMaxValueBytes), .publisher = kAlice, .ttl_seconds = 1};
    PeerInfo peer{.peer = kAlice};
    for (int i = 0; i < 16; ++i) {
        peer.addresses.push_back(address(("/dns/" + std::string(200, 'a') + "/tcp/1").c_str()));
    }
    message.closer_peers.assign(20, peer);
    const Bytes encoded = encode(message);
    EXPECT_LE(encoded.size(), kMaxMessageBytes);
    const auto decoded = decode_message(encoded);
    EXPECT_EQ(decoded->record, message.record);
    EXPECT_FALSE(decoded->closer_peers.empty());
}

TEST(KademliaMessages, AnUnknownTypeAndAPublisherThatIsNoneAreRefused) {
    EXPECT_EQ(decode_message("0806"_hex).error(), wire::ProtobufError::kBadValue);
    EXPECT_EQ(decode_message("1a04d2290100"_hex).error(), wire::ProtobufError::kBadValue);
    EXPECT_EQ(decode_message("0a0100"_hex).error(), wire::ProtobufError::kWrongType);
    // A peer whose id is none is left out, and the rest stays.
    EXPECT_TRUE(decode_message("080442030a0100"_hex)->closer_peers.empty());
}

TEST(KademliaMessages, EveryTruncationIsRefusedOrReadsLess) {
    const Bytes whole = encode({.type = MessageType::kPutValue,
                                .key = {1},
                                .record = Record{.key = {1}, .value = {2}, .publisher = kAlice, .ttl_seconds = 3},
                                .closer_peers = {{.peer = kBob, .addresses = {address("/ip4/1.2.3.4/tcp/5")}}}});
    for (size_t size = 0; size < whole.size(); ++size) {
        const auto decoded = decode_message(BytesView(whole).first(size));
        if (decoded) EXPECT_LT(encode(*decoded).size(), whole.size() + 3);
    }
    auto random = test::seeded_random();
    for (int i = 0; i < 2000; ++i) {
        Bytes damaged = whole;
        damaged[random() % damaged.size()] ^= static_cast<uint8_t>(1 << random() % 8);
        (void)decode_message(damaged);
    }
}

}  // namespace
}  // namespace serinus::network::kademlia
