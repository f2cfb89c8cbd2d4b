#include "collator/slot_watch.hpp"

#include <gtest/gtest.h>

namespace serinus::collator {
namespace {

using Turn = SlotWatch::Turn;

/// Of four authorities this node has the key of the third one.
bool is_third(size_t author) { return author == 2; }
/// A slot of the parachain has two of the relay chain.
SlotPlan planned(uint64_t relay_slot) {
    const uint64_t slot = relay_slot / 2;
    return {.slot = slot, .author = static_cast<size_t>(slot % 4), .relay_slot = relay_slot, .cores = {}};
}

TEST(SlotWatch, EachSlotOfTheRelayChainIsWorkedAtOnceAndNoneBeforeIt) {
    SlotWatch watch;
    EXPECT_EQ(watch.turn(planned(3), is_third), Turn::kOthers);
    EXPECT_EQ(watch.turn(planned(4), is_third), Turn::kOwn);
    EXPECT_EQ(watch.turn(planned(4), is_third), Turn::kOwn) << "it was not begun";
    watch.begin(planned(4));
    EXPECT_EQ(watch.turn(planned(4), is_third), Turn::kWorkedAt) << "on another relay parent of the slot";
    EXPECT_EQ(watch.turn(planned(3), is_third), Turn::kWorkedAt);
    EXPECT_EQ(watch.turn(planned(5), is_third), Turn::kOwn);
    EXPECT_EQ(watch.turn(planned(6), is_third), Turn::kOthers);
}

TEST(SlotWatch, ValidatorsAreWantedASlotBeforeAndUntilTheSlotHasPassed) {
    SlotWatch watch;
    EXPECT_EQ(watch.expect(planned(0), 4, is_third), false) << "said once";
    EXPECT_EQ(watch.expect(planned(1), 4, is_third), std::nullopt);
    EXPECT_EQ(watch.expect(planned(2), 4, is_third), true) << "the author of the next slot is this node";
    EXPECT_EQ(watch.expect(planned(4), 4, is_third), std::nullopt);
    EXPECT_EQ(watch.expect(planned(6), 4, is_third), false);
    EXPECT_EQ(watch.expect(planned(10), 4, is_third), true) << "slot 5 is before slot 6, that of the third again";
}

TEST(SlotWatch, WhoeverHasAllKeysAlwaysWantsValidators) {
    SlotWatch watch;
    const auto all = [](size_t) { return true; };
    EXPECT_EQ(watch.expect(planned(0), 1, all), true);
    for (uint64_t slot = 1; slot < 9; ++slot) EXPECT_EQ(watch.expect(planned(slot), 1, all), std::nullopt);
}

}  // namespace
}  // namespace serinus::collator
