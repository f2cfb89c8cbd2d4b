#include "network/discovery/discovery.hpp"

#include <gtest/gtest.h>

#include "protocols/simulation/full_node.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::discovery {
namespace {

using simulation::FullNode;
using simulation::FullNodeOptions;
using simulation::MemoryChain;
using simulation::NodeIndex;
using simulation::World;

uint64_t fresh_seed() { return test::seeded_random()(); }

class DiscoveryTest : public testing::Test {
  protected:
    NodeIndex add(FullNodeOptions options = {}) {
        if (world.size() > 0 && options.boot_nodes.empty()) options.boot_nodes = {world.address(0)};
        chains.push_back(std::make_unique<MemoryChain>());
        return world.add(full_node(*chains.back(), std::move(options)));
    }
    FullNode& node(NodeIndex index) { return *world.module<FullNode>(index); }
    bool all_connected(size_t slots) {
        for (NodeIndex i = 0; i < world.size(); ++i) {
            if (world.peers(i).slot_count() < slots) return false;
        }
        return true;
    }

    uint64_t seed = fresh_seed();
    std::vector<std::unique_ptr<MemoryChain>> chains;
    World world{{.seed = seed}};
};

TEST_F(DiscoveryTest, FiveNodesThatKnowOneBootNodeAreFullyConnected) {
    for (int i = 0; i < 5; ++i) add();
    EXPECT_TRUE(world.run_until([&] { return all_connected(4); }, 60'000)) << seed;
    EXPECT_TRUE(world.accusations().empty());
}

TEST_F(DiscoveryTest, ANodeThatCannotBeDialedFindsTheOthers) {
    for (int i = 0; i < 4; ++i) add();
    const NodeIndex hidden = add({.can_be_dialed = false});
    EXPECT_TRUE(world.run_until([&] { return world.peers(hidden).slot_count() == 4; }, 60'000)) << seed;
}

TEST_F(DiscoveryTest, AValueThatOneNodePutsIsFoundByAnother) {
    for (int i = 0; i < 30; ++i) add({.peers = {.out_peers = 3}});
    world.run_for(30'000);
    struct Listener final : DhtListener {
        void on_value(QueryId, const Record& record, const std::optional<PeerId>&, Millis) override {
            values.push_back(record);
        }
        void on_query_done(QueryId id, const QueryResult& one, Millis) override { results[id] = one; }
        std::vector<Record> values;
        std::map<QueryId, QueryResult> results;
    } putter, getter;
    node(7).dht().add_listener(putter);
    node(23).dht().add_listener(getter);
    QueryId put = 0, get = 0, miss = 0;
    world.call(7,
               [&](auto, Millis now) { put = node(7).dht().put_value({.key = Bytes{1, 2}, .value = Bytes{3}}, now); });
    ASSERT_TRUE(world.run_until([&] { return putter.results.contains(put); }, 60'000)) << seed;
    EXPECT_TRUE(putter.results[put].is_success);
    EXPECT_GE(putter.results[put].stored, 16u);  // of 20: a connection may end at this moment
    world.call(23, [&](auto, Millis now) {
        get = node(23).dht().get_value(Bytes{1, 2}, now);
        miss = node(23).dht().get_value(Bytes{1, 3}, now);
    });
    ASSERT_TRUE(world.run_until([&] { return getter.results.contains(get) && getter.results.contains(miss); }, 60'000));
    EXPECT_TRUE(getter.results[get].is_success);
    EXPECT_FALSE(getter.results[miss].is_success);
    EXPECT_GE(getter.results[get].values, 4u);  // the quorum
    ASSERT_FALSE(getter.values.empty());
    EXPECT_EQ(getter.values[0].value, (Bytes{3}));
    EXPECT_EQ(getter.values[0].publisher, world.peer_id(7));
}

// As when two nodes dial each other at once: one of both connections ends with what it carries.
TEST_F(DiscoveryTest, ARequestWhoseConnectionEndsGoesOverTheOtherOne) {
    add();
    add();
    ASSERT_TRUE(world.run_until([&] { return all_connected(1); }, 30'000)) << seed;
    world.run_for(11'000);
    const bool has_dialed = world.core(0).connections().begin()->second.is_dialer;
    const NodeIndex other = has_dialed ? 1 : 0;
    world.call(other, [&](auto, Millis) {
        world.core(other).shell().dial(world.address(1 - other), world.peer_id(1 - other));
    });
    const auto connections = [&] { return world.core(0).connections_of(world.peer_id(1)); };
    ASSERT_TRUE(world.run_until([&] { return connections().size() == 2; }, 10'000)) << seed;
    struct Listener final : DhtListener {
        void on_query_done(QueryId, const QueryResult& one, Millis) override { results.push_back(one); }
        std::vector<QueryResult> results;
    } putter;
    node(0).dht().add_listener(putter);
    world.call(0, [&](auto, Millis now) {
        node(0).dht().put_value_to({.key = Bytes{1}, .value = Bytes{2}}, {world.peer_id(1)}, now);
    });
    const auto first = std::ranges::min(connections());
    world.after(1, [&] { world.call(0, [&](auto, Millis) { world.core(0).shell().disconnect(first); }); });
    ASSERT_TRUE(world.run_until([&] { return !putter.results.empty(); }, 20'000)) << seed;
    EXPECT_EQ(putter.results[0].stored, 1u) << seed;
}

TEST_F(DiscoveryTest, AProviderIsFoundUnderItsAddress) {
    for (int i = 0; i < 12; ++i) add({.peers = {.out_peers = 3}});
    world.run_for(30'000);
    struct Listener final : DhtListener {
        void on_query_done(QueryId, const QueryResult& one, Millis) override { result = one; }
        std::optional<QueryResult> result;
    } listener;
    world.call(5, [&](auto, Millis now) { node(5).dht().start_providing(Bytes{9}, now); });
    world.run_for(10'000);
    node(3).dht().add_listener(listener);
    QueryId get = 0;
    world.call(3, [&](auto, Millis now) { get = node(3).dht().get_providers(Bytes{9}, now); });
    ASSERT_TRUE(world.run_until([&] { return listener.result && !listener.result->providers.empty(); }, 60'000));
    ASSERT_EQ(listener.result->providers.size(), 1u);
    EXPECT_EQ(listener.result->providers[0].peer, world.peer_id(5));
    EXPECT_EQ(listener.result->providers[0].addresses, std::vector{world.address(5).without_peer_id()});
}

TEST_F(DiscoveryTest, RandomLookUpsEndWithEnoughPeersAndBecomeRare) {
    for (int i = 0; i < 6; ++i) add({.discovery = {.wanted_peers = 2}});
    world.run_for(60'000);
    const size_t before = node(3).discovery().look_ups();
    world.run_for(1'000'000);
    EXPECT_EQ(node(3).discovery().look_ups(), before);

    const NodeIndex lonely = add({.discovery = {.wanted_peers = 20}});
    world.run_for(60'000);
    const size_t early = node(lonely).discovery().look_ups();
    EXPECT_GE(early, 4u);
    world.run_for(1'200'000);
    EXPECT_LE(node(lonely).discovery().look_ups(), early + 11);  // each 120 s
    EXPECT_GE(node(lonely).discovery().look_ups(), early + 9);
}

TEST_F(DiscoveryTest, ConnectionsOfLookUpsAreClosedWhenTheyAreIdle) {
    for (int i = 0; i < 40; ++i) add({.peers = {.out_peers = 2, .in_peers = 2}});
    world.run_for(120'000);
    for (NodeIndex i = 1; i < world.size(); ++i) {
        EXPECT_LE(node(i).dht().query_connections(), 64u);
        EXPECT_GT(node(i).dht().table().size(), 10u);
    }
    EXPECT_TRUE(world.accusations().empty());
}

TEST_F(DiscoveryTest, APeerThatAsksWithoutEndIsRefusedAfterAWhile) {
    add({.dht = {.request_burst = 20, .requests_per_second = 2}});
    add();
    world.run_for(10'000);
    struct Listener final : DhtListener {
        void on_query_done(QueryId, const QueryResult& one, Millis) override { ++(one.is_success ? found : missed); }
        size_t found = 0, missed = 0;
    } listener;
    node(1).dht().add_listener(listener);
    const auto ask = [&](int count) {
        for (int i = 0; i < count; ++i) {
            world.call(1, [&](auto, Millis now) { node(1).dht().find_node(Bytes{static_cast<uint8_t>(i)}, now); });
            world.run_for(10);
        }
        world.run_for(2'000);
    };
    ask(100);
    EXPECT_GE(listener.found, 10u);
    EXPECT_LE(listener.found, 30u);
    EXPECT_GE(listener.missed, 70u);
    EXPECT_TRUE(world.accusations().empty());
    int32_t paid = 0;
    world.call(0, [&](auto parts, Millis now) { paid = parts.peers.reputation(world.peer_id(1), now); });
    // Not all are sent: a peer that refuses is asked for less.
    const auto answered = static_cast<int32_t>(listener.found);
    EXPECT_LT(paid, (answered + 5) * kAnswerPrice.value) << "what is refused costs as much as what is answered";
}

TEST_F(DiscoveryTest, AValueIsNotKeptWithoutACheckOrAgainstIt) {
    add();
    add();
    world.run_for(10'000);
    node(0).dht().check_put = {};
    world.call(1, [&](auto, Millis now) { node(1).dht().put_value({.key = Bytes{1}, .value = Bytes{2}}, now); });
    world.run_for(10'000);
    EXPECT_EQ(node(0).dht().records().record_count(), 0u);
    EXPECT_EQ(node(1).dht().records().record_count(), 1u);
}

// Observed: sc-network 0.60.0, litep2p/discovery.rs: MIN_ADDRESS_CONFIRMATIONS
TEST(DiscoveryOwnAddresses, AnAddressCountsAfterThreePeersSawIt) {
    const auto address = [](const char* text) { return *wire::Multiaddr::parse(text); };
    const auto peer = [](uint8_t number) {
        crypto::ed25519::PublicKey key;
        key.bytes.fill(number);
        return PeerId::of(key);
    };
    using List = std::vector<wire::Multiaddr>;
    OwnAddresses own({.allow_private_addresses = false});
    own.set({address("/ip4/0.0.0.0/tcp/30333"), address("/ip4/10.0.0.1/tcp/30333"), address("/ip4/9.9.9.1/tcp/30333")},
            {address("/dns/a.example/tcp/1")});
    EXPECT_EQ(own.all(), (List{address("/dns/a.example/tcp/1"), address("/ip4/9.9.9.1/tcp/30333")}));
    EXPECT_EQ(own.external(), List{address("/dns/a.example/tcp/1")});

    // Dialed by the peer: the whole address counts.
    const auto seen = address("/ip4/8.8.8.8/tcp/30333");
    EXPECT_EQ(own.on_observed(peer(1), seen, false), List());
    EXPECT_EQ(own.on_observed(peer(1), seen, false), List()) << "one peer is one witness";
    EXPECT_EQ(own.on_observed(peer(2), seen, false), List());
    EXPECT_EQ(own.external().size(), 1u);
    EXPECT_EQ(own.on_observed(peer(3), seen, false), List{seen});
    EXPECT_EQ(own.on_observed(peer(4), seen, false), List()) << "known already";
    EXPECT_EQ(own.all().back(), seen);
    EXPECT_EQ(own.external().back(), seen);

    // Dialed by us: the port is one of the moment.
    EXPECT_EQ(own.on_observed(peer(1), address("/ip4/9.9.9.9/tcp/45000"), true), List());
    EXPECT_EQ(own.on_observed(peer(2), address("/ip4/9.9.9.9/tcp/46000"), true), List());
    EXPECT_EQ(own.on_observed(peer(3), address("/ip4/9.9.9.9/tcp/47000"), true),
              List{address("/ip4/9.9.9.9/tcp/30333")});
    EXPECT_EQ(own.all().size(), 4u);
    // A port that is not listened on, an address of another kind, and a private one count nothing.
    for (uint8_t i = 1; i < 5; ++i) {
        EXPECT_EQ(own.on_observed(peer(i), address("/ip4/7.7.7.7/tcp/1"), false), List());
        EXPECT_EQ(own.on_observed(peer(i), address("/ip6/2001:4860::1/tcp/1"), true), List());
        EXPECT_EQ(own.on_observed(peer(i), address("/ip4/192.168.0.9/tcp/1"), true), List());
    }
    EXPECT_EQ(own.all().size(), 4u);
}

TEST(DiscoveryOwnAddresses, WhatManyPeersClaimIsBounded) {
    OwnAddresses own({.confirmations = 1, .max_observed = 4});
    own.set({*wire::Multiaddr::parse("/ip4/0.0.0.0/tcp/1")}, {});
    for (int i = 0; i < 100; ++i) {
        crypto::ed25519::PublicKey key;
        (void)own.on_observed(PeerId::of(key), *wire::Multiaddr::parse("/ip4/8.8.8." + std::to_string(i) + "/tcp/9"),
                              true);
    }
    EXPECT_EQ(own.all().size(), 4u);
}

}  // namespace
}  // namespace serinus::network::discovery
