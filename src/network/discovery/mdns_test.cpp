#include "network/discovery/mdns.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "network/link/test_network.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::mdns {
namespace {

using namespace literals;
using link::test_peer;
using wire::Multiaddr;

const std::string kName(32, 'n');

Multiaddr address(uint8_t peer, const std::string& text) {
    return Multiaddr::parse(text)->with_peer_id(test_peer(peer));
}

// Spec: libp2p discovery/mdns
TEST(MdnsMessages, AQueryAsksForThePointerOfTheService) {
    const Bytes query = encode_query();
    EXPECT_EQ(query, concat("000000000001000000000000"_hex, "045f703270045f756470056c6f63616c00"_hex, "000c0001"_hex));
    EXPECT_TRUE(decode_packet(query)->asks);
    EXPECT_TRUE(decode_packet(query)->addresses.empty());
}

TEST(MdnsMessages, AnAnswerSaysTheAddresses) {
    const std::vector addresses = {address(1, "/ip4/192.168.1.5/tcp/30333"), address(1, "/ip6/fd00::1/tcp/30333/ws")};
    const Bytes response = encode_response(kName, addresses);
    const auto decoded = decode_packet(response);
    ASSERT_TRUE(decoded);
    EXPECT_FALSE(decoded->asks);
    EXPECT_EQ(decoded->addresses, addresses);
    for (size_t cut = 0; cut < response.size(); ++cut) {
        EXPECT_EQ(decode_packet(BytesView(response).first(cut)).error(), PacketError::kTruncated) << cut;
    }
}

// As multicast-dns of Node.js writes them: text records among the answers, with pointers to earlier names.
TEST(MdnsMessages, PointersInNamesAreFollowedBackwards) {
    const std::string text = "dnsaddr=" + address(2, "/ip4/10.0.0.1/tcp/1").to_string();
    Bytes packet = concat("000084000000000200000000"_hex, "045f703270045f756470056c6f63616c00"_hex, "000c0001"_hex,
                          "00000078"_hex, "0006"_hex, "03616263c00c"_hex);
    // The label of three bytes stands at 39, behind 12 of the header, 17 of the name and 10 of the record.
    append(packet, concat("c027"_hex, "00108001"_hex, "00000078"_hex));
    packet.push_back(0);
    packet.push_back(static_cast<uint8_t>(text.size() + 1));
    packet.push_back(static_cast<uint8_t>(text.size()));
    append(packet, as_bytes(text));
    const auto decoded = decode_packet(packet);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->addresses, std::vector{address(2, "/ip4/10.0.0.1/tcp/1")});
}

TEST(MdnsMessages, PointersThatLeadNowhereAreRefused) {
    const auto with_name = [](const Bytes& name) {
        return concat("000000000001000000000000"_hex, name, "000c0001"_hex);
    };
    EXPECT_EQ(decode_packet(with_name("c00c"_hex)).error(), PacketError::kBadName) << "at itself";
    EXPECT_EQ(decode_packet(with_name("c00e"_hex)).error(), PacketError::kBadName) << "forwards";
    EXPECT_EQ(decode_packet(with_name("0161c00c"_hex)).error(), PacketError::kBadName) << "a loop";
    EXPECT_EQ(decode_packet(with_name("80"_hex)).error(), PacketError::kBadName) << "a reserved kind of label";
    Bytes long_name;
    for (int i = 0; i < 130; ++i) append(long_name, "0161"_hex);
    long_name.push_back(0);
    EXPECT_EQ(decode_packet(with_name(long_name)).error(), PacketError::kBadName);
    EXPECT_EQ(decode_packet(Bytes(kMaxPacketBytes + 1)).error(), PacketError::kTooLarge);
}

TEST(MdnsMessages, OtherServicesAndAddressesWithoutAPeerArePassedOver) {
    const Bytes other =
        concat("000000000001000000000000"_hex, "055f69707030045f756470056c6f63616c00"_hex, "000c0001"_hex);
    ASSERT_TRUE(decode_packet(other));
    EXPECT_FALSE(decode_packet(other)->asks);
    EXPECT_TRUE(decode_packet(encode_response(kName, {*Multiaddr::parse("/ip4/1.1.1.1/tcp/1")}))->addresses.empty());
    EXPECT_TRUE(decode_packet(encode_response(kName, {}))->addresses.empty());
}

