#include "network/core/report.hpp"

#include <gtest/gtest.h>

namespace serinus::network {
namespace {

constexpr uint64_t kBegin = 5'000'000;

// Observed: sc-network 0.60.0, peer_store: BANNED_THRESHOLD, INVERSE_DECREMENT
TEST(Reputation, LosesATwoHundredthEachSecond) {
    Reputation one;
    EXPECT_FALSE(one.add(-1'000'000, kBegin));
    EXPECT_EQ(one.value(kBegin + 999), -1'000'000);
    EXPECT_EQ(one.value(kBegin + 1'000), -995'000);
    EXPECT_EQ(one.value(kBegin + 2'000), -990'025);
    // A half after ln 2 * 200 seconds.
    EXPECT_NEAR(one.value(kBegin + 138'500), -500'000, 2'000);
    EXPECT_EQ(one.value(kBegin + 3'600'000), 0);
}

TEST(Reputation, ASmallSumLosesOneEachSecond) {
    Reputation one;
    EXPECT_FALSE(one.add(-3, kBegin));
    EXPECT_EQ(one.value(kBegin + 2'000), -1);
    EXPECT_EQ(one.value(kBegin + 3'000), 0);
    EXPECT_FALSE(one.add(3, kBegin + 10'000));
    EXPECT_EQ(one.value(kBegin + 12'000), 1);
}

TEST(Reputation, IsOverBelowTheThresholdAndThenBeginsAnew) {
    EXPECT_EQ(Reputation::kThreshold, -1'524'713'356);
    Reputation one;
    EXPECT_FALSE(one.add(Reputation::kThreshold, kBegin));
    EXPECT_TRUE(one.add(-1, kBegin));
    EXPECT_EQ(one.value(kBegin), 0);
    EXPECT_TRUE(one.add(kMalicious, kBegin)) << "at once";
}

TEST(Reputation, NoCreditBuysALie) {
    Reputation one;
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(one.add(INT32_MAX, kBegin));
    EXPECT_EQ(one.value(kBegin), Reputation::kMaxCredit);
    EXPECT_TRUE(one.add(kMalicious, kBegin));
}

/// The limit of a rate of costs: 200 of them.
TEST(Reputation, ARateOfCostsHasALimit) {
    constexpr int32_t kCost = -1'000;
    Reputation one;
    uint64_t now = kBegin;
    for (int second = 0; second < 5'000; ++second, now += 1'000) EXPECT_FALSE(one.add(kCost, now));
    EXPECT_NEAR(one.value(now), 199 * kCost, 2'000);
}

}  // namespace
}  // namespace serinus::network
