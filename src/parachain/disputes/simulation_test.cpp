// Disputes among validators of whom up to f lie: what must hold whatever they do. Guide: disputes
#include <gtest/gtest.h>

#include <cstdlib>

#include "parachain/approval/finality_vote.hpp"
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
}

// Whoever does nothing else has lost nothing, and has its slots.
TEST(DisputesAmong, WhoMakesUpCandidatesHasFiftyOfThem) {
    std::mt19937_64 random = test::seeded_random();
    DisputeSimulation world({.validators = 7,
                             .liars = 1,
                             .loss_percent = 0,
                             .crashes_percent = 0,
                             .lies_percent = 0,
                             .made_up = 120,
                             .invalid_percent = 0},
                            random);
    world.run();
    EXPECT_EQ(world.broken_rules(), Broken());
    for (const auto& node : world.nodes) {
        if (node.conduct == Conduct::kHonest) EXPECT_EQ(node.coordinator.recent().size(), size_t{SpamSlots::kSlots});
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
        DisputeSimulation world(
            {.validators = validators,
             .liars = liars,
             .blocks = 8,
             .loss_percent = static_cast<uint32_t>(random() % 10),
             .crashes_percent = static_cast<uint32_t>(random() % 5),
             .made_up = static_cast<uint32_t>(random() % 3),
             .outdated = f - liars - slow,
             .slow = slow,
             .disables = random() % 2 == 0,
             .session_blocks =
                 random() % 2 == 0 ? UINT32_MAX : static_cast<uint32_t>(test::random_between(random, 3, 9))},
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
    // What is not remembered is seen by what nodes do, not by looking for it.
    const std::map<Defect, std::string> seen_by = {{Defect::kCountsNoSpam, "spam takes memory"},
                                                   {Defect::kForgetsLosers, "losers begin disputes"}};
    for (const Defect defect : kDefects) {
        // Where blocks tell nothing, nodes miss what some were told and others were not.
        const bool is_of_blocks = defect == Defect::kBringsNoVotes || defect == Defect::kHearsNoBlocks;
        const bool is_of_disk = defect == Defect::kForgetsItsVotes || defect == Defect::kSyncsNothing;
        const auto sentence = seen_by.find(defect);
        Broken broken;
        const auto is_missed = [&] {
            return sentence == seen_by.end() ? !broken.empty() : broken.contains(sentence->second);
        };
        for (int i = 0; i < kMostNetworks && !is_missed(); ++i) {
            DisputeSimulation world({.validators = 7,
                                     .liars = 2,
                                     .blocks = 10,
                                     .loss_percent = is_of_blocks ? 85u : 5u,
                                     .crashes_percent = is_of_disk ? 20u : 1u,
                                     // The slots of who has lost do not matter any more.
                                     .lies_percent = defect == Defect::kCountsNoSpam ? 0u : 40u,
                                     .made_up = defect == Defect::kCountsNoSpam ? 120u : 0u,
                                     .invalid_percent = defect == Defect::kCountsNoSpam ? 0u : 50u,
                                     // Slow enough for blocks to be old before a dispute ends.
                                     .check_ms = defect == Defect::kFinalizesAnything ? 12'000u : 500u,
                                     .defect = defect},
                                    random);
            world.run();
            broken = world.broken_rules();
        }
        EXPECT_TRUE(is_missed()) << "defect " << static_cast<int>(defect);
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

// A thousand candidates of five blocks, each of which takes two seconds to check (under sanitizers a hundred): three
// are checked at once, so all of them take eleven minutes. Blocks become final one after the other, as their disputes
// end.
TEST(DisputesAmong, AThousandSlowDisputesHoldFinalityAsLongAsTheirChecksTake) {
    std::mt19937_64 random = test::seeded_random();
    constexpr uint32_t kBlocks = 5;
    const uint32_t disputes = simulations_wanted() < 100 ? 100 : 1000;
    constexpr uint64_t kCheckMs = 2000, kSlotMs = 6000;
    const auto slots_of = [&](uint64_t checks) {
        return static_cast<uint32_t>(checks * kCheckMs / Participation::kMaxRunning / kSlotMs);
    };
    DisputeSimulation world({.validators = 7,
                             .liars = 0,
                             .blocks = kBlocks,
                             .quiet_blocks = slots_of(disputes) + 30,
                             .crashes_percent = 0,
                             .outdated = 2,
                             .candidates = 2 * disputes / kBlocks,
                             .check_ms = kCheckMs,
                             .check_spread = 1},
                            random);
    world.run();
    expect_truth(world);
    EXPECT_GT(most_disputes(world), disputes * 3 / 4);
    EXPECT_GE(final_number(world), kBlocks + 1) << "the block that includes the last ones";
    // The first block with candidates is the second one.
    EXPECT_GE(world.final_after.at(kBlocks + slots_of(2 * disputes / kBlocks) + 20), 2u);
    EXPECT_LE(world.most_requests, world.nodes.size() * DisputeReceiver::kMaxWaiting);
    EXPECT_LE(world.most_batches, DisputeReceiver::kMaxBatches);
    EXPECT_LE(world.most_checks, 2 * disputes);
    for (const auto& node : world.nodes) EXPECT_EQ(node.coordinator.participation().running(), 0u);
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

// No block becomes final for two hours and three sessions (under sanitizers for half an hour), while candidates are
// disputed: nothing of them is forgotten.
TEST(DisputesAmong, FinalityThatLagsForHoursResumes) {
    std::mt19937_64 random = test::seeded_random();
    const uint32_t blocks = simulations_wanted() < 100 ? 300 : 1200;
    DisputeSimulation world({.validators = 4,
                             .liars = 1,
                             .blocks = blocks,
                             .loss_percent = 0,
                             .crashes_percent = 0,
                             .candidates = 1,
                             .invalid_percent = 10,
                             .no_finality_from = 3,
                             .no_finality_to = blocks,
                             .session_blocks = blocks / 3,
                             .backing_period = 10},
                            random);
    world.run();
    expect_truth(world);
    for (const auto& node : world.nodes) {
        if (node.conduct == Conduct::kHonest) EXPECT_GE(final_number(world) + 10, world.best_of(node).number);
    }
    EXPECT_GE(final_number(world), blocks / 2);
}

// An emergency like that of December 2022: disputes that nobody can end, as too few vote. Some call all that is valid
// invalid, and one more is silent: finality goes on 500 blocks behind the best one, whatever is disputed.
TEST(DisputesAmong, DisputesThatDoNotEndHoldFinalityForFiveHundredBlocksAtMost) {
    std::mt19937_64 random = test::seeded_random();
    constexpr uint32_t kBlocks = 600, kPeriod = 20;
    DisputeSimulation world({.validators = 7,
                             .liars = 1,
                             .blocks = kBlocks,
                             .crashes_percent = 0,
                             .lies_percent = 0,
                             .outdated = 2,
                             .candidates = 1,
                             .invalid_percent = 0,
                             .session_blocks = kBlocks,
                             .backing_period = kPeriod},
                            random);
    world.run();
    EXPECT_LE(world.final_after.at(kMaxFinalityLag), 2 * kPeriod) << "below the first disputed candidates";
    EXPECT_GT(final_number(world), 3 * kPeriod) << "above several of them";
    for (const auto& node : world.nodes) {
        if (node.conduct != Conduct::kHonest) continue;
        EXPECT_LE(world.best_of(node).number, final_number(world) + kMaxFinalityLag + 1);
        EXPECT_GT(real_disputes(world, node), 10u);
        EXPECT_TRUE(node.coordinator.lost().of_session(kSession).empty()) << "nobody has lost";
    }
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
