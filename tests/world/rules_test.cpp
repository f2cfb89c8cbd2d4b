// Each rule of the checker is broken on purpose, and found broken; a seed gives the same run again.
#include <gtest/gtest.h>

#include "platform/log.hpp"
#include "tests/world/shrink.hpp"

namespace serinus::world {
namespace {

[[maybe_unused]] const bool kIsQuiet = log::set_filter("off");

struct BrokenRule {
    Bug bug;
    Rule rule;
    const char* name;
    Plan (*plan)(uint64_t seed) = [](uint64_t seed) { return make_plan(seed); };
};

void PrintTo(const BrokenRule& broken, std::ostream* out) { *out << broken.name; }

/// A lone validator that loses its power at one of the writes of a slot, and starts again in the same slot.
Plan crash_in_a_slot(uint64_t seed) {
    const Fault crash{
        .kind = FaultKind::kCrashAtWrite, .node = 0, .at_ms = 9'500, .duration_ms = 2'000, .parameter = seed};
    return {.seed = seed, .nodes = 1, .heal_ms = 20'000, .until_ms = 30'000, .faults = {crash}};
}

/// A partition with a validator on each side that sends forged justifications.
Plan forgers_on_both_sides(uint64_t seed) {
    const auto forger = [](size_t node) { return Fault{.kind = FaultKind::kBadJustifications, .node = node}; };
    const Fault cut{
        .kind = FaultKind::kPartition, .node = 0, .at_ms = 2'000, .duration_ms = 50'000, .parameter = 0b0011};
    return {.seed = seed, .nodes = 4, .heal_ms = 60'000, .until_ms = 90'000, .faults = {forger(0), forger(2), cut}};
}

constexpr BrokenRule kBrokenRules[] = {
    {Bug::kTakesAnyJustification, Rule::kFinality, "AnyJustificationIsTaken", forgers_on_both_sides},
    {Bug::kFinalityGoesBack, Rule::kFinality, "FinalityGoesBack"},
    {Bug::kVoterForgetsVotes, Rule::kDoubleVote, "AVoterForgetsItsVotes"},
    {Bug::kAuthorForgetsSlot, Rule::kDoubleSlot, "AnAuthorForgetsItsSlot", crash_in_a_slot},
    {Bug::kDamagedState, Rule::kState, "AStateIsDamaged"},
    {Bug::kRefusesGoodBlocks, Rule::kHonestBlock, "GoodBlocksAreRefused"},
    {Bug::kAccusesHonestPeers, Rule::kHonestPeer, "HonestPeersAreAccused"},
    {Bug::kUnboundedPool, Rule::kBound, "ThePoolIsUnbounded"},
    {Bug::kNeverHeals, Rule::kHeads, "ThePartitionsStay"},
    {Bug::kNoVoters, Rule::kProgress, "NobodyVotes"},
    {Bug::kAcknowledgesBeforeSync, Rule::kLost, "SyncedCommitsAreDropped"},
    {Bug::kRpcTellsAnotherChain, Rule::kRpc, "RpcTellsAnotherChain"},
    {Bug::kDamagedFormat, Rule::kStart, "TheDatabaseIsDamaged"},
    {Bug::kTearsCommits, Rule::kDoubleVote, "CommitsAreTorn", crash_in_a_slot},
};

class WorldRules : public testing::TestWithParam<BrokenRule> {};

INSTANTIATE_TEST_SUITE_P(All, WorldRules, testing::ValuesIn(kBrokenRules),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_P(WorldRules, AreFoundBrokenWithinAFewSeeds) {
    constexpr uint64_t kMostSeeds = 24;
    for (uint64_t seed = 1; seed <= kMostSeeds; ++seed) {
        const Report report = run_world(GetParam().plan(seed), {.bug = GetParam().bug});
        if (report.violations.empty()) continue;
        const Violation& found = report.violations.front();
        EXPECT_EQ(to_string(found.rule), std::string(to_string(GetParam().rule)))
            << "seed " << seed << ": " << found.text;
        return;
    }
    FAIL() << "no seed up to " << kMostSeeds << " breaks a rule";
}

TEST(WorldRules, EachRuleIsBrokenByABugAndEachBugBreaksOne) {
    std::set<Rule> rules;
    std::set<Bug> bugs = {Bug::kNone};
    for (const auto& [bug, rule, name, plan] : kBrokenRules) {
        rules.insert(rule);
        EXPECT_TRUE(bugs.insert(bug).second) << name;
    }
    EXPECT_EQ(rules.size(), kRules);
    EXPECT_EQ(bugs.size(), static_cast<size_t>(kLastBug) + 1);
}

TEST(World, OneSeedIsOneTrace) {
    for (const uint64_t seed : {3, 17, 41}) {
        const Report first = run_world(make_plan(seed));
        EXPECT_EQ(first.to_string(), run_world(make_plan(seed)).to_string());
        EXPECT_NE(first.trace_hash, run_world(make_plan(seed + 1)).trace_hash);
    }
}

TEST(World, AFailingSeedShrinksToFewFaultsThatBreakTheSameRule) {
    const WorldOptions options{.bug = Bug::kVoterForgetsVotes};
    for (uint64_t seed = 1; seed <= 24; ++seed) {
        const Plan plan = make_plan(seed);
        const Report report = run_world(plan, options);
        if (report.violations.empty() || plan.faults.size() < 3) continue;
        const Shrunk shrunk = shrink(plan, report, options, 40);
        EXPECT_LT(shrunk.plan.faults.size(), plan.faults.size());
        EXPECT_LT(shrunk.plan.until_ms, plan.until_ms);
        ASSERT_FALSE(shrunk.report.violations.empty());
        EXPECT_EQ(shrunk.report.violations.front().rule, Rule::kDoubleVote);
        // The command that is printed makes this plan again.
        Plan again = with_faults(make_plan(shrunk.plan.seed, shrunk.plan.nodes), shrunk.plan.kept);
        again.until_ms = shrunk.plan.until_ms;
        EXPECT_EQ(run_world(again, options).trace_hash, shrunk.report.trace_hash);
        return;
    }
    FAIL() << "no seed breaks the rule";
}

TEST(World, SoManySeedsAsThereAreKindsOfFaultsPlanThemAll) {
    for (const uint64_t first : {1, 30, 1000}) {
        std::set<FaultKind> planned;
        for (uint64_t seed = first; seed < first + kFaultKinds; ++seed) {
            for (const Fault& fault : make_plan(seed).faults) planned.insert(fault.kind);
        }
        EXPECT_EQ(planned.size(), kFaultKinds) << first;
    }
}

}  // namespace
}  // namespace serinus::world
