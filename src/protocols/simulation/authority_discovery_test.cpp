#include "network/discovery/authority_discovery.hpp"

#include <gtest/gtest.h>

#include "network/discovery/reserved_authorities.hpp"
#include "protocols/simulation/full_node.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::discovery {
namespace {

using simulation::FullNode;
using simulation::FullNodeOptions;
using simulation::MemoryChain;
using simulation::NodeIndex;
using simulation::NodeParts;
using simulation::World;

crypto::sr25519::KeyPair authority_key(uint8_t number) {
    ByteArray<32> seed{};
    seed.fill(number);
    return crypto::sr25519::expand(crypto::sr25519::MiniSecret(seed));
}

/// Simulated nodes of which some are authorities; the runtime answers after a moment.
class AuthorityDiscoveryTest : public testing::Test {
  protected:
    struct Source final : AuthoritySource {
        Source(AuthorityDiscoveryTest& test_in, NodeParts parts, std::vector<uint8_t> keys_in)
            : test(test_in), node(parts.index), key(parts.key), keys(std::move(keys_in)) {}

        void request_authorities() override {
            ++requests;
            if (!test.runtime_answers) return;
            test.world.after(5, [this] { answer(); });
        }
        void answer() {
            if (!test.world.is_running(node)) return;
            std::vector<AuthorityId> all, own;
            for (const uint8_t number : test.authorities) {
                all.push_back(authority_key(number).public_key);
                if (std::ranges::find(keys, number) != keys.end()) own.push_back(all.back());
            }
            test.world.call(node, [&](auto, Millis now) { test.of(node)->on_authorities(all, own, now); });
        }
        std::optional<Bytes> sign(const AuthorityId& authority, BytesView message) override {
            for (const uint8_t number : keys) {
                const auto pair = authority_key(number);
                if (pair.public_key != authority) continue;
                return to_bytes(crypto::sr25519::sign(pair, message, ByteArray<32>{}).bytes);
            }
            return std::nullopt;
        }
        Bytes sign_as_peer(BytesView message) override { return to_bytes(crypto::ed25519::sign(key, message).bytes); }
        uint128_t unix_time_ns() override { return uint128_t{1'700'000'000'000 + test.world.now()} * 1'000'000; }

        AuthorityDiscoveryTest& test;
        NodeIndex node;
        crypto::ed25519::Seed key;
        std::vector<uint8_t> keys;
        size_t requests = 0;
    };

    NodeIndex add(std::vector<uint8_t> keys = {}, bool looks_up = true) {
        const NodeIndex index = world.size();
        chains.push_back(std::make_unique<MemoryChain>());
        directories.push_back(std::make_unique<AuthorityDirectory>());
        FullNodeOptions options{.peers = {.out_peers = 3}};
        if (index > 0) options.boot_nodes = {world.address(0)};
        auto setup = full_node(*chains.back(), options);
        setup.protocols.add(link::NotificationProtocol{.names = {"/validation/3"}, .max_message_bytes = 100});
        setup.make = [this, index, keys, looks_up, make = setup.make](NodeParts parts) {
            auto modules = make(parts);
            auto& node = static_cast<FullNode&>(*modules[0]);
            sources[index] = std::make_unique<Source>(*this, parts, keys);
            modules.push_back(std::make_unique<AuthorityDiscovery>(
                node.dht(), parts.peer_id, node.discovery().own_addresses(), *sources[index], *directories[index],
                AuthorityDiscoveryOptions{.node_key = crypto::ed25519::public_key_of(parts.key),
                                          .looks_up = looks_up}));
            parts.core.add_module(*modules.back());
            modules.push_back(std::make_unique<Validation>(parts, *directories[index]));
            return modules;
        };
        return world.add(std::move(setup));
    }
    /// A protocol of authorities alone, whose set keeps all of them.
    struct Validation final : Module, PeerSetProtocol {
        Validation(NodeParts parts, const AuthorityDirectory& directory)
            : set(parts.peers.add_set(1, *this, {.reserved_only = true})), authorities(parts.peers, set, directory) {
            parts.core.add_module(authorities);
            parts.core.notifications().set_handshake(1, Bytes{1});
        }
        Verdict judge_handshake(const PeerId&, BytesView, const Bytes*) override { return {Place::kSlot}; }
        void on_joined(const PeerId& peer, BytesView, Millis) override { joined.insert(peer); }
        void on_left(const PeerId& peer, Millis) override { joined.erase(peer); }
        void on_message(const PeerId&, Bytes, Millis) override {}

