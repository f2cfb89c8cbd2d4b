// Networks of many nodes: what must hold whatever the seed.
#include <gtest/gtest.h>

#include "protocols/simulation/full_node.hpp"
#include "protocols/simulation/liars.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::simulation {
namespace {

// Under sanitizers 300 nodes take minutes.
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr int kManyNodes = 100;
constexpr size_t kTwins = 200;
#else
constexpr int kManyNodes = 300;
constexpr size_t kTwins = 1000;
#endif

class ScenarioTest : public testing::Test {
  protected:
    NodeIndex add(FullNodeOptions options = {}) {
        if (!nodes.empty()) options.boot_nodes = {world.address(nodes[0])};
        chains.push_back(std::make_unique<MemoryChain>());
        nodes.push_back(world.add(full_node(*chains.back(), std::move(options))));
        return nodes.back();
    }
    void add_liars(LiarKind kind, size_t count) {
        for (size_t i = 0; i < count; ++i) {
            liars.insert(world.add(liar({.kind = kind, .boot_nodes = {world.address(nodes[0])}})));
        }
    }
    FullNode& node(NodeIndex index) { return *world.module<FullNode>(index); }

    /// Honest nodes that the first of these reaches over open block announces.
    size_t reached_from_first(const std::vector<NodeIndex>& among) {
        const std::set<NodeIndex> all(among.begin(), among.end());
        std::set<NodeIndex> seen = {among[0]};
        std::vector<NodeIndex> todo = {among[0]};
        while (!todo.empty()) {
            const NodeIndex at = todo.back();
            todo.pop_back();
            for (const auto& peer : node(at).announces().peers()) {
                const NodeIndex other = *world.find(peer.peer);
                if (all.contains(other) && seen.insert(other).second) todo.push_back(other);
            }
        }
        return seen.size();
    }
    bool are_connected(size_t peers_of_each) {
        for (const NodeIndex one : nodes) {
            if (node(one).announces().peers().size() < peers_of_each) return false;
        }
        return reached_from_first(nodes) == nodes.size();
    }
    bool have_same_head() {
        for (const auto& chain : chains) {
            if (chain->best() != chains[0]->best()) return false;
        }
        return true;
    }
    Hash256 author(NodeIndex by, uint64_t branch) {
        Hash256 out;
        world.call(by, [&](auto, Millis now) { out = node(by).author(branch, now); });
        return out;
    }
    /// Called each second.
    void check_invariants() {
        for (const auto& [by, of] : world.accusations()) {
            ASSERT_TRUE(liars.contains(of)) << "node " << by << " calls the honest node " << of << " a liar";
        }
        for (const NodeIndex one : nodes) {
            ASSERT_LE(world.peers(one).known_peers(), 8192u);
            ASSERT_LE(node(one).dht().records().record_count(), 1024u);
            ASSERT_LE(node(one).dht().running(), 48u);
            ASSERT_LE(world.peers(one).slot_count(), 8u + 32u);
        }
    }
    void SetUp() override {
        world.on_second = [this] { check_invariants(); };
    }

