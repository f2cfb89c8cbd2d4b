// Ranges of lease periods as they are numbered in the state.
#include "runtime/pallets/parachains/leasing.hpp"

#include <gtest/gtest.h>

namespace serinus::polkadot_runtime_common {
namespace {

TEST(SlotRange, IsNumberedByItsFirstPeriodThenByItsLast) {
    uint32_t index = 0;
    for (uint32_t first = 0; first < SlotRange::kPeriods; ++first) {
        for (uint32_t last = first; last < SlotRange::kPeriods; ++last) {
            EXPECT_EQ((SlotRange{first, last}.index()), index++);
        }
    }
    EXPECT_EQ(index, SlotRange::kCount);
}

TEST(SlotRange, LiesWithinTheEightPeriodsOfTheAuction) {
    const auto range = SlotRange::new_bounded(10, 11, 17);
    ASSERT_TRUE(range);
    EXPECT_EQ(range->first, 1u);
    EXPECT_EQ(range->length(), 7u);
    EXPECT_FALSE(SlotRange::new_bounded(10, 9, 12));
    EXPECT_FALSE(SlotRange::new_bounded(10, 12, 11));
    EXPECT_FALSE(SlotRange::new_bounded(10, 11, 18));
}

}  // namespace
}  // namespace serinus::polkadot_runtime_common
