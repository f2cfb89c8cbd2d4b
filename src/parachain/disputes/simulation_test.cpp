// Disputes among validators of whom up to f lie: what must hold whatever they do. Guide: disputes
#include <gtest/gtest.h>

#include "parachain/disputes/simulation_test_support.hpp"

namespace serinus::parachain {
namespace {

using namespace dispute_test;

void expect_truth(const DisputeSimulation& world) {
    size_t disputes = 0;
    for (const auto& node : world.nodes) {
        // Nobody who runs the program contradicts itself, whatever its checks say and whenever it dies.
        for (const auto& [key, sides] : node.published) EXPECT_LE(sides.size(), 1u) << "node " << node.index;
        EXPECT_EQ(node.made_up_checks, 0u) << "checks of candidates that no block has";
        if (node.conduct != Conduct::kHonest) continue;

        for (const auto* block : world.path(world.best_of(node).hash)) {
            for (const CandidateReceipt& receipt : block->scraped.included) {
                EXPECT_FALSE(world.invalid.contains(receipt.hash())) << "the best chain includes what is invalid";
            }
        }
        for (const auto& [key, status] : node.coordinator.recent()) {
            if (!world.receipts.contains(key.second)) continue;
            ++disputes;
            const Stage truth = world.invalid.contains(key.second) ? Stage::kConcludedAgainst : Stage::kConcludedFor;
            if (status.is_confirmed()) EXPECT_EQ(status.stage, truth) << "node " << node.index;
            const auto votes = node.coordinator.votes_of(key, *node.facts);
            ASSERT_TRUE(votes);
            const auto expect_lost = [&](const auto& wrong) {
                for (const auto& [validator, vote] : wrong) {
                    EXPECT_FALSE(world.is_honest(validator._0)) << "an honest validator is slashed";
                    if (!status.is_concluded()) continue;
                    EXPECT_TRUE(node.coordinator.lost().contains(key.first, validator)) << "a liar is not";
                }
            };
            if (truth == Stage::kConcludedAgainst) {
                expect_lost(votes->valid);
            } else {
                expect_lost(votes->invalid);
            }
        }
        for (uint32_t i = 0; i < world.nodes.size(); ++i) {
            EXPECT_LE(node.coordinator.spam_slots().used_by(kSession, {i}), SpamSlots::kSlots);
            if (world.is_honest(i)) EXPECT_FALSE(node.coordinator.lost().contains(kSession, {i}));
        }
    }
    for (const auto* block : world.path(world.final_block)) {
        for (const CandidateReceipt& receipt : block->scraped.included) {
            EXPECT_FALSE(world.invalid.contains(receipt.hash())) << "an invalid candidate is final";
        }
    }
    EXPECT_GT(disputes, 0u);
}

/// All honest nodes know the same wrong votes of disputes over candidates that the final chain has decided.
void expect_agreement(const DisputeSimulation& world) {
    for (const auto& [candidate, receipt] : world.receipts) {
        std::set<std::vector<uint32_t>> wrong;
        for (const auto& node : world.nodes) {
            if (node.conduct != Conduct::kHonest) continue;
            const DisputeKey key{kSession, candidate};
            const DisputeStatus* status = node.coordinator.find_status(key);
            if (status == nullptr || !status->is_concluded()) continue;
            std::vector<uint32_t> validators;
            const auto votes = node.coordinator.votes_of(key, *node.facts);
            if (world.invalid.contains(candidate)) {
                for (const auto& [validator, vote] : votes->valid) validators.push_back(validator._0);
            } else {
                for (const auto& [validator, vote] : votes->invalid) validators.push_back(validator._0);
            }
            wrong.insert(validators);
        }
        EXPECT_LE(wrong.size(), 1u) << "honest nodes would slash different validators";
    }
}

TEST(DisputesAmong, HonestValidatorsAreNone) {
    std::mt19937_64 random = test::seeded_random();
    DisputeSimulation world({.validators = 7, .liars = 0, .blocks = 10, .quiet_blocks = 5}, random);
    world.run();
    for (const auto& node : world.nodes) EXPECT_TRUE(node.coordinator.recent().empty());
    EXPECT_GE(world.chain.at(world.final_block).number, 8u);
}

TEST(DisputesAmong, UpToFLiarsEndWithTheTruth) {
    std::mt19937_64 random = test::seeded_random();
    for (const uint32_t validators : {4u, 10u, 13u}) {
        SCOPED_TRACE(std::to_string(validators) + " validators");
        DisputeSimulation world({.validators = validators, .liars = (validators - 1) / 3}, random);
        world.run();
        expect_truth(world);
        expect_agreement(world);
        EXPECT_GE(world.chain.at(world.final_block).number, 5u) << "finality goes on";
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
        size_t made_up = 0;
        for (const auto& [key, status] : node.coordinator.recent()) made_up += !world.receipts.contains(key.second);
        EXPECT_LE(made_up, 2 * size_t{SpamSlots::kSlots});
    }
}

}  // namespace
}  // namespace serinus::parachain
