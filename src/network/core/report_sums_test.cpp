#include "network/core/report_sums.hpp"

#include <gtest/gtest.h>

namespace serinus::network {
namespace {

using Sums = ReportSums<int>;
constexpr uint64_t kStartMs = 5'000'000;

// Observed: polkadot-node-subsystem-util 36.0.0, ReputationAggregator
TEST(ReportSums, SmallReportsAreDueTogetherAfterHalfAMinute) {
    Sums sums;
    EXPECT_TRUE(sums.add(1, {-50, "past"}, kStartMs).empty());
    EXPECT_TRUE(sums.add(2, {100, "new"}, kStartMs + 10'000).empty());
    EXPECT_TRUE(sums.add(1, {-500, "future"}, kStartMs + 29'999).empty());
    EXPECT_EQ(sums.add(1, {100, "new"}, kStartMs + 30'000), (Sums::Due{{1, {-450, "new"}}, {2, {100, "new"}}}));
    EXPECT_TRUE(sums.add(1, {-50, "past"}, kStartMs + 30'001).empty()) << "a new half minute begins";
}

TEST(ReportSums, WhatIsABanByItselfIsDueAtOnceAlone) {
    Sums sums;
    EXPECT_TRUE(sums.add(1, {-50, "past"}, kStartMs).empty());
    EXPECT_TRUE(sums.add(2, {-50, "past"}, kStartMs).empty());
    EXPECT_EQ(sums.add(1, {kMalicious, "lie"}, kStartMs + 1), (Sums::Due{{1, {kMalicious, "lie"}}}));
    EXPECT_EQ(sums.add(3, {}, kStartMs + 30'000), (Sums::Due{{2, {-50, "past"}}})) << "of the first nothing is left";
}

TEST(ReportSums, NothingIsKeptOfReportsWithoutAValue) {
    Sums sums;
    EXPECT_TRUE(sums.add(1, {}, kStartMs).empty());
    EXPECT_TRUE(sums.add(1, {}, kStartMs + 60'000).empty());
}

TEST(ReportSums, TheNumberOfPeersAndTheSumsAreBounded) {
    Sums sums;
    size_t due = 0;
    for (int peer = 1; peer < 10'000; ++peer) due += sums.add(peer, {-1, "past"}, kStartMs).size();
    EXPECT_EQ(due, 2 * Sums::kMaxPeers);
    Sums one;
    for (int i = 0; i < 3; ++i) (void)one.add(1, {Reputation::kThreshold, "much"}, kStartMs);
    EXPECT_EQ(one.add(1, {}, kStartMs + 30'000), (Sums::Due{{1, {kMalicious, "much"}}}));
}

}  // namespace
}  // namespace serinus::network
