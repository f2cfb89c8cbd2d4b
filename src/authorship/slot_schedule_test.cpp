#include "authorship/slot_schedule.hpp"

#include <gtest/gtest.h>

namespace serinus::authorship {
namespace {

constexpr uint64_t kSlot = 6000;
using MaybeSlot = std::optional<uint64_t>;

TEST(SlotSchedule, BeginsWithTheSlotThatRunsAndTakesEachOnce) {
    SlotSchedule schedule(kSlot);
    EXPECT_EQ(schedule.delay_ms(10 * kSlot + 2000), 0u);
    EXPECT_EQ(schedule.begin(10 * kSlot + 2000), MaybeSlot(10));
    EXPECT_EQ(schedule.begin(10 * kSlot + 2001), std::nullopt);
    EXPECT_EQ(schedule.delay_ms(11 * kSlot - 1), 1u);
    EXPECT_EQ(schedule.begin(11 * kSlot), MaybeSlot(11));
}

// So that a clock that is set is noticed.
TEST(SlotSchedule, NeverSleepsLongerThanASecond) {
    SlotSchedule schedule(kSlot);
    ASSERT_TRUE(schedule.begin(10 * kSlot));
    EXPECT_EQ(schedule.delay_ms(10 * kSlot + 1), 1000u);
    EXPECT_EQ(schedule.delay_ms(11 * kSlot - 400), 400u);
}

TEST(SlotSchedule, ASlotThatBeganWhileTheAuthorWasBusyIsTakenAtOnce) {
    SlotSchedule schedule(kSlot);
    ASSERT_TRUE(schedule.begin(10 * kSlot));
    EXPECT_EQ(schedule.delay_ms(11 * kSlot + 50), 0u);
    EXPECT_EQ(schedule.begin(11 * kSlot + 50), MaybeSlot(11));
}

TEST(SlotSchedule, AClockThatJumpsForwardSkipsSlots) {
    SlotSchedule schedule(kSlot);
    ASSERT_TRUE(schedule.begin(10 * kSlot));
    EXPECT_EQ(schedule.begin(1000 * kSlot + 7), MaybeSlot(1000));
}

TEST(SlotSchedule, AClockThatIsSetBackTakesNoSlotAgain) {
    SlotSchedule schedule(kSlot);
    ASSERT_TRUE(schedule.begin(10 * kSlot));
    EXPECT_EQ(schedule.begin(8 * kSlot), std::nullopt);
    EXPECT_EQ(schedule.delay_ms(8 * kSlot), 1000u);
    EXPECT_EQ(schedule.begin(10 * kSlot + 5999), std::nullopt);
    EXPECT_EQ(schedule.begin(11 * kSlot), MaybeSlot(11));
}

}  // namespace
}  // namespace serinus::authorship
