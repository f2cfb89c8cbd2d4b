// Spec: sect-msg-grandpa
// The gossip of votes among simulated nodes: who is told at once, who later, and who not at all.
#include "protocols/grandpa/grandpa.hpp"

#include <gtest/gtest.h>

#include "codec/scale.hpp"
#include "network/simulation/world.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::gossip {
namespace {

namespace grandpa = consensus::grandpa;
using simulation::NodeIndex;
using simulation::NodeParts;

/// Takes votes, and passes none on.
class VoteListener final : public Module, public GossipSink {
  public:
    explicit VoteListener(NodeParts parts) : gossip(parts.core, *this, {.protocol = 0, .role = Role::kAuthority}) {
        parts.core.set_notification_module(0, gossip);
        parts.core.add_module(*this);
    }
    void on_peer_connected(const PeerId& peer, Millis now) override {
        gossip.on_sync_peer(peer, Role::kAuthority, now);
    }
    void on_peer_gone(const PeerId& peer, Millis now) override { gossip.on_sync_peer_gone(peer, now); }

    void on_disconnected(GossipPeer) override {}
    platform::Admission receive(GossipPeer, Bytes message) override {
        const auto decoded = scale::decode<grandpa::GossipMessage>(message);
        votes += decoded && std::holds_alternative<grandpa::VoteMessage>(*decoded);
        commits += decoded && std::holds_alternative<grandpa::CommitMessage>(*decoded);
        return platform::Admission::kTaken;
    }

    void send(const grandpa::GossipMessage& message, Millis now) {
        const auto encoded = std::make_shared<const Bytes>(scale::encode(message));
        gossip.send(GrandpaGossip::message_of({.peer = {}, .from = {}, .message = message, .encoded = encoded}), now);
    }
    void vote(uint64_t round, Millis now) {
        grandpa::VoteMessage vote;
        vote.round = round;
        send(vote, now);
    }
    void commit(uint64_t set, primitives::BlockNumber target, Millis now) {
        grandpa::CommitMessage commit{.round = 1, .set_id = set, .commit = {}};
        commit.commit.target.number = target;
        send(commit, now);
    }
    void say_round(uint64_t round, Millis now) {
        send(grandpa::VersionedNeighbor(grandpa::Neighbor{.round = round, .set_id = 0, .finalized = 0}), now);
    }

    GrandpaGossip gossip;
    size_t votes = 0, commits = 0;
};

class GrandpaGossipTest : public testing::Test {
  protected:
    /// The first node, and so many others that are connected to it alone.
    void start(size_t peers) {
        for (size_t i = 0; i <= peers; ++i) {
            world.add({.protocols = {.requests = {},
                                     .notifications = {{.names = {"/grandpa/1"}, .max_message_bytes = 1 << 20}}},
                       .peers = {.out_peers = 0},
                       .make = [](NodeParts parts) {
                           std::vector<std::unique_ptr<Module>> modules;
                           modules.push_back(std::make_unique<VoteListener>(parts));
                           return modules;
                       }});
            if (i > 0) world.core(i).shell().dial(world.address(0), world.peer_id(0));
        }
        world.run_for(5'000);
        for (NodeIndex i = 0; i <= peers; ++i) say_round(i, 1);
        world.run_for(500);
    }
    VoteListener& node(NodeIndex index) { return *world.module<VoteListener>(index); }
    void say_round(NodeIndex index, uint64_t round) {
        world.call(index, [&](auto, Millis now) { node(index).say_round(round, now); });
    }
    void vote(uint64_t round) {
        world.call(0, [&](auto, Millis now) { node(0).vote(round, now); });
    }
    size_t reached() {
        size_t out = 0;
        for (NodeIndex i = 1; i < world.size(); ++i) out += node(i).votes;
        return out;
    }

    simulation::World world{{.seed = test::seeded_random()()}};
};

TEST_F(GrandpaGossipTest, AVoteGoesToAllOfAFewPeersAtOnce) {
    start(12);
    vote(1);
    world.run_for(500);
    EXPECT_EQ(reached(), 12u);
    world.run_for(10'000);
    EXPECT_EQ(reached(), 12u);
}

TEST_F(GrandpaGossipTest, OfManyPeersTheSquareRootIsToldAtOnceAndTheRestLater) {
    start(36);
    vote(1);
    world.run_for(5'000);
    EXPECT_EQ(reached(), 6u);
    world.run_for(5'000);
    EXPECT_EQ(reached(), 36u) << "each once";
}

TEST_F(GrandpaGossipTest, WhoHasLeftTheRoundByThenIsNotTold) {
    start(36);
    vote(1);
    world.run_for(1'000);
    for (NodeIndex i = 1; i <= 30; ++i) say_round(i, 3);
    world.run_for(10'000);
    EXPECT_LE(reached(), 6u + 6u);
    EXPECT_GE(reached(), 6u);
}

TEST_F(GrandpaGossipTest, ThePairIsOpenedAgainWhenOneOfTwoConnectionsEnds) {
    start(1);
    const auto first = world.core(0).connections_of(world.peer_id(1));
    ASSERT_EQ(first.size(), 1u);
    world.run_for(11'000);
    world.call(0, [&](NodeParts parts, auto) { parts.core.shell().dial(world.address(1), world.peer_id(1)); });
    world.run_for(2'000);
    ASSERT_EQ(world.core(0).connections_of(world.peer_id(1)).size(), 2u);
    world.call(0, [&](NodeParts parts, auto) { parts.core.shell().disconnect(first.front()); });
    world.run_for(2'000);
    say_round(1, 1);
    world.run_for(500);
    vote(1);
    world.run_for(500);
    EXPECT_EQ(reached(), 1u);
}

// Observed: polkadot 1.25, sc-consensus-grandpa: a commit of a later set costs its sender reputation.
TEST_F(GrandpaGossipTest, ACommitGoesToPeersOfItsSetThatHaveLessFinal) {
    start(4);
    const auto commit = [&](uint64_t set, primitives::BlockNumber target) {
        world.call(0, [&](auto, Millis now) { node(0).commit(set, target, now); });
        world.run_for(1'000);
        size_t out = 0;
        for (NodeIndex i = 1; i < world.size(); ++i) out += std::exchange(node(i).commits, 0);
        return out;
    };
    EXPECT_EQ(commit(0, 5), 4u);
    EXPECT_EQ(commit(0, 0), 0u) << "all have it";
    EXPECT_EQ(commit(1, 5), 0u) << "they are in the set before";
}

TEST_F(GrandpaGossipTest, AVoteOfARoundThatIsFarAwayGoesToNobody) {
    start(4);
    vote(3);
    world.run_for(10'000);
    EXPECT_EQ(reached(), 0u);
}

}  // namespace
}  // namespace serinus::network::gossip