TEST(MdnsMessages, AnAnswerFitsIntoAFrameWhateverTheAddresses) {
    std::vector<Multiaddr> many;
    for (int i = 0; i < 100; ++i) many.push_back(address(1, "/ip4/10.0.0." + std::to_string(i) + "/tcp/30333"));
    const Bytes response = encode_response(kName, many);
    EXPECT_LE(response.size(), kMaxResponseBytes);
    const auto decoded = decode_packet(response);
    ASSERT_TRUE(decoded);
    EXPECT_GT(decoded->addresses.size(), 10u);
    EXPECT_LE(decoded->addresses.size(), kMaxAddresses);
}

TEST(MdnsMessages, RandomPacketsAreRefusedOrUnderstood) {
    auto random = test::seeded_random();
    const Bytes response = encode_response(kName, {address(1, "/ip4/192.168.1.5/tcp/30333")});
    for (int i = 0; i < 20'000; ++i) {
        Bytes packet = response;
        for (int change = 0; change < 3; ++change) packet[random() % packet.size()] = static_cast<uint8_t>(random());
        const auto decoded = decode_packet(packet);
        if (decoded) EXPECT_LE(decoded->addresses.size(), kMaxAddresses);
    }
}

struct Node {
    Mdns mdns;
    std::vector<Multiaddr> found = {};
};

TEST(Mdns, TwoNodesFindEachOtherAndNotThemselves) {
    Node one{Mdns(test_peer(1), kName, {})}, other{Mdns(test_peer(2), std::string(32, 'o'), {})};
    one.mdns.set_addresses({*Multiaddr::parse("/ip4/10.0.0.1/tcp/1")});
    other.mdns.set_addresses({*Multiaddr::parse("/ip4/10.0.0.2/tcp/2")});
    Millis now = 1000;
    for (int i = 0; i < 4; ++i) {
        std::vector<Bytes> packets;
        for (Node* node : {&one, &other}) {
            if (node->mdns.next_timer() > now) continue;
            for (auto& packet : node->mdns.on_timer(now).packets) packets.push_back(std::move(packet));
        }
        // Everybody in the group hears everything.
        for (const auto& packet : packets) {
            for (Node* node : {&one, &other}) {
                for (auto& address : node->mdns.take(packet, now).addresses) node->found.push_back(std::move(address));
            }
        }
    }
    EXPECT_EQ(one.found, std::vector{address(2, "/ip4/10.0.0.2/tcp/2")});
    EXPECT_EQ(other.found, std::vector{address(1, "/ip4/10.0.0.1/tcp/1")});
}

// Spec: RFC 6762, 6
TEST(Mdns, QueriesGoOutEachHalfMinuteAndAnswersAtMostOnceASecond) {
    Mdns mdns(test_peer(1), kName, {});
    mdns.set_addresses({*Multiaddr::parse("/ip4/10.0.0.1/tcp/1")});
    EXPECT_EQ(mdns.on_timer(1000).packets, std::vector<Bytes>{encode_query()});
    EXPECT_EQ(mdns.next_timer(), 31'000u);
    (void)mdns.take(encode_query(), 1500);
    EXPECT_EQ(mdns.next_timer(), 1500u);
    EXPECT_EQ(mdns.on_timer(1500).packets.size(), 1u);
    (void)mdns.take(encode_query(), 1600);
    (void)mdns.take(encode_query(), 1700);
    EXPECT_EQ(mdns.next_timer(), 2500u);
    EXPECT_EQ(mdns.on_timer(2500).packets.size(), 1u);
    EXPECT_EQ(mdns.next_timer(), 31'000u);
    EXPECT_EQ(mdns.on_timer(31'000).packets, std::vector<Bytes>{encode_query()});
}

TEST(Mdns, AFloodIsNotLookedAt) {
    Mdns mdns(test_peer(1), kName, {.max_packets_per_second = 3});
    const Bytes response = encode_response(kName, {address(2, "/ip4/10.0.0.1/tcp/1")});
    for (int i = 0; i < 3; ++i) EXPECT_EQ(mdns.take(response, 5000).addresses.size(), 1u);
    EXPECT_TRUE(mdns.take(response, 5999).addresses.empty());
    EXPECT_EQ(mdns.take(response, 6000).addresses.size(), 1u);
}

}  // namespace
}  // namespace serinus::network::mdns