        std::set<PeerId> joined;
        PeerSet& set;
        ReservedAuthorities authorities;
    };
    AuthorityDiscovery* of(NodeIndex node) { return world.module<AuthorityDiscovery>(node); }
    Dht& dht(NodeIndex node) { return world.module<FullNode>(node)->dht(); }
    bool knows(NodeIndex node, uint8_t authority, NodeIndex other) {
        const auto found = directories[node]->find(authority_key(authority).public_key);
        return found && found->peer == world.peer_id(other) &&
               found->addresses == std::vector{world.address(other).without_peer_id()};
    }

    uint64_t seed = test::seeded_random()();
    std::vector<uint8_t> authorities = {1, 2};
    bool runtime_answers = true;
    std::map<NodeIndex, std::unique_ptr<Source>> sources;
    std::vector<std::unique_ptr<MemoryChain>> chains;
    std::vector<std::unique_ptr<AuthorityDirectory>> directories;
    World world{{.seed = seed}};
};

TEST_F(AuthorityDiscoveryTest, TwoAuthoritiesFindEachOtherThroughABootNode) {
    add();
    const NodeIndex a = add({1});
    const NodeIndex b = add({2});
    EXPECT_TRUE(world.run_until([&] { return knows(a, 2, b) && knows(b, 1, a); }, 60'000)) << seed;
    EXPECT_FALSE(knows(a, 1, a));
    EXPECT_EQ(directories[a]->authorities_of(world.peer_id(b)), std::vector{authority_key(2).public_key});
    EXPECT_GE(of(a)->counters().times_published, 1u);
    EXPECT_EQ(of(a)->counters().addresses_last_published, 1u);
    EXPECT_TRUE(world.run_until([&] { return of(a)->counters().value_put >= 1; }, 60'000)) << seed;
    EXPECT_TRUE(world.accusations().empty());
}

TEST_F(AuthorityDiscoveryTest, OneOfThirtyNodesFindsFifteenAuthoritiesAmongThem) {
    authorities.clear();
    add();
    for (uint8_t i = 1; i < 30; ++i) {
        if (i % 2 == 1) authorities.push_back(i);
        add(i % 2 == 1 ? std::vector<uint8_t>{i} : std::vector<uint8_t>{}, i % 2 == 1);
    }
    EXPECT_TRUE(world.run_until(
        [&] {
            for (const uint8_t one : authorities) {
                for (const uint8_t other : authorities) {
                    if (one != other && !knows(one, other, other)) return false;
                }
            }
            return true;
        },
        120'000))
        << seed;
    EXPECT_TRUE(world.accusations().empty());
}

TEST_F(AuthorityDiscoveryTest, AuthoritiesDialEachOtherAndStayConnected) {
    constexpr uint8_t kAuthorities = 8;
    authorities.clear();
    add();
    std::vector<NodeIndex> nodes;
    for (uint8_t i = 1; i <= kAuthorities; ++i) {
        authorities.push_back(i);
        nodes.push_back(add({i}));
    }
    for (uint8_t i = 0; i < kAuthorities; ++i) {
        world.call(nodes[i], [&](auto, Millis now) {
            std::set<AuthorityId> others;
            for (const uint8_t one : authorities) {
                if (one != i + 1) others.insert(authority_key(one).public_key);
            }
            world.module<Validation>(nodes[i])->authorities.set_authorities(others, now);
        });
    }
    const auto all_joined = [&] {
        return std::ranges::all_of(nodes, [&](NodeIndex node) {
            const bool runs = world.is_running(node);
            return !runs || world.module<Validation>(node)->joined.size() == kAuthorities - 1;
        });
    };
    // Three of them have a slot for block announces at most.
    EXPECT_TRUE(world.run_until(all_joined, 120'000)) << seed;
    EXPECT_EQ(world.module<Validation>(nodes[0])->authorities.missing(), 0u);
    world.run_for(600'000);
    EXPECT_TRUE(all_joined()) << seed;

    // One is away for a while, and one is no authority any more.
    world.suspend(nodes[2], 60'000);
    world.run_for(120'000);
    EXPECT_TRUE(world.run_until(all_joined, 1'200'000)) << seed;
    world.call(nodes[0], [&](auto, Millis now) {
        world.module<Validation>(nodes[0])->authorities.set_authorities({authority_key(2).public_key}, now);
    });
    EXPECT_EQ(world.module<Validation>(nodes[0])->joined, std::set{world.peer_id(nodes[1])});
    EXPECT_TRUE(world.accusations().empty());
}

TEST_F(AuthorityDiscoveryTest, WhoIsNoAuthorityAnyMoreIsForgotten) {
    add();
    const NodeIndex a = add({1});
    const NodeIndex b = add({2});
    ASSERT_TRUE(world.run_until([&] { return knows(a, 2, b); }, 60'000)) << seed;
    authorities = {1};
    EXPECT_TRUE(world.run_until([&] { return directories[a]->size() == 0; }, 120'000));
}

TEST_F(AuthorityDiscoveryTest, NothingIsPublishedOrAskedWithoutAnAnswerOfTheRuntime) {
    runtime_answers = false;
    add();
    const NodeIndex a = add({1});
    world.run_for(300'000);
    EXPECT_GT(sources[a]->requests, 4u);
    EXPECT_EQ(of(a)->counters().times_published, 0u);
    EXPECT_EQ(of(a)->counters().addresses_requested, 0u);
}

TEST_F(AuthorityDiscoveryTest, PublishingBecomesRareWithTime) {
    add();
    const NodeIndex a = add({1});
    world.run_for(60'000);
    const uint64_t early = of(a)->counters().times_published;
    EXPECT_LE(early, 8u);
    world.run_for(3'000'000);
    EXPECT_LE(of(a)->counters().times_published, early + 7);
    const uint64_t later = of(a)->counters().times_published;
    world.run_for(7'200'000);  // each hour
    EXPECT_GE(of(a)->counters().times_published, later + 2);
    EXPECT_LE(of(a)->counters().times_published, later + 4);
}

// RFC-91
TEST_F(AuthorityDiscoveryTest, TheNewestRecordWinsAndOlderHoldersGetIt) {
    const NodeIndex boot = add();
    const NodeIndex a = add({1});
    const NodeIndex b = add({2});
    ASSERT_TRUE(world.run_until([&] { return knows(b, 1, a); }, 60'000)) << seed;
    const Bytes key = record_key_of(authority_key(1).public_key);
    const auto old = dht(boot).records().find(key, world.now());
    ASSERT_TRUE(old);

    // The authority moves to another node, which says so later.
    world.stop(a);
    const NodeIndex moved = add({1});
    const auto held_by_boot = [&] {
        const auto held = dht(boot).records().find(key, world.now());
        return held ? held->value : Bytes();
    };
    ASSERT_TRUE(world.run_until([&] { return knows(b, 1, moved) && held_by_boot() != old->value; }, 1'200'000)) << seed;

    // A holder of the old record is told of the newer one by who asks it.
    world.call(boot, [&](auto, Millis now) { dht(boot).keep(*old, now); });
    ASSERT_TRUE(held_by_boot() == old->value);
    EXPECT_TRUE(world.run_until([&] { return held_by_boot() != old->value; }, 1'300'000)) << seed;
    EXPECT_TRUE(knows(b, 1, moved));
}

TEST_F(AuthorityDiscoveryTest, OnlyRecordsOfAuthoritiesAreKept) {
    const NodeIndex boot = add();
    const NodeIndex a = add({1});
    world.run_for(30'000);
    const size_t before = dht(boot).records().record_count();
    const Bytes good_key = record_key_of(authority_key(1).public_key);
    const auto good = dht(boot).records().find(good_key, world.now());
    ASSERT_TRUE(good);
    auto* judge = of(boot);
    const auto from = world.peer_id(a);
    const auto verdict = [&](Record record) { return judge->check_put(record, from, world.now()); };
    EXPECT_EQ(verdict(*good), PutVerdict::kKeep);
    Record other = *good;
    other.key = record_key_of(authority_key(9).public_key);
    EXPECT_EQ(verdict(other), PutVerdict::kRefuse);  // nobody knows that authority
    other.key = record_key_of(authority_key(2).public_key);
    EXPECT_EQ(verdict(other), PutVerdict::kLie);  // signed by another
    other = *good;
    other.value[12] ^= 1;
    EXPECT_EQ(verdict(other), PutVerdict::kLie);
    other = *good;
    other.publisher = world.peer_id(boot);
    EXPECT_EQ(verdict(other), PutVerdict::kRefuse);
    EXPECT_EQ(dht(boot).records().record_count(), before);
}

}  // namespace
}  // namespace serinus::network::discovery
