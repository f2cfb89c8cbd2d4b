#include "network/core/report.hpp"

#include <gtest/gtest.h>

namespace serinus::network {
namespace {

constexpr uint64_t kStartMs = 5'000'000;

// Observed: polkadot-sdk (2026), sc-network, peer_store: BANNED_THRESHOLD, INVERSE_DECREMENT
TEST(Reputation, LosesATwoHundredthEachSecond) {
    Reputation one;
    EXPECT_FALSE(one.add(-1'000'000, kStartMs));
    EXPECT_EQ(one.value(kStartMs + 999), -1'000'000);
    EXPECT_EQ(one.value(kStartMs + 1'000), -995'000);
    EXPECT_EQ(one.value(kStartMs + 2'000), -990'025);
    // A half after ln 2 * 200 seconds.
    EXPECT_NEAR(one.value(kStartMs + 138'500), -500'000, 2'000);
    EXPECT_EQ(one.value(kStartMs + 3'600'000), 0);
}

TEST(Reputation, ASmallSumLosesOneEachSecond) {
    Reputation one;
    EXPECT_FALSE(one.add(-3, kStartMs));
    EXPECT_EQ(one.value(kStartMs + 2'000), -1);
    EXPECT_EQ(one.value(kStartMs + 3'000), 0);
    EXPECT_FALSE(one.add(3, kStartMs + 10'000));
    EXPECT_EQ(one.value(kStartMs + 12'000), 1);
}

TEST(Reputation, IsOverBelowTheThresholdAndThenBeginsAnew) {
    EXPECT_EQ(Reputation::kThreshold, -1'524'713'356);
    Reputation one;
    EXPECT_FALSE(one.add(Reputation::kThreshold, kStartMs));
    EXPECT_TRUE(one.add(-1, kStartMs));
    EXPECT_EQ(one.value(kStartMs), 0);
    EXPECT_TRUE(one.add(kMalicious, kStartMs)) << "at once";
}

TEST(Reputation, NoCreditBuysALie) {
    Reputation one;
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(one.add(INT32_MAX, kStartMs));
    EXPECT_EQ(one.value(kStartMs), Reputation::kMaxCredit);
    EXPECT_TRUE(one.add(kMalicious, kStartMs));
}

/// What a rate of costs comes to: 200 of them.
TEST(Reputation, ARateOfCostsHasALimit) {
    constexpr int32_t kCost = -1'000;
    Reputation one;
    uint64_t now = kStartMs;
    for (int second = 0; second < 5'000; ++second, now += 1'000) EXPECT_FALSE(one.add(kCost, now));
    EXPECT_NEAR(one.value(now), 199 * kCost, 2'000);
}

}  // namespace
}  // namespace serinus::network
