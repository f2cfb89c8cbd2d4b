#include "protocols/grandpa/costs.hpp"

#include <gtest/gtest.h>

namespace serinus::network::gossip {
namespace {

using consensus::grandpa::MessageVerdict;

std::vector<MessageVerdict> all_verdicts() {
    std::vector<MessageVerdict> out;
    for (int i = 0; i <= static_cast<int>(consensus::grandpa::kLastMessageVerdict); ++i) {
        out.push_back(static_cast<MessageVerdict>(i));
    }
    return out;
}

TEST(GrandpaCosts, AFaultIsABanAndNothingElseIs) {
    for (const MessageVerdict verdict : all_verdicts()) {
        const Report report = report_of(verdict);
        EXPECT_EQ(report.value < Reputation::kThreshold, is_fault(verdict)) << to_string(verdict);
        EXPECT_EQ(report.value != 0, !report.reason.empty()) << to_string(verdict);
    }
}

TEST(GrandpaCosts, ANewMessageIsTheOnlyBenefit) {
    for (const MessageVerdict verdict : all_verdicts()) {
        EXPECT_EQ(report_of(verdict).value > 0, verdict == MessageVerdict::kNew) << to_string(verdict);
    }
}

/// An honest peer brings thousands of votes in a round that others have brought before.
TEST(GrandpaCosts, AThousandKnownVotesASecondAreNoBan) {
    Reputation one;
    for (uint64_t now = 0; now < 3'600'000; now += 1'000) {
        ASSERT_FALSE(one.add(1'000 * report_of(MessageVerdict::kKnown).value, now));
    }
}

}  // namespace
}  // namespace serinus::network::gossip
