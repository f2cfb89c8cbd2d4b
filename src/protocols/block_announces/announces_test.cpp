#include "protocols/block_announces/announces.hpp"

#include <gtest/gtest.h>

#include "protocols/simulation/full_node.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::gossip {
namespace {

using simulation::FullNode;
using simulation::MemoryChain;
using simulation::NodeIndex;
using simulation::NodeParts;
using simulation::World;

/// A peer that takes announces, writes them down, and says what a test wants.
class Recorder final : public Module {
  public:
    /// `answer`: the role of its handshakes that answer those of others.
    Recorder(NodeParts parts, World& world, Role role, Role answer)
        : core_(parts.core), world_(world), role_(role), answer_(answer) {
        core_.set_notification_module(0, *this);
    }
    void on_peer_connected(const PeerId& peer, Millis now) override {
        set_role(role_);
        (void)core_.notifications().open(peer, 0, now);
        set_role(answer_);
    }
    void on_notification(link::NotificationEvent event, Millis now) override {
        if (const auto* offer = std::get_if<link::NotificationsOffered>(&event)) {
            core_.notifications().accept(offer->peer, 0, now);
        } else if (const auto* message = std::get_if<link::NotificationReceived>(&event)) {
            const auto announcement = decode_announcement(message->message);
            ASSERT_TRUE(announcement);
            heard.emplace_back(world_.now(), *announcement);
        } else if (std::holds_alternative<link::NotificationsClosed>(event)) {
            ++closed;
        }
    }
    bool say(const PeerId& to, const sync::ReceivedBlock& block, bool is_best) {
        return core_.notifications().send(to, 0, encode(Announcement{block.header, is_best}));
    }

    std::vector<std::pair<Millis, Announcement>> heard;
    size_t closed = 0;

  private:
    void set_role(Role role) {
        core_.notifications().set_handshake(0,
                                            encode(AnnounceHandshake{.role = role,
                                                                     .best = {simulation::simulated_genesis().hash, 0},
                                                                     .genesis = simulation::simulated_genesis().hash}));
    }

    Core& core_;
    World& world_;
    Role role_, answer_;
};

class AnnouncesTest : public testing::Test {
  protected:
    struct Checker final : HeaderChecker {
        bool check(const primitives::Header&, const Hash256& hash) override {
            asked.push_back(hash);
            return has_room;
        }
        std::vector<Hash256> asked;
        bool has_room = true;
    };

    void SetUp() override {
        world.weather().min_delay_ms = world.weather().max_delay_ms = 10;
        (void)world.add(full_node(chain, {.peers = {.in_peers = 100}, .discovery = {.wanted_peers = 0}}));
    }
    NodeIndex add_recorder(Role role = Role::kFull, std::optional<Role> answer = {}) {
        const NodeIndex index =
            world.add({.protocols = simulation::simulated_protocols(), .make = [this, role, answer](NodeParts parts) {
                           std::vector<std::unique_ptr<Module>> out;
                           out.push_back(std::make_unique<Recorder>(parts, world, role, answer.value_or(role)));
                           return out;
                       }});
        world.call(index, [&](NodeParts parts, Millis now) {
            parts.peers.add_address(world.peer_id(0), world.address(0), now);
        });
        return index;
    }
    Recorder& recorder(NodeIndex index) { return *world.module<Recorder>(index); }
    FullNode& node() { return *world.module<FullNode>(0); }
    void author() {
        world.call(0, [this](auto, Millis now) { node().author(1, now); });
    }
    void say(NodeIndex from, const sync::ReceivedBlock& block, bool is_best = true) {
        world.call(from, [&](auto, Millis) { EXPECT_TRUE(recorder(from).say(world.peer_id(0), block, is_best)); });
        world.run_for(50);
    }
    void answer(const Hash256& hash, HeaderVerdict verdict) {
        world.call(0, [&](auto, Millis now) { node().announces().on_checked(hash, verdict, now); });
        world.run_for(50);
    }

