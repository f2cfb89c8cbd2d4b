#include "authorship/slot_timing.hpp"

#include <gtest/gtest.h>

namespace serinus::authorship {
namespace {

constexpr uint64_t kSlot = 6000;

TEST(ProposingDuration, IsTwoThirdsOfASlotAndNeverBeyondItsEnd) {
    EXPECT_EQ(proposing_duration_ms(10, 9, kSlot, kSlot), 4000u);
    EXPECT_EQ(proposing_duration_ms(10, 9, kSlot, 1000), 1000u);
    EXPECT_EQ(proposing_duration_ms(10, 9, kSlot, 0), 0u);
    EXPECT_EQ(proposing_duration_ms(10, std::nullopt, kSlot, kSlot), 4000u);  // on the genesis
}

// Observed: polkadot 1.25.1: the lenience doubles for every two slots without a block, up to 2^7.
TEST(ProposingDuration, GrowsWithTheSlotsThatWentBy) {
    EXPECT_EQ(proposing_duration_ms(11, 9, kSlot, kSlot), 4000u + 4000);
    EXPECT_EQ(proposing_duration_ms(12, 9, kSlot, kSlot), 4000u + 2 * 4000);
    EXPECT_EQ(proposing_duration_ms(13, 9, kSlot, kSlot), 4000u + 2 * 4000);
    EXPECT_EQ(proposing_duration_ms(14, 9, kSlot, kSlot), 4000u + 4 * 4000);
    EXPECT_EQ(proposing_duration_ms(9 + 15, 9, kSlot, kSlot), 4000u + 128 * 4000);
    EXPECT_EQ(proposing_duration_ms(9 + 1000, 9, kSlot, kSlot), 4000u + 128 * 4000);
}

// Observed: polkadot-stable2407: the reference's tests of BackoffAuthoringOnFinalizedHeadLagging, with the same
// numbers.
TEST(AuthoringBackoff, StopsAChainWhoseFinalityStalls) {
    const Backoff backoff{.max_interval = 100, .unfinalized_slack = 5, .authoring_bias = 2};
    // Others author each slot; nothing is finalized after block 1.
    for (uint64_t slot = 2; slot < 300; ++slot) {
        const uint64_t best = slot - 1;
        EXPECT_EQ(backoff.holds(best, best, 1, slot), slot > 8) << slot;
    }
}

TEST(AuthoringBackoff, NeverWaitsLongerThanItsMaximum) {
    const Backoff backoff{.max_interval = 100, .unfinalized_slack = 5, .authoring_bias = 2};
    for (uint64_t slot = 2; slot < 200; ++slot) EXPECT_EQ(backoff.holds(207, 1, 1, slot), slot <= 101) << slot;
}

TEST(AuthoringBackoff, DoesNotHoldWhereNothingIsAhead) {
    const Backoff backoff;
    EXPECT_FALSE(backoff.holds(1, 1, 1, 2));
    EXPECT_FALSE(backoff.holds(500, 10, 0, 10));  // not after the best block
    EXPECT_FALSE(backoff.holds(5, 10, 50, 11));   // finality was read before the best block
}

// Observed: polkadot 1.25.1: by the ids of specifications.
TEST(AuthoringBackoff, KusamaHasNone) {
    EXPECT_FALSE(backoff_of("ksmcc3", false));
    EXPECT_FALSE(backoff_of("kusama-dev", false));
    EXPECT_TRUE(backoff_of("kusama-dev", true));
    EXPECT_EQ(backoff_of("westend2", false)->max_interval, 100u);
    EXPECT_EQ(backoff_of("rococo_dev", false)->max_interval, 10u);
}

}  // namespace
}  // namespace serinus::authorship
