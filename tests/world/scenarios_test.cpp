// Faults that are aimed at one thing, in the place of a seed's random ones.
#include <gtest/gtest.h>

#include "platform/log.hpp"
#include "tests/world/world.hpp"

namespace serinus::world {
namespace {

[[maybe_unused]] const bool kIsQuiet = log::set_filter("off");

/// Without a fault of the seed.
Plan plan_of(size_t nodes, uint64_t heal_ms, std::vector<Fault> faults) {
    Plan plan;
    plan.nodes = nodes;
    plan.heal_ms = heal_ms;
    plan.until_ms = heal_ms + kRecoveryMs;
    plan.faults = std::move(faults);
    return plan;
}

/// The report of a run in which all rules hold and the fault did something.
Report run(const Plan& plan, FaultKind kind) {
    const Report report = run_world(plan);
    EXPECT_TRUE(report.violations.empty()) << report.to_string();
    EXPECT_GT(report.reached[static_cast<size_t>(kind)], 0u) << to_string(kind) << " did nothing";
    return report;
}

Fault fault_of(FaultKind kind, size_t node, uint64_t at_ms, uint64_t duration_ms, uint64_t parameter = 0) {
    return {.kind = kind, .node = node, .at_ms = at_ms, .duration_ms = duration_ms, .parameter = parameter};
}

/// A lone validator, whose blocks, votes and finality are all on this one disk.
TEST(WorldScenarios, ANodeThatLosesItsPowerAtAnyWriteStartsAgainAndContinues) {
    uint64_t crashes = 0;
    for (uint64_t parameter = 0; parameter < 60; ++parameter) {
        Plan plan = plan_of(1, 20'000, {fault_of(FaultKind::kCrashAtWrite, 0, 7'000, 12'000, parameter)});
        plan.until_ms = 40'000;
        const Report report = run_world(plan);
        ASSERT_TRUE(report.violations.empty()) << parameter << ": " << report.to_string();
        EXPECT_GE(report.finalized, 4u) << parameter;
        crashes += report.crashes;
    }
    EXPECT_GT(crashes, 40u);
}

TEST(WorldScenarios, FinalityReturnsAfterFiveHundredBlocksWithoutIt) {
    constexpr uint64_t kLong = 3'300'000;
    const Report report =
        run(plan_of(2, kLong, {fault_of(FaultKind::kLostVotes, 0, 1'000, kLong - 1'000)}), FaultKind::kLostVotes);
    EXPECT_GE(report.finalized, 500u) << report.to_string();
}

TEST(WorldScenarios, AFullDiskStopsANodeUntilThereIsRoom) {
    run(plan_of(4, 60'000, {fault_of(FaultKind::kDiskFull, 1, 10'000, 45'000)}), FaultKind::kDiskFull);
}

TEST(WorldScenarios, ADiskThatFailsNowAndThenIsSurvived) {
    run(plan_of(4, 60'000, {fault_of(FaultKind::kDiskErrors, 1, 5'000, 50'000, 500)}), FaultKind::kDiskErrors);
}

TEST(WorldScenarios, ADiskThatTakesSecondsForACommitIsSurvived) {
    run(plan_of(4, 60'000, {fault_of(FaultKind::kSlowDisk, 1, 5'000, 50'000, 5'000)}), FaultKind::kSlowDisk);
}

TEST(WorldScenarios, ClocksThatAreASecondOffAreNoMatter) {
    run(plan_of(4, 60'000,
                {fault_of(FaultKind::kClockSkew, 0, 0, 0, kRightClock - 1'000),
                 fault_of(FaultKind::kClockSkew, 1, 0, 0, kRightClock + 1'000)}),
        FaultKind::kClockSkew);
}

/// More than a slot: blocks of others are in the future for a node that is late, and those of a node that is early for
/// all others. The others go on meanwhile, nobody is banned, and when the clock is right again, so is the node. It
/// joins the others by the real network.
TEST(WorldScenarios, AClockThatIsTenSecondsOffHarmsNobodyAndIsGotOver) {
    for (const uint64_t clock : {kRightClock - 10'000, kRightClock + 10'000}) {
        const Plan plan = plan_of(4, 70'000, {fault_of(FaultKind::kClockSkew, 0, 10'000, 50'000, clock)});
        const Report report = run_world(plan, {.is_wired = true});
        EXPECT_TRUE(report.violations.empty()) << clock << ": " << report.to_string();
        EXPECT_GT(report.reached[static_cast<size_t>(FaultKind::kClockSkew)], 0u);
        EXPECT_GE(report.finalized, 15u) << clock << ": " << report.to_string();
        EXPECT_EQ(report.least_peers, 3u) << "nobody is banned";
    }
}

/// Fewer than a third of four validators is one.
TEST(WorldScenarios, OneDishonestValidatorOfFourIsSurvived) {
    for (auto kind = static_cast<size_t>(FaultKind::kTwin); kind < kFaultKinds; ++kind) {
        run(plan_of(4, 45'000, {fault_of(static_cast<FaultKind>(kind), 0, 0, 0)}), static_cast<FaultKind>(kind));
    }
}

}  // namespace
}  // namespace serinus::world
