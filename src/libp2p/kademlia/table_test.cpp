#include "libp2p/kademlia/table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/random.hpp"

namespace serinus::network::kademlia {
namespace {

PeerId random_peer(std::mt19937_64& random) {
    crypto::ed25519::PublicKey key;
    for (uint8_t& byte : key.bytes) byte = static_cast<uint8_t>(random());
    return PeerId::of(key);
}

wire::Multiaddr address_of(uint16_t port) {
    return *wire::Multiaddr::parse("/ip4/1.2.3.4/tcp/" + std::to_string(port));
}

// The model is the sorted list of all peers that the table holds.
TEST(KademliaTable, ClosestAreThoseOfTheSortedListOfAllPeers) {
    auto random = test::seeded_random();
    const PeerId own = random_peer(random);
    Table table(own);
    std::vector<PeerId> held;
    for (int i = 0; i < 3000; ++i) {
        const PeerId peer = random_peer(random);
        if (table.add(peer, {})) held.push_back(peer);
    }
    EXPECT_EQ(table.size(), held.size());
    EXPECT_LT(held.size(), 300u);
    for (int i = 0; i < 200; ++i) {
        // Targets near the own key and near peers of the table too.
        const Key target = i % 4 == 0   ? table.own_key()
                           : i % 4 == 1 ? key_of(held[random() % held.size()])
                                        : key_of(random_peer(random));
        auto expected = held;
        std::ranges::sort(expected, {}, [&](const PeerId& one) { return distance(key_of(one), target); });
        const size_t count = 1 + random() % 40;
        expected.resize(std::min(count, expected.size()));
        std::vector<PeerId> found;
        for (const auto* entry : table.closest(target, count)) found.push_back(entry->peer);
        EXPECT_EQ(found, expected);
    }
    EXPECT_EQ(table.closest(table.own_key(), 10'000).size(), held.size());
}

TEST(KademliaTable, ABucketHoldsTwentyAndKeepsThoseThatAnswer) {
    auto random = test::seeded_random();
    const PeerId own = random_peer(random);
    Table table(own);
    std::vector<PeerId> half;  // the half of all peers that is further away: one bucket
    while (half.size() < 30) {
        const PeerId peer = random_peer(random);
        if (common_bits(key_of(peer), table.own_key()) == 0) half.push_back(peer);
    }
    for (size_t i = 0; i < 20; ++i) EXPECT_TRUE(table.add(half[i], {}));
    EXPECT_FALSE(table.add(half[20], {}));
    EXPECT_EQ(table.size(), 20u);

    // One that failed makes room, but not while it is connected.
    table.on_failure(half[3]);
    table.set_connected(half[3], true);
    EXPECT_FALSE(table.add(half[20], {}));
    table.set_connected(half[3], false);
    EXPECT_TRUE(table.add(half[20], {}));
    EXPECT_EQ(table.find(half[3]), nullptr);
    // One that answered since does not.
    table.on_failure(half[4]);
    table.on_success(half[4]);
    EXPECT_FALSE(table.add(half[21], {}));
}

TEST(KademliaTable, APeerThatFailsThreeTimesInARowLeaves) {
    auto random = test::seeded_random();
    Table table(random_peer(random));
    const PeerId peer = random_peer(random);
    EXPECT_TRUE(table.add(peer, {address_of(1)}));
    table.on_failure(peer);
    table.on_failure(peer);
    EXPECT_NE(table.find(peer), nullptr);
    table.on_failure(peer);
    EXPECT_EQ(table.find(peer), nullptr);
    EXPECT_EQ(table.size(), 0u);
}

TEST(KademliaTable, TheOwnPeerIsNotTaken) {
    auto random = test::seeded_random();
    const PeerId own = random_peer(random);
    Table table(own);
    EXPECT_FALSE(table.add(own, {address_of(1)}));
    table.on_failure(own);
    table.remove(own);
    EXPECT_EQ(table.size(), 0u);
}

TEST(KademliaTable, TheLatestAddressesOfAPeerAreKept) {
    auto random = test::seeded_random();
    const PeerId peer = random_peer(random);
    Table table(random_peer(random), {.max_addresses_per_peer = 2});
    EXPECT_TRUE(table.add(peer, {address_of(1), address_of(2), address_of(1).with_peer_id(peer)}));
    EXPECT_TRUE(table.add(peer, {address_of(3)}));
    EXPECT_EQ(table.find(peer)->addresses, (std::vector{address_of(3), address_of(2)}));
}

}  // namespace
}  // namespace serinus::network::kademlia
