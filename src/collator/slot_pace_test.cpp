#include "collator/slot_pace.hpp"

#include <gtest/gtest.h>

namespace serinus::collator {
namespace {

constexpr uint64_t kSlotBegins = 100'000;  ///< of the relay chain; six seconds long

/// A slot of the relay chain in a slot of the parachain that is as long, four times as long, and so on.
SlotPace pace_of(const std::vector<uint32_t>& blocks_of_cores, uint64_t para_slot_ms = 24'000,
                 uint64_t relay_slot = 20) {
    SlotPlan plan{.slot = relay_slot * 6'000 / para_slot_ms, .relay_slot = relay_slot, .cores = {}};
    for (const uint32_t count : blocks_of_cores) {
        const auto index = static_cast<uint32_t>(plan.cores.size());
        plan.cores.push_back({.core = {index}, .selector = static_cast<uint8_t>(index), .block_count = count});
        plan.block_count += count;
    }
    return {std::move(plan), 6'000, para_slot_ms, kSlotBegins + 6'000};
}

// Observed: cumulus-client-consensus-aura 0.36.0, slot_timer.rs: a second's offset
TEST(SlotPace, ASlotEndsASecondAfterThatOfTheRelayChain) {
    EXPECT_EQ(SlotPace::end_of_slot(50'000, 12'001'000, 6'000), 56'000u) << "a second of it has passed";
    EXPECT_EQ(SlotPace::end_of_slot(50'000, 12'005'999, 6'000), 51'001u) << "the relay parent came late";
    EXPECT_EQ(SlotPace::end_of_slot(50'000, 12'001'000, 6'000, 0), 55'000u) << "version 3 of candidates";
}

TEST(SlotPace, CoresShareWhatIsLeftOfTheSlot) {
    SlotPace pace = pace_of({1, 1, 1});
    pace.begin_core(kSlotBegins);
    EXPECT_EQ(pace.left_of_core_ms(kSlotBegins), 2'000u);
    ASSERT_TRUE(pace.next_core());
    pace.begin_core(kSlotBegins + 4'000);
    EXPECT_EQ(pace.core().core._0, 1u);
    EXPECT_EQ(pace.left_of_core_ms(kSlotBegins + 4'000), 1'000u) << "the first one took too long";
    ASSERT_TRUE(pace.next_core());
    pace.begin_core(kSlotBegins + 7'000);
    EXPECT_EQ(pace.left_of_core_ms(kSlotBegins + 7'000), 0u);
    EXPECT_FALSE(pace.next_core());
}

TEST(SlotPace, BlocksOfACoreComeAtASteadyRate) {
    SlotPace pace = pace_of({3});
    pace.begin_core(kSlotBegins);
    ASSERT_TRUE(pace.has_block());
    pace.begin_block(kSlotBegins);
    EXPECT_EQ(pace.block_duration_ms(), 6'000u) << "the first one may use the whole core";
    EXPECT_EQ(pace.end_block(kSlotBegins + 500), 1'500u);
    EXPECT_EQ(pace.block_index(), 1u);
    pace.begin_block(kSlotBegins + 2'000);
    EXPECT_EQ(pace.block_duration_ms(), 2'000u);
    EXPECT_FALSE(pace.ends_bundle());
    EXPECT_EQ(pace.end_block(kSlotBegins + 5'000), 0u) << "it took more than its share";
    pace.begin_block(kSlotBegins + 5'000);
    EXPECT_EQ(pace.block_duration_ms(), 1'000u);
    EXPECT_TRUE(pace.ends_bundle());
    pace.end_block(kSlotBegins + 5'500);
    EXPECT_FALSE(pace.has_block());
    EXPECT_EQ(pace.left_of_core_ms(kSlotBegins + 5'500), 500u);
}

TEST(SlotPace, ABlockWithoutTimeLeftGetsASecond) {
    SlotPace pace = pace_of({1});
    pace.begin_core(kSlotBegins + 9'000);
    pace.begin_block(kSlotBegins + 9'000);
    EXPECT_EQ(pace.block_begun_ms(), kSlotBegins + 9'000);
    EXPECT_EQ(pace.block_duration_ms(), SlotPace::kLeastMs);
    EXPECT_EQ(pace.end_block(kSlotBegins + 9'100), 0u);
}

// Observed: cumulus-client-consensus-aura 0.36.0, `SlotHandoverAdjustment`
TEST(SlotPace, TheLastBlockBeforeAnotherAuthorIsLeftOut) {
    // A slot of the parachain has four of the relay chain: 20 to 23.
    SlotPace inside = pace_of({4, 4}, 24'000, 22), last = pace_of({4, 4}, 24'000, 23);
    for (SlotPace* pace : {&inside, &last}) {
        for (int i = 0; i < 3; ++i) pace->end_block(kSlotBegins);
    }
    EXPECT_TRUE(inside.has_block());
    EXPECT_TRUE(last.has_block()) << "another core follows in the slot";
    for (SlotPace* pace : {&inside, &last}) {
        ASSERT_TRUE(pace->next_core());
        pace->begin_core(kSlotBegins);
        for (int i = 0; i < 2; ++i) pace->end_block(kSlotBegins);
    }
    EXPECT_FALSE(inside.ends_bundle());
    EXPECT_TRUE(last.ends_bundle());
    inside.end_block(kSlotBegins);
    last.end_block(kSlotBegins);
    EXPECT_TRUE(inside.has_block());
    EXPECT_FALSE(last.has_block());
}

TEST(SlotPace, WhereEachSlotHasAnotherAuthorEachIsTheLast) {
    SlotPace pace = pace_of({2}, 6'000);
    pace.begin_core(kSlotBegins);
    pace.end_block(kSlotBegins);
    pace.begin_block(kSlotBegins + 2'000);
    EXPECT_EQ(pace.block_duration_ms(), 2'000u) << "half of what is left";
    SlotPace longer = pace_of({2}, 24'000);
    longer.begin_core(kSlotBegins);
    longer.end_block(kSlotBegins);
    longer.begin_block(kSlotBegins + 1'000);
    EXPECT_EQ(longer.block_duration_ms(), 3'000u) << "a block's time";
}

}  // namespace
}  // namespace serinus::collator
