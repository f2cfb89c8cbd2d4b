// Disputes among validators of whom up to f lie: what must hold whatever they do. Guide: disputes
#include <gtest/gtest.h>

#include <cstdlib>

#include "parachain/disputes/simulation_test_support.hpp"

namespace serinus::parachain {
namespace {

using namespace dispute_test;

using Broken = std::set<std::string>;

/// Disputes over candidates that blocks have, as a node knows them.
size_t real_disputes(const DisputeSimulation& world, const DisputeSimulation::Node& node) {
    size_t out = 0;
    for (const auto& [key, status] : node.coordinator.recent()) out += world.receipts.contains(key.second) ? 1 : 0;
    return out;
}

size_t most_disputes(const DisputeSimulation& world) {
    size_t out = 0;
    for (const auto& node : world.nodes) {
        if (node.conduct == Conduct::kHonest) out = std::max(out, real_disputes(world, node));
    }
    return out;
}

BlockNumber final_number(const DisputeSimulation& world) { return world.chain.at(world.final_block).number; }

void expect_truth(const DisputeSimulation& world) {
    EXPECT_EQ(world.broken_rules(), Broken());
    EXPECT_GT(most_disputes(world), 0u);
}

/// How many networks of random size, liars and losses are tried.
size_t simulations_wanted() {
    const char* wanted = std::getenv("SERINUS_SIMULATIONS");
    return wanted == nullptr ? 15 : std::strtoull(wanted, nullptr, 10);
}

TEST(DisputesAmong, HonestValidatorsAreNone) {
    std::mt19937_64 random = test::seeded_random();
    DisputeSimulation world({.validators = 7, .liars = 0, .blocks = 10, .quiet_blocks = 5}, random);
    world.run();
    for (const auto& node : world.nodes) EXPECT_TRUE(node.coordinator.recent().empty());
    EXPECT_GE(final_number(world), 8u);
}

TEST(DisputesAmong, UpToFLiarsEndWithTheTruth) {
    std::mt19937_64 random = test::seeded_random();
    for (const uint32_t validators : {4u, 10u, 13u}) {
        SCOPED_TRACE(std::to_string(validators) + " validators");
        DisputeSimulation world({.validators = validators, .liars = (validators - 1) / 3}, random);
        world.run();
        expect_truth(world);
        EXPECT_GE(final_number(world), 5u) << "finality goes on";
    }
}

TEST(DisputesAmong, NodesThatDieOftenEndWithTheTruth) {
    std::mt19937_64 random = test::seeded_random();
    DisputeSimulation world({.validators = 7, .liars = 2, .crashes_percent = 10}, random);
    world.run();
    size_t lives = 0;
    for (const auto& node : world.nodes) lives += node.lives;
    EXPECT_GT(lives, world.nodes.size());
    expect_truth(world);
}

TEST(DisputesAmong, MadeUpCandidatesCostNoChecksAndLittleMemory) {
    std::mt19937_64 random = test::seeded_random();
    DisputeSimulation world({.validators = 7, .liars = 2, .crashes_percent = 0, .made_up = 120}, random);
    world.run();
    expect_truth(world);
    for (const auto& node : world.nodes) {
        if (node.conduct != Conduct::kHonest) continue;
        const size_t made_up = node.coordinator.recent().size() - real_disputes(world, node);
        EXPECT_LE(made_up, 2 * size_t{SpamSlots::kSlots});
    }
}

// make disputes: thousands of them.
TEST(DisputesAmong, ManyNetworksEndWithTheTruth) {
    std::mt19937_64 seeds = test::seeded_random();
    const size_t count = simulations_wanted();
    for (size_t i = 0; i < count && !testing::Test::HasFailure(); ++i) {
        const uint64_t seed = seeds();
        SCOPED_TRACE("network " + std::to_string(i) + ", seed " + std::to_string(seed));
        std::mt19937_64 random(seed);
        const auto validators = static_cast<uint32_t>(test::random_between(random, 4, 10));
        const uint32_t f = (validators - 1) / 3;
        const auto liars = static_cast<uint32_t>(test::random_between(random, 0, f));
        const auto slow = static_cast<uint32_t>(test::random_between(random, 0, f - liars));
        DisputeSimulation world({.validators = validators,
                                 .liars = liars,
                                 .blocks = 8,
                                 .loss_percent = static_cast<uint32_t>(random() % 10),
                                 .crashes_percent = static_cast<uint32_t>(random() % 5),
                                 .made_up = static_cast<uint32_t>(random() % 3),
                                 .outdated = f - liars - slow,
                                 .slow = slow,
                                 .disables = random() % 2 == 0},
                                random);
        world.run();
        EXPECT_EQ(world.broken_rules(), Broken());
        EXPECT_GE(final_number(world), 3u);
    }
}

// What looks for broken rules finds each that is taken away.
TEST(DisputesAmong, EachRuleThatIsTakenAwayIsMissed) {
    std::mt19937_64 random = test::seeded_random();
    constexpr int kMostNetworks = 100;  // what blocks tell is missed in one of several
    for (const Defect defect : kDefects) {
        // Where blocks tell nothing, nodes miss what some were told and others were not.
        const bool is_of_blocks = defect == Defect::kBringsNoVotes || defect == Defect::kHearsNoBlocks;
        const bool is_of_disk = defect == Defect::kForgetsItsVotes || defect == Defect::kSyncsNothing;
        Broken broken;
        for (int i = 0; i < kMostNetworks && broken.empty(); ++i) {
            DisputeSimulation world({.validators = 7,
                                     .liars = 2,
                                     .blocks = 10,
                                     .loss_percent = is_of_blocks ? 85u : 5u,
                                     .crashes_percent = is_of_disk ? 20u : 1u,
                                     .invalid_percent = 50,
                                     // Slow enough for blocks to be old before a dispute ends.
                                     .check_ms = defect == Defect::kFinalizesAnything ? 12'000u : 500u,
                                     .defect = defect},
                                    random);
            world.run();
            broken = world.broken_rules();
        }
        EXPECT_FALSE(broken.empty()) << "defect " << static_cast<int>(defect);
    }
}

// --- what has happened on Kusama ---

// Of 40 validators a third runs an old release, to which all is invalid: each candidate is disputed, at once.
TEST(DisputesAmong, OutdatedValidatorsLoseAndStopNothing) {
    std::mt19937_64 random = test::seeded_random();
    DisputeSimulation world({.validators = 40, .liars = 0, .blocks = 4, .crashes_percent = 0, .outdated = 13}, random);
    world.run();
    expect_truth(world);
    EXPECT_GE(final_number(world), 8u);
    for (const auto& node : world.nodes) {
        if (node.conduct == Conduct::kHonest) EXPECT_TRUE(node.tree.best().has_value());
    }
}

// To a machine that is too slow what is valid has timed out, which says that it is invalid: it loses its disputes,
// which costs it no stake, for it has never said that something invalid is valid; and all goes on.
TEST(DisputesAmong, SlowMachinesLoseDisputesAndNothingElse) {
    std::mt19937_64 random = test::seeded_random();
    DisputeSimulation world({.validators = 10, .liars = 1, .slow = 2}, random);
    world.run();
    expect_truth(world);
    EXPECT_GE(final_number(world), 5u);
    size_t lost = 0;
    for (const auto& node : world.nodes) {
        if (node.conduct != Conduct::kSlow) continue;
        for (const auto& other : world.nodes) {
            lost += other.conduct == Conduct::kHonest && other.coordinator.lost().contains(kSession, {node.index});
        }
    }
    EXPECT_GT(lost, 0u) << "they have disputed something";
}

// A thousand candidates of one block are disputed at once (under sanitizers a hundred).
TEST(DisputesAmong, AThousandDisputesAtOnceHoldFinalityForTwentyBlocksAtMost) {
    std::mt19937_64 random = test::seeded_random();
    constexpr uint32_t kMostBlocks = 20;
    const uint32_t disputes = simulations_wanted() < 100 ? 100 : 1000;
    DisputeSimulation world({.validators = 7,
                             .liars = 0,
                             .blocks = 1,
                             .quiet_blocks = kMostBlocks,
                             .crashes_percent = 0,
                             .outdated = 2,
                             // Who has lost begins no more, so some are left alone; others nobody backs.
                             .candidates = disputes * 2,
                             .check_ms = 50},
                            random);
    world.run();
    expect_truth(world);
    EXPECT_GT(most_disputes(world), disputes * 3 / 4);
    EXPECT_GE(final_number(world), 2u) << "the block that includes them is the second";
    for (const auto& node : world.nodes) {
        EXPECT_LE(node.receiver.waiting_count(), world.nodes.size() * DisputeReceiver::kMaxWaiting);
        EXPECT_LE(node.receiver.batch_count(), DisputeReceiver::kMaxBatches);
        EXPECT_EQ(node.coordinator.participation().running(), 0u);
    }
}

// 85 candidates of two seconds each in one block, all of them disputed: three are checked at once.
TEST(DisputesAmong, ABlockFullOfSlowCandidatesIsFinalInTheEnd) {
    std::mt19937_64 random = test::seeded_random();
    DisputeSimulation world({.validators = 7,
                             .liars = 0,
                             .blocks = 1,
                             .quiet_blocks = 30,
                             .crashes_percent = 0,
                             .outdated = 2,
                             .candidates = 85,
                             .check_ms = 2000},
                            random);
    world.run();
    expect_truth(world);
    EXPECT_GT(most_disputes(world), 40u);
    EXPECT_GE(final_number(world), 2u) << "the block that includes them is the second";
}

// Who has lost is disabled on chain: the same validators begin no further disputes, as long as a third does not vote.
TEST(DisputesAmong, DisabledDisputersBeginNothingMore) {
    std::mt19937_64 random = test::seeded_random();
    DisputeSimulation world({.validators = 31,
                             .liars = 0,
                             .blocks = 12,
                             .crashes_percent = 0,
                             .outdated = 3,
                             .backers_percent = 10,
                             .checkers_percent = 5,
                             .disables = true},
                            random);
    world.run();
    expect_truth(world);
    const size_t candidates = world.receipts.size();
    EXPECT_LT(most_disputes(world), candidates / 2) << "of " << candidates;
    EXPECT_GE(final_number(world), 12u);
}

// No block becomes final for twenty minutes, while candidates are disputed: nothing of them is forgotten.
TEST(DisputesAmong, FinalityThatLagsForLongResumes) {
    std::mt19937_64 random = test::seeded_random();
    constexpr uint32_t kBlocks = 200;
    DisputeSimulation world({.validators = 4,
                             .liars = 1,
                             .blocks = kBlocks,
                             .loss_percent = 0,
                             .crashes_percent = 0,
                             .candidates = 1,
                             .invalid_percent = 5,
                             .no_finality_from = 3,
                             .no_finality_to = kBlocks},
                            random);
    world.run();
    expect_truth(world);
    EXPECT_GE(final_number(world), kBlocks / 2);
}

// More than a third call what is valid invalid: nobody is right enough, so no dispute ends, nobody loses, and nothing
// with a candidate becomes final. Once they are upgraded, with a new session, the chain is built elsewhere and becomes
// final there.
TEST(DisputesAmong, MoreThanFOutdatedValidatorsHaltFinalityUntilTheyAreUpgraded) {
    std::mt19937_64 random = test::seeded_random();
    DisputeSimulation world({.validators = 13,
                             .liars = 0,
                             .blocks = 30,
                             .quiet_blocks = 16,
                             .crashes_percent = 0,
                             .outdated = 5,
                             .upgraded_at = 10},
                            random);
    world.run();
    EXPECT_GE(final_number(world), 10u) << "finality is back";
    for (const auto& node : world.nodes) {
        EXPECT_TRUE(node.coordinator.lost().of_session(kSession).empty()) << "nobody has lost";
        for (const auto& [key, sides] : node.published) EXPECT_LE(sides.size(), 1u) << "node " << node.index;
    }
}

}  // namespace
}  // namespace serinus::parachain
