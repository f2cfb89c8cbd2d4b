// The validators' side of parachains as a whole: from a collator's block to finality, among honest nodes and liars.
#include "parachain/simulation/simulation.hpp"

#include <gtest/gtest.h>

#include "tests/support/random.hpp"

namespace serinus::parachain::simulation {
namespace {

std::vector<std::pair<uint32_t, CollatorKind>> honest_collators(uint32_t cores) {
    std::vector<std::pair<uint32_t, CollatorKind>> out;
    for (uint32_t core = 0; core < cores; ++core) out.emplace_back(core, CollatorKind::kHonest);
    return out;
}

/// What must hold however much of it goes wrong.
void expect_safe(const Simulation& simulation) {
    const SimulationReport& report = simulation.report();
    EXPECT_FALSE(simulation.is_final_invalid());
    EXPECT_EQ(simulation.chain().refused, 0u) << "authors bring what the relay chain takes";
    EXPECT_TRUE(report.costs.empty()) << report.costs.size()
                                      << " costs among the honest, as: " << *report.costs.begin();
    const auto kept = simulation.kept();
    EXPECT_LE(kept.blocks, 4u);
    EXPECT_LE(kept.candidates, 40u);
    EXPECT_LE(kept.requests, 20u);
    EXPECT_LE(kept.segments, 60u);
    EXPECT_LE(kept.fetches, 20u);
}

TEST(Simulation, EveryParaHasABlockInEachRelayBlock) {
    SimulationOptions options;
    options.collators = honest_collators(3);
    Simulation simulation(options, test::seeded_random()());
    simulation.run_slots(12);
    const SimulationReport& report = simulation.report();
    expect_safe(simulation);
    EXPECT_EQ(report.blocks, 12u);
    // The first relay block has no candidate yet, and the first candidate is included in the third.
    for (uint32_t core = 0; core < 3; ++core) EXPECT_GE(report.included.at({1000 + core}), 9u) << core;
    EXPECT_GE(report.finalized, 7u) << "at most five behind";
    EXPECT_EQ(report.misbehaviors, 0u);
    EXPECT_EQ(report.recoveries_failed, 0u);
    EXPECT_LE(simulation.kept().approval_blocks, 8u);
    EXPECT_LE(simulation.kept().gossip_blocks, 8u);
}

TEST(Simulation, ACollatorThatOffersGarbageIsNotServedAndHarmsNobody) {
    SimulationOptions options;
    options.collators = honest_collators(3);
    options.collators.emplace_back(0, CollatorKind::kGarbage);
    options.collators.emplace_back(1, CollatorKind::kSilent);
    options.collators.emplace_back(2, CollatorKind::kOtherThanOffered);
    Simulation simulation(options, test::seeded_random()());
    simulation.run_slots(12);
    expect_safe(simulation);
    const SimulationReport& report = simulation.report();
    EXPECT_TRUE(report.invalid_included.empty());
    for (uint32_t core = 0; core < 3; ++core) EXPECT_GE(report.included.at({1000 + core}), 6u) << core;
    EXPECT_GE(report.finalized, 7u);
}

TEST(Simulation, LossesAndCutLinksCostSomeBlocksAndNothingElse) {
    SimulationOptions options;
    options.collators = honest_collators(3);
    options.links.lost_requests_percent = 5;
    options.links.max_delay = 300;
    options.cut_percent_per_slot = 5;
    Simulation simulation(options, test::seeded_random()());
    simulation.run_slots(12);
    const SimulationReport& report = simulation.report();
    EXPECT_FALSE(simulation.is_final_invalid());
    EXPECT_EQ(simulation.chain().refused, 0u);
    for (uint32_t core = 0; core < 3; ++core) EXPECT_GE(report.included.at({1000 + core}), 5u) << core;
    EXPECT_GE(report.finalized, 4u);
}

// Less than a third lie: chunks are withheld, checks are announced and not made, statements are kept back.
TEST(Simulation, LiarsBelowAThirdStopNothing) {
    SimulationOptions options;
    options.validators = 12;
    options.collators = honest_collators(4);
    options.liars[0].withholds_chunks = true;
    options.liars[4].is_no_show = true;
    options.liars[8].withholds_statements = true;
    Simulation simulation(options, test::seeded_random()());
    simulation.run_slots(12);
    expect_safe(simulation);
    const SimulationReport& report = simulation.report();
    for (uint32_t core = 0; core < 4; ++core) EXPECT_GE(report.included.at({1000 + core}), 6u) << core;
    EXPECT_GE(report.finalized, 4u);
}

TEST(Simulation, TheDeadAreCovered) {
    SimulationOptions options;
    options.validators = 12;
    options.collators = honest_collators(4);
    for (const uint32_t dead : {2u, 5u, 7u}) options.liars[dead].is_dead = true;
    Simulation simulation(options, test::seeded_random()());
    simulation.run_slots(15);
    expect_safe(simulation);
    const SimulationReport& report = simulation.report();
    EXPECT_EQ(report.blocks, 11u) << "of 15 slots, four are those of dead authors";
    for (uint32_t core = 0; core < 4; ++core) EXPECT_GE(report.included.at({1000 + core}), 4u) << core;
    EXPECT_GE(report.finalized, 2u);
}

// A group with two liars backs garbage: it is included, and found by those who check it. It is never final.
TEST(Simulation, WhatAGroupOfLiarsBacksIsNeverFinal) {
    SimulationOptions options;
    options.validators = 12;
    options.rotation = 100;
    options.collators = honest_collators(4);
    options.collators[0].second = CollatorKind::kGarbage;
    options.liars[0].backs_garbage = true;
    options.liars[1].backs_garbage = true;
    Simulation simulation(options, test::seeded_random()());
    simulation.run_slots(10);
    const SimulationReport& report = simulation.report();
    EXPECT_FALSE(simulation.is_final_invalid());
    EXPECT_FALSE(report.invalid_included.empty());
    EXPECT_FALSE(report.disputed.empty());
    for (const CandidateHash& disputed : report.disputed) EXPECT_TRUE(report.invalid_included.contains(disputed));
    EXPECT_LE(report.finalized, 5u) << "finality waits for the chain to be built elsewhere";
    EXPECT_TRUE(report.costs.empty());
}

TEST(Simulation, OneLiarInEachGroupGetsNothingBacked) {
    SimulationOptions options;
    options.validators = 12;
    options.collators = honest_collators(4);
    for (uint32_t core = 0; core < 4; ++core) options.collators.emplace_back(core, CollatorKind::kGarbage);
    for (const uint32_t liar : {0u, 4u, 8u}) options.liars[liar].backs_garbage = true;
    Simulation simulation(options, test::seeded_random()());
    simulation.run_slots(10);
    expect_safe(simulation);
    const SimulationReport& report = simulation.report();
    EXPECT_TRUE(report.invalid_included.empty());
    EXPECT_TRUE(report.disputed.empty());
    EXPECT_GE(report.finalized, 4u);
}

// GRANDPA stands for an hour: what votes wait for is kept, of blocks further below only that they are approved, and
// finality is back at the best block.
TEST(Simulation, FinalityThatStandsForMoreThanFiveHundredBlocksResumes) {
    constexpr uint64_t kWithout = 560;
    SimulationOptions options;
    options.validators = 4;
    options.group_size = 2;
    options.collators = honest_collators(1);
    options.slots_without_finality = kWithout;
    Simulation simulation(options, test::seeded_random()());
    simulation.run_slots(kWithout);
    EXPECT_EQ(simulation.report().finalized, 0u);
    EXPECT_GE(simulation.report().best, kWithout - 10);
    const auto kept = simulation.kept();
    EXPECT_GE(kept.approval_blocks, kWithout - 10);
    EXPECT_EQ(kept.gossip_blocks, 513u);
    EXPECT_LE(kept.approval_candidates, 520u);
    simulation.run_slots(10);
    EXPECT_GE(simulation.report().finalized + 6, simulation.report().best);
    EXPECT_LE(simulation.kept().approval_blocks, 8u);
    EXPECT_LE(simulation.kept().gossip_blocks, 8u);
    EXPECT_LE(simulation.kept().approval_candidates, 12u);
    expect_safe(simulation);
}

TEST(Simulation, TheSameSeedIsTheSameRun) {
    const auto run = [](uint64_t seed) {
        SimulationOptions options;
        options.validators = 6;
        options.collators = honest_collators(2);
        options.links.lost_requests_percent = 10;
        Simulation simulation(options, seed);
        simulation.run_slots(6);
        return std::tuple(simulation.report().included, simulation.report().checks, simulation.report().finalized);
    };
    const uint64_t seed = test::seeded_random()();
    EXPECT_EQ(run(seed), run(seed));
}

}  // namespace
}  // namespace serinus::parachain::simulation