    uint64_t seed = test::seeded_random()();
    std::vector<std::unique_ptr<MemoryChain>> chains;
    std::vector<NodeIndex> nodes;
    std::set<NodeIndex> liars;
    World world{{.seed = seed}};
};

TEST_F(ScenarioTest, ThreeNodesStartFromOneBootNode) {
    for (int i = 0; i < 3; ++i) add();
    EXPECT_TRUE(world.run_until([&] { return are_connected(2); }, 30'000)) << seed;
}

TEST_F(ScenarioTest, FiftyNodesStartFromOneBootNode) {
    for (int i = 0; i < 50; ++i) add();
    EXPECT_TRUE(world.run_until([&] { return are_connected(6); }, 120'000)) << seed;
    const Hash256 head = author(nodes[17], 1);
    EXPECT_TRUE(world.run_until([&] { return have_same_head(); }, 10'000)) << seed;
    EXPECT_EQ(chains[0]->best().hash, head);
}

TEST_F(ScenarioTest, ThreeHundredNodesStartFromOneBootNode) {
    for (int i = 0; i < kManyNodes; ++i) add();
    EXPECT_TRUE(world.run_until([&] { return are_connected(4); }, 300'000)) << seed;
    author(nodes[nodes.size() / 2], 1);
    EXPECT_TRUE(world.run_until([&] { return have_same_head(); }, 10'000)) << seed;
}

TEST_F(ScenarioTest, BadWeatherSlowsButDoesNotStop) {
    world.weather() = {.min_delay_ms = 50, .max_delay_ms = 400, .loss = 0.05, .dial_failures = 0.3};
    for (int i = 0; i < 30; ++i) add();
    EXPECT_TRUE(world.run_until([&] { return are_connected(4); }, 600'000)) << seed;
    author(nodes[5], 1);
    EXPECT_TRUE(world.run_until([&] { return have_same_head(); }, 60'000)) << seed;
}

TEST_F(ScenarioTest, APartitionHealsAndTheLongerBranchWins) {
    for (int i = 0; i < 20; ++i) add();
    ASSERT_TRUE(world.run_until([&] { return are_connected(4); }, 120'000)) << seed;
    const std::vector<NodeIndex> half(nodes.begin(), nodes.begin() + 10), rest(nodes.begin() + 10, nodes.end());
    world.cut_off(half);
    world.run_for(30'000);
    for (int i = 0; i < 20; ++i) {
        author(half[3], 1);
        if (i % 2 == 0) author(rest[3], 2);
        world.run_for(6'000);
    }
    EXPECT_NE(chains[0]->best().hash, chains[15]->best().hash);
    world.heal();
    EXPECT_TRUE(world.run_until([&] { return reached_from_first(nodes) == nodes.size(); }, 900'000)) << seed;
    author(half[3], 1);
    EXPECT_TRUE(world.run_until([&] { return have_same_head(); }, 300'000)) << seed;
    EXPECT_EQ(chains[15]->best().number, 21u);
}

TEST_F(ScenarioTest, AllRestartAtOnceAndFindEachOtherAgain) {
    for (int i = 0; i < 15; ++i) add();
    ASSERT_TRUE(world.run_until([&] { return are_connected(4); }, 120'000)) << seed;
    for (const NodeIndex one : nodes) world.restart(one);
    EXPECT_TRUE(world.run_until([&] { return are_connected(4); }, 300'000)) << seed;
}

TEST_F(ScenarioTest, ANodeBehindARouterThatOnlyDialsOutTakesPart) {
    for (int i = 0; i < 10; ++i) add();
    const NodeIndex hidden = add({.can_be_dialed = false});
    ASSERT_TRUE(world.run_until([&] { return node(hidden).announces().peers().size() >= 4; }, 120'000)) << seed;
    const Hash256 own = author(hidden, 1);
    EXPECT_TRUE(world.run_until([&] { return have_same_head(); }, 10'000)) << seed;
    EXPECT_EQ(chains[0]->best().hash, own);
    author(nodes[3], 2);
    EXPECT_TRUE(world.run_until([&] { return have_same_head(); }, 10'000)) << seed;
}

// A thousand identities of one address group, as an attacker has them, ask for the slots of a node that starts again.
TEST_F(ScenarioTest, AThousandTwinsDoNotEclipseANodeThatRestarts) {
    for (int i = 0; i < 20; ++i) add();
    ASSERT_TRUE(world.run_until([&] { return are_connected(4); }, 120'000)) << seed;
    FullNodeOptions twin;
    twin.peers.max_dials = 1;
    twin.discovery.wanted_peers = 0;
    std::vector<std::unique_ptr<MemoryChain>> twin_chains;
    std::vector<NodeIndex> twins;
    const NodeIndex victim = nodes[7];
    twin.boot_nodes = {world.address(victim)};
    world.stop(victim);
    for (size_t i = 0; i < kTwins; ++i) {
        twin_chains.push_back(std::make_unique<MemoryChain>());
        twins.push_back(world.add_at(full_node(*twin_chains.back(), twin),
                                     "/ip4/200.1." + std::to_string(i / 250) + "." + std::to_string(i % 250 + 1)));
    }
    world.restart(victim);
    const std::set<NodeIndex> liars_here(twins.begin(), twins.end());
    size_t honest_peers = 0, twins_in = 0, twins_out = 0;
    const auto count_peers = [&] {
        honest_peers = twins_in = twins_out = 0;
        for (const auto& peer : node(victim).announces().peers()) {
            const bool is_in = world.peers(victim).slot_of(peer.peer) == SlotKind::kInbound;
            ++(!liars_here.contains(*world.find(peer.peer)) ? honest_peers : is_in ? twins_in : twins_out);
        }
    };
    world.run_for(120'000);
    // A peer may just have left; what counts is that others come.
    EXPECT_TRUE(world.run_until([&] { return count_peers(), honest_peers >= 4; }, 60'000)) << seed;
    EXPECT_LE(twins_in, 8u) << "a quarter of the slots for peers that dial";
    EXPECT_LE(twins_out, 2u) << "and a quarter of those for peers that the node dials";
    const Hash256 head = author(nodes[2], 1);
    EXPECT_TRUE(world.run_until([&] { return chains[7]->best().hash == head; }, 10'000)) << seed;
}

// Nodes that were not updated, and refuse a block that is good: they stay behind, and keep nobody else back.
TEST_F(ScenarioTest, OutdatedNodesThatRefuseABlockStayBehindAlone) {
    constexpr size_t kOutdated = 40, kUpdated = 20;
    for (size_t i = 0; i < kOutdated + kUpdated; ++i) add();
    ASSERT_TRUE(world.run_until([&] { return are_connected(4); }, 120'000)) << seed;
    const NodeIndex author_node = nodes[kOutdated + 3];
    const auto refused = make_block(simulated_genesis().hash, 1, 7);
    for (size_t i = 0; i < kOutdated; ++i) {
        chains[i]->bad.insert(refused.hash);
        liars.insert(nodes[i]);  // both sides take each other for liars, rightly in their own eyes
    }
    for (size_t i = kOutdated; i < nodes.size(); ++i) liars.insert(nodes[i]);
    ASSERT_EQ(author(author_node, 7), refused.hash);
    world.run_for(60'000);
    for (int i = 0; i < 10; ++i) {
        author(author_node, 7);
        world.run_for(6'000);
    }
    const auto have_head = [&] {
        return std::all_of(chains.begin() + kOutdated, chains.end(),
                           [&](const auto& chain) { return chain->best() == chains[kOutdated]->best(); });
    };
    EXPECT_TRUE(world.run_until(have_head, 300'000)) << seed;
    EXPECT_EQ(chains[kOutdated]->best().number, 11u);
    for (size_t i = 0; i < kOutdated; ++i) EXPECT_EQ(chains[i]->best().number, 0u);
}

// The machine sleeps: time goes on by eight hours between two instants of the node, and all its connections are gone.
TEST_F(ScenarioTest, ANodeThatSleptEightHoursCatchesUp) {
    for (int i = 0; i < 8; ++i) add();
    ASSERT_TRUE(world.run_until([&] { return are_connected(4); }, 120'000)) << seed;
    world.suspend(nodes[5], 8 * 3'600'000);
    for (int i = 0; i < 480; ++i) {
        world.run_for(60'000);
        author(nodes[static_cast<size_t>(i) % 5], 1);
    }
    EXPECT_EQ(chains[5]->best().number, 0u);
    EXPECT_TRUE(world.run_until([&] { return have_same_head(); }, 120'000)) << seed;
    EXPECT_EQ(chains[5]->best().number, 480u);
}

class LiarScenarioTest : public ScenarioTest, public testing::WithParamInterface<LiarKind> {};

TEST_P(LiarScenarioTest, AThirdOfLiarsDoesNotKeepTheOthersApart) {
    for (int i = 0; i < 20; ++i) add();
    add_liars(GetParam(), 10);
    EXPECT_TRUE(world.run_until([&] { return are_connected(3); }, 600'000)) << seed;
    author(nodes[7], 1);
    EXPECT_TRUE(world.run_until([&] { return have_same_head(); }, 60'000)) << seed;
}

INSTANTIATE_TEST_SUITE_P(Kinds, LiarScenarioTest,
                         testing::Values(LiarKind::kSilent, LiarKind::kBabbler, LiarKind::kFlooder,
                                         LiarKind::kPoisoner));

TEST(World, ASeedDecidesEverything) {
    const auto run = [](uint64_t seed) {
        std::vector<std::unique_ptr<MemoryChain>> chains;
        World world({.seed = seed, .weather = {.loss = 0.1}});
        for (int i = 0; i < 10; ++i) {
            chains.push_back(std::make_unique<MemoryChain>());
            FullNodeOptions options;
            if (i > 0) options.boot_nodes = {world.address(0)};
            world.add(full_node(*chains.back(), options));
        }
        world.run_for(20'000);
        return std::pair(world.events(), world.messages());
    };
    EXPECT_EQ(run(5), run(5));
    EXPECT_NE(run(5), run(6));
}

}  // namespace
}  // namespace serinus::network::simulation
