#include "libp2p/kademlia/records.hpp"

#include <gtest/gtest.h>

#include "tests/support/random.hpp"

namespace serinus::network::kademlia {
namespace {

PeerId peer_of(uint8_t number) {
    crypto::ed25519::PublicKey key;
    key.bytes.fill(number);
    return PeerId::of(key);
}

constexpr Millis kHour = 3'600'000;

TEST(KademliaRecords, ARecordIsKeptFor36HoursUnlessItSaysLess) {
    Records records(peer_of(1));
    EXPECT_TRUE(records.put({.key = {1}, .value = {9}}, 0));
    EXPECT_TRUE(records.put({.key = {2}, .value = {9}, .publisher = peer_of(2), .ttl_seconds = 60}, 0));
    EXPECT_TRUE(records.put({.key = {3}, .value = {9}, .ttl_seconds = UINT32_MAX}, 0));
    EXPECT_EQ(records.find(Bytes{1}, 36 * kHour - 1)->value, (Bytes{9}));
    EXPECT_FALSE(records.find(Bytes{1}, 36 * kHour));
    EXPECT_EQ(records.find(Bytes{2}, 59'000)->ttl_seconds, 1u);
    EXPECT_EQ(records.find(Bytes{2}, 59'000)->publisher, peer_of(2));
    EXPECT_FALSE(records.find(Bytes{2}, 60'000));
    EXPECT_FALSE(records.find(Bytes{3}, 36 * kHour));
    records.expire(36 * kHour);
    EXPECT_EQ(records.record_count(), 0u);
}

TEST(KademliaRecords, ALargeValueAndALongKeyAreRefused) {
    Records records(peer_of(1));
    EXPECT_TRUE(records.put({.key = {1}, .value = Bytes(kMaxValueBytes)}, 0));
    EXPECT_FALSE(records.put({.key = {2}, .value = Bytes(kMaxValueBytes + 1)}, 0));
    EXPECT_FALSE(records.put({.key = Bytes(129), .value = {}}, 0));
    EXPECT_FALSE(records.put({.key = {}, .value = {}}, 0));
}

TEST(KademliaRecords, AFullStoreKeepsTheKeysThatAreClosestToTheNode) {
    auto random = test::seeded_random();
    const PeerId own = peer_of(1);
    Records records(own, {.max_records = 50});
    std::vector<std::pair<Key, Bytes>> all;
    for (int i = 0; i < 500; ++i) {
        const Bytes key = test::random_bytes(random, 32);
        all.emplace_back(distance(key_of(key), key_of(own)), key);
        (void)records.put({.key = key, .value = key}, 0);
        EXPECT_LE(records.record_count(), 50u);
    }
    std::ranges::sort(all);
    for (size_t i = 0; i < all.size(); ++i) EXPECT_EQ(records.find(all[i].second, 0).has_value(), i < 50);
    // An expired record makes room for any other.
    EXPECT_TRUE(records.put({.key = all.back().second, .value = {}}, 36 * kHour));
}

TEST(KademliaRecords, ProvidersAreBoundedByKeyAndForgottenAfterTenHours) {
    Records records(peer_of(1), {.max_provider_keys = 2});
    const auto address = *wire::Multiaddr::parse("/ip4/1.2.3.4/tcp/1");
    for (uint8_t i = 1; i <= 25; ++i) {
        EXPECT_TRUE(records.add_provider(Bytes{7}, {.peer = peer_of(i), .addresses = {address}}, i));
    }
    const auto found = records.providers(Bytes{7}, 100);
    ASSERT_EQ(found.size(), 20u);
    EXPECT_EQ(found.front().peer, peer_of(6));  // the oldest made room
    EXPECT_EQ(found.back().addresses, std::vector{address});
    // Said again, a provider is there once, for ten hours more.
    EXPECT_TRUE(records.add_provider(Bytes{7}, {.peer = peer_of(6)}, kHour));
    EXPECT_EQ(records.providers(Bytes{7}, 100).size(), 20u);
    EXPECT_EQ(records.providers(Bytes{7}, 10 * kHour + 100).size(), 1u);
    records.expire(11 * kHour);
    EXPECT_EQ(records.provider_key_count(), 0u);
}

}  // namespace
}  // namespace serinus::network::kademlia