    MemoryChain chain;
    World world{{.seed = test::seeded_random()()}};
};

TEST_F(AnnouncesTest, ABlockGoesToSomeAtOnceAndToTheRestSoonInAnotherOrderEachTime) {
    std::vector<NodeIndex> all;
    for (int i = 0; i < 25; ++i) all.push_back(add_recorder());
    world.run_for(5'000);
    ASSERT_EQ(node().announces().peers().size(), 25u);
    std::set<std::vector<bool>> who_was_first;
    for (size_t round = 1; round <= 5; ++round) {
        const Millis begin = world.now();
        author();
        world.run_for(1'000);
        std::vector<bool> first;
        for (const NodeIndex one : all) {
            ASSERT_EQ(recorder(one).heard.size(), round);
            const Millis after = recorder(one).heard.back().first - begin;
            EXPECT_LE(after, 110u);
            first.push_back(after == 10);
        }
        EXPECT_EQ(std::ranges::count(first, true), 9);  // 4 + √25
        who_was_first.insert(first);
    }
    EXPECT_GE(who_was_first.size(), 4u);
}

// The place is given for the role of the offer. A peer that offers as a light client needs no slot; were the role of
// its answer believed, it would be among the full nodes without one that was free, and among those that this node
// chose.
TEST_F(AnnouncesTest, ARoleThatChangesBetweenOfferAndAnswerIsALieAndGetsNoSlot) {
    const std::pair<Role, Role> changes[] = {
        {Role::kLight, Role::kFull}, {Role::kFull, Role::kLight}, {Role::kLight, Role::kAuthority}};
    for (const auto& [offer, answer] : changes) {
        const NodeIndex liar = add_recorder(offer, answer);
        world.run_for(1'000);
        EXPECT_TRUE(node().announces().peers().empty());
        EXPECT_EQ(world.peers(0).slot_count(), 0u);
        ASSERT_FALSE(world.accusations().empty());
        EXPECT_EQ(world.accusations().back(), (std::pair<NodeIndex, NodeIndex>(0, liar)));
    }
    EXPECT_EQ(world.accusations().size(), std::size(changes));
}

TEST_F(AnnouncesTest, OutSlotsAreForPeersThatThisNodeDialed) {
    const NodeIndex caller = add_recorder();
    world.run_for(1'000);
    EXPECT_EQ(world.peers(0).slot_of(world.peer_id(caller)), SlotKind::kInbound);
    // The caller loses announces and is wanted by nobody: opened again by this node, it is a caller still.
    world.call(0, [&](NodeParts parts, Millis now) {
        parts.peers.main_set().remove(world.peer_id(caller), now);
        (void)parts.core.notifications().open(world.peer_id(caller), 0, now);
    });
    world.run_for(1'000);
    EXPECT_EQ(world.peers(0).slot_of(world.peer_id(caller)), SlotKind::kInbound);
}

// Observed: polkadot-stable2407: peers may be dropped for 30 s of silence
TEST_F(AnnouncesTest, TheBestBlockIsSaidAgainAfterTwentySecondsOfSilence) {
    const NodeIndex peer = add_recorder();
    world.run_for(5'000);
    author();
    world.run_for(1'000);
    ASSERT_EQ(recorder(peer).heard.size(), 1u);
    world.run_for(60'000);
    EXPECT_EQ(recorder(peer).heard.size(), 4u);
    EXPECT_EQ(recorder(peer).heard.back().second.header, chain.find_block(chain.best().hash)->header);
}

TEST_F(AnnouncesTest, TheGenesisBlockIsNotAnnounced) {
    const NodeIndex one = add_recorder();
    world.run_for(1'000);
    world.call(0, [&](auto, Millis) { node().announces().set_best(primitives::Header{}, Hash256{{1}}); });
    world.run_for(60'000);
    ASSERT_EQ(node().announces().peers().size(), 1u);
    EXPECT_TRUE(recorder(one).heard.empty());
}

TEST_F(AnnouncesTest, WhoAnnouncedABlockIsNotToldOfIt) {
    const NodeIndex a = add_recorder(), b = add_recorder();
    world.run_for(5'000);
    const auto block = simulation::make_block(simulation::simulated_genesis().hash, 1, 7);
    say(a, block);
    world.call(0, [&](auto, Millis now) {
        chain.add(block);
        node().announces().on_imported(block.header, block.hash, true, now);
    });
    world.run_for(500);
    EXPECT_TRUE(recorder(a).heard.empty());
    EXPECT_EQ(recorder(b).heard.size(), 1u);
}

TEST_F(AnnouncesTest, AHeaderIsCheckedBeforeItsBlockIsAskedFor) {
    Checker checker;
    node().announces().set_checker(checker);
    const NodeIndex a = add_recorder(), b = add_recorder();
    world.run_for(5'000);
    const auto block = simulation::make_block(simulation::simulated_genesis().hash, 1, 7);
    say(a, block);
    say(b, block);
    EXPECT_EQ(checker.asked, std::vector{block.hash});  // once
    EXPECT_EQ(node().sync().target(), 0u);              // nothing is believed yet
    answer(block.hash, HeaderVerdict::kGood);
    EXPECT_EQ(node().sync().target(), 1u);
    say(b, block);
    EXPECT_EQ(checker.asked.size(), 1u);
    EXPECT_TRUE(world.accusations().empty());
}

TEST_F(AnnouncesTest, ABadHeaderIsAStrikeForAllWhoAnnounceItEvenLater) {
    Checker checker;
    node().announces().set_checker(checker);
    const NodeIndex a = add_recorder(), b = add_recorder(), c = add_recorder();
    world.run_for(5'000);
    const auto block = simulation::make_block(simulation::simulated_genesis().hash, 1, 7);
    say(a, block);
    say(b, block);
    answer(block.hash, HeaderVerdict::kBad);
    EXPECT_EQ(world.accusations().size(), 2u);
    say(c, block);
    EXPECT_EQ(world.accusations().size(), 3u);
    EXPECT_EQ(checker.asked.size(), 1u);
    EXPECT_EQ(node().sync().peer_count(), 0u);  // banned
}

TEST_F(AnnouncesTest, WhatCannotBeJudgedYetIsFollowedAndJudgedAgain) {
    Checker checker;
    node().announces().set_checker(checker);
    const NodeIndex a = add_recorder();
    world.run_for(5'000);
    const auto block = simulation::make_block(Hash256{{9}}, 5, 7);
    say(a, block);
    answer(block.hash, HeaderVerdict::kUnknown);
    EXPECT_EQ(node().sync().target(), 5u);
    say(a, block);
    EXPECT_EQ(checker.asked.size(), 2u);
    EXPECT_TRUE(world.accusations().empty());
}

TEST_F(AnnouncesTest, OnePeerCannotFillTheChecks) {
    Checker checker;
    node().announces().set_checker(checker);
    const NodeIndex a = add_recorder(), b = add_recorder();
    world.run_for(5'000);
    for (uint64_t i = 0; i < 30; ++i) {
        say(a, simulation::make_block(simulation::simulated_genesis().hash, 1, 100 + i), false);
    }
    EXPECT_EQ(checker.asked.size(), 8u);
    say(b, simulation::make_block(simulation::simulated_genesis().hash, 1, 7));
    EXPECT_EQ(checker.asked.size(), 9u);
    // Without room to check, it is taken as it is.
    checker.has_room = false;
    say(b, simulation::make_block(simulation::simulated_genesis().hash, 1, 8));
    EXPECT_EQ(node().sync().target(), 1u);
}

TEST_F(AnnouncesTest, ALightPeerIsToldButNotAsked) {
    const NodeIndex light = add_recorder(Role::kLight);
    world.run_for(5'000);
    EXPECT_EQ(node().announces().light_peers(), 1u);
    EXPECT_EQ(world.peers(0).slot_count(), 0u);
    EXPECT_EQ(node().sync().peer_count(), 0u);
    author();
    world.run_for(500);
    EXPECT_EQ(recorder(light).heard.size(), 1u);
    say(light, simulation::make_block(chain.best().hash, 2, 7));
    EXPECT_EQ(node().sync().peer_count(), 0u);
}

}  // namespace
}  // namespace serinus::network::gossip
