// Spans of a stash. Pallet: staking (slashing)
#include "runtime/pallets/staking/slashing_spans.hpp"

#include <gtest/gtest.h>

namespace serinus::pallet_staking::slashing {
namespace {

SlashingSpans four_before() {
    return {.span_index = 10, .last_start = 1000, .last_nonzero_slash = 0, .prior = {10, 9, 8, 10}};
}

TEST(SlashingSpans, AreCountedBackwardsFromThePresentOne) {
    const std::vector<SlashingSpan> expected{
        {10, 1000, std::nullopt}, {9, 990, 10}, {8, 981, 9}, {7, 973, 8}, {6, 963, 10}};
    EXPECT_EQ(four_before().all(), expected);
    EXPECT_EQ(four_before().count(), 5u);
    EXPECT_EQ(SlashingSpans::first(7).all(), (std::vector<SlashingSpan>{{0, 7, std::nullopt}}));
}

TEST(SlashingSpans, ThePresentOneHasNoEnd) {
    const SlashingSpan open{0, 1000, std::nullopt};
    EXPECT_FALSE(open.contains_era(999));
    EXPECT_TRUE(open.contains_era(1000) && open.contains_era(4'000'000));
    const SlashingSpan closed{0, 1000, 10};
    EXPECT_TRUE(closed.contains_era(1000) && closed.contains_era(1009));
    EXPECT_FALSE(closed.contains_era(999) || closed.contains_era(1010));
}

TEST(SlashingSpans, EndWithTheEraAndOnlyOnceInIt) {
    SlashingSpans spans{.span_index = 1, .last_start = 10};
    EXPECT_TRUE(spans.end_span(10));
    EXPECT_EQ(spans.all(), (std::vector<SlashingSpan>{{2, 11, std::nullopt}, {1, 10, 1}}));
    EXPECT_TRUE(spans.end_span(15));
    EXPECT_EQ(spans.all(), (std::vector<SlashingSpan>{{3, 16, std::nullopt}, {2, 11, 5}, {1, 10, 1}}));
    EXPECT_FALSE(spans.end_span(15));
    EXPECT_EQ(spans.count(), 3u);
}

TEST(SlashingSpans, ThoseBeforeTheWindowAreForgotten) {
    using Range = std::pair<SpanIndex, SpanIndex>;
    SlashingSpans spans = four_before();
    EXPECT_EQ(spans.prune(981), (Range{6, 8}));
    EXPECT_EQ(spans.count(), 3u);
    EXPECT_EQ(spans.prune(982), std::nullopt);
    EXPECT_EQ(spans.prune(1000), (Range{8, 10}));
    EXPECT_EQ(spans.prune(2000), std::nullopt);
    EXPECT_EQ(spans.all(), (std::vector<SlashingSpan>{{10, 2000, std::nullopt}}));
    spans = four_before();
    EXPECT_EQ(spans.prune(2000), (Range{6, 10})) << "all at once";
}

}  // namespace
}  // namespace serinus::pallet_staking::slashing
