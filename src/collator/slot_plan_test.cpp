#include "collator/slot_plan.hpp"

#include <gtest/gtest.h>

#include "collator/digests.hpp"
#include "consensus/babe/types.hpp"

namespace serinus::collator {
namespace {

namespace v9 = polkadot_primitives::v9;
constexpr ParaId kPlannedPara{1000};

class SlotPlanTest : public testing::Test {
  protected:
    SlotPlanTest() {
        primitives::Header relay_parent;
        relay_parent.number = 7;
        const consensus::babe::PreDigest claim = consensus::babe::SecondaryPlain{.authority_index = 0, .slot = 21};
        relay_parent.digest.emplace_back(primitives::digest::PreRuntime{primitives::kBabeEngine, scale::encode(claim)});
        relay.headers = {relay_parent};
        set_cores(2);
    }
    void set_cores(uint32_t count) {
        v9::ClaimQueue queue;
        for (uint32_t i = 0; i < count; ++i) queue[{4 + i}] = {{1}, kPlannedPara};
        queue[{90}] = {kPlannedPara, {1}};
        relay.claims = v9::transpose(queue);
    }
    SlotPlan plan() { return plan_slot(relay, facts, parent).value(); }

    RelayFacts relay;
    ParachainFacts facts{.para = kPlannedPara, .slot_ms = 24'000, .authority_count = 3, .claim_queue_offset = 1};
    primitives::Header parent;
};

// Observed: cumulus-client-consensus-aura 0.36.0, `adjust_para_to_relay_parent_slot`
TEST_F(SlotPlanTest, TheSlotIsThatOfTheRelayParentsTime) {
    const SlotPlan made = plan();
    EXPECT_EQ(made.relay_slot, 21u);
    EXPECT_EQ(made.slot, 5u);
    EXPECT_EQ(made.timestamp_ms, 120'000u);
    EXPECT_EQ(made.author, 2u);
}

TEST_F(SlotPlanTest, EachCoreAtTheOffsetGetsABlockIfTheRuntimeSaysNoRate) {
    EXPECT_EQ(plan().cores, (std::vector<CorePlan>{{{4}, 0, 1}, {{5}, 1, 1}}));
    facts.claim_queue_offset = 0;
    EXPECT_EQ(plan().cores, (std::vector<CorePlan>{{{90}, 0, 1}}));
}

TEST_F(SlotPlanTest, TheRateIsSharedOutAmongTheCores) {
    facts.block_rate = 5;
    EXPECT_EQ(plan().cores, (std::vector<CorePlan>{{{4}, 0, 3}, {{5}, 1, 2}}));
    facts.block_rate = 1;
    EXPECT_EQ(plan().cores, (std::vector<CorePlan>{{{4}, 0, 1}})) << "no core without a block";
}

TEST_F(SlotPlanTest, WithoutWhatItNeedsNothingIsPlanned) {
    facts.claim_queue_offset = 2;
    EXPECT_EQ(plan_slot(relay, facts, parent).error(), NoPlan::kNoCores);
    facts.claim_queue_offset = 1;
    facts.authority_count = 0;
    EXPECT_EQ(plan_slot(relay, facts, parent).error(), NoPlan::kNoAuthorities);
    relay.headers[0].digest.clear();
    EXPECT_EQ(plan_slot(relay, facts, parent).error(), NoPlan::kNoRelaySlot);
}

TEST_F(SlotPlanTest, NothingIsMadeTwiceOnARelayParent) {
    parent.digest.emplace_back(primitives::digest::Consensus{
        kRelayStateRootEngine,
        scale::encode(std::pair(relay.headers[0].state_root, scale::Compact<uint32_t>(relay.headers[0].number)))});
    EXPECT_EQ(plan_slot(relay, facts, parent).error(), NoPlan::kRelayParentUsed);
    relay.headers[0].number = 8;
    EXPECT_TRUE(plan_slot(relay, facts, parent).has_value());
}

// Observed: cumulus-client-consensus-aura 0.36.0, slot_based
TEST(ClaimQueueOffset, IsBehindTheOffsetOfTheRelayParentButInVersion3) {
    EXPECT_EQ(claim_queue_offset(false, 3, std::nullopt), 3);
    EXPECT_EQ(claim_queue_offset(false, 3, 1), 4);
    EXPECT_EQ(claim_queue_offset(false, 300, 1), 255);
    EXPECT_EQ(claim_queue_offset(true, 3, std::nullopt), 2);
    EXPECT_EQ(claim_queue_offset(true, 3, 0), 0);
}

// Observed: cumulus-client-consensus-aura 0.36.0, `SlotHandoverAdjustment`
TEST(BlockTiming, TheNextAuthorGetsTimeToImport) {
    EXPECT_FALSE(BlockTiming(1, 1, true).is_left_out(0));
    EXPECT_EQ(BlockTiming(1, 1, true).duration_ms(0, 5000, 6000), 5000u);
    EXPECT_EQ(BlockTiming(3, 1, true).duration_ms(0, 2000, 2000), 1000u) << "half of its time";
    EXPECT_EQ(BlockTiming(3, 1, false).duration_ms(0, 2000, 2000), 2000u);
    EXPECT_TRUE(BlockTiming(4, 1, true).is_left_out(0));
    EXPECT_TRUE(BlockTiming(3, 2, true).is_left_out(1)) << "three blocks on cores of different numbers";
    EXPECT_FALSE(BlockTiming(4, 1, false).is_left_out(0));
}

TEST(BlockTiming, ABundleEndsWithTheLastBlockThatIsMade) {
    const BlockTiming open(12, 4, false), last(12, 4, true);
    EXPECT_FALSE(open.ends_bundle(2));
    EXPECT_TRUE(open.ends_bundle(3));
    EXPECT_TRUE(last.ends_bundle(2));
    EXPECT_TRUE(last.is_left_out(3));
    EXPECT_EQ(open.duration_ms(0, 2000, 500), 2000u) << "the first one may use the whole core";
    EXPECT_EQ(open.duration_ms(1, 1800, 500), 500u);
    EXPECT_EQ(open.duration_ms(3, 300, 500), 300u);
}

}  // namespace
}  // namespace serinus::collator
