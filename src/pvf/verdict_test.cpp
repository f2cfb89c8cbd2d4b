#include "pvf/verdict.hpp"

#include <gtest/gtest.h>

namespace serinus::pvf {
namespace {

const Attempt kDeath = Doubt{Doubt::Kind::kDied, "signal 9"};
const Attempt kUnmade = Doubt{Doubt::Kind::kConstruction, "no instance"};
const Attempt kFailure = Doubt{Doubt::Kind::kOurs, "no disk"};
constexpr uint64_t kTimeoutMs = 12'000;

// Observed: polkadot-node-core-candidate-validation 36.0.0: `validate_candidate_with_retry`: a delay of three seconds,
// what is left of the time, one retry of a kind.
TEST(Retrying, IsForDoubtsAtApprovalsAndDisputes) {
    for (const Purpose purpose : {Purpose::kApproval, Purpose::kDispute}) {
        Retries retries(purpose, kTimeoutMs);
        const auto next = retries.after(kDeath, 1000);
        ASSERT_TRUE(next.has_value());
        EXPECT_EQ(next->delay_ms, 3000u);
        EXPECT_EQ(next->timeout_ms, 8000u);
        EXPECT_FALSE(next->prepare_again);
        EXPECT_EQ(retries.after(kDeath, 5000), std::nullopt);
    }
    for (const Purpose purpose : {Purpose::kBacking, Purpose::kBackingOfSystem}) {
        EXPECT_EQ(Retries(purpose, kTimeoutMs).after(kDeath, 0), std::nullopt);
    }
}

TEST(Retrying, WhatIsCertainIsFinal) {
    Retries retries(Purpose::kDispute, kTimeoutMs);
    EXPECT_EQ(retries.after(Valid{}, 0), std::nullopt);
    EXPECT_EQ(retries.after(Invalid{InvalidReason::kTimedOut, ""}, 0), std::nullopt);
}

TEST(Retrying, EachKindOfDoubtHasOneRetry) {
    Retries retries(Purpose::kApproval, kTimeoutMs);
    EXPECT_TRUE(retries.after(kDeath, 0).has_value());
    EXPECT_TRUE(retries.after(kFailure, 3000).has_value());
    EXPECT_TRUE(retries.after(kUnmade, 6000).has_value());
    EXPECT_EQ(retries.after(kFailure, 6000), std::nullopt);
}

TEST(Retrying, CodeThatCannotBeConstructedIsPreparedAgainAtOnce) {
    const auto next = Retries(Purpose::kApproval, kTimeoutMs).after(kUnmade, 500);
    ASSERT_TRUE(next.has_value());
    EXPECT_TRUE(next->prepare_again);
    EXPECT_EQ(next->delay_ms, 0u);
    EXPECT_EQ(next->timeout_ms, 11'500u);
}

TEST(Retrying, NeedsTimeForTheDelay) {
    EXPECT_TRUE(Retries(Purpose::kApproval, kTimeoutMs).after(kDeath, 9000).has_value());
    EXPECT_EQ(Retries(Purpose::kApproval, kTimeoutMs).after(kDeath, 9001), std::nullopt);
}

// Observed: polkadot-node-core-candidate-validation 36.0.0: deaths and instances that cannot be made are invalid in the
// end, also at backing; internal errors no vote.
TEST(Verdicts, ADoubtThatStaysIsInvalidUnlessItIsOurs) {
    EXPECT_EQ(Retries::verdict_of(kDeath), Verdict(Invalid{InvalidReason::kDied, "signal 9"}));
    EXPECT_EQ(Retries::verdict_of(kUnmade), Verdict(Invalid{InvalidReason::kConstruction, "no instance"}));
    EXPECT_EQ(Retries::verdict_of(kFailure), Verdict(Ours{"no disk"}));
    EXPECT_EQ(Retries::verdict_of(Valid{}), Verdict(Valid{}));
}

TEST(Verdicts, HaveAText) {
    EXPECT_EQ(to_string(Verdict(Valid{})), "valid");
    EXPECT_EQ(to_string(Verdict(Ours{"no disk"})), "no verdict: no disk");
    EXPECT_EQ(to_string(Verdict(Invalid{InvalidReason::kTimedOut, ""})), "invalid: the execution took too long");
    EXPECT_EQ(to_string(Verdict(Invalid{InvalidReason::kExecution, "unreachable"})),
              "invalid: the execution failed: unreachable");
}

}  // namespace
}  // namespace serinus::pvf
