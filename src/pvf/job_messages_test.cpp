#include "pvf/job_messages.hpp"

#include <gtest/gtest.h>

namespace serinus::pvf {
namespace {

Attempt read(const ExecuteOutcome& outcome) { return decode_outcome(scale::encode(outcome)); }

TEST(JobMessages, OutcomesBecomeAttempts) {
    const ValidationResult result{{{1}}, std::nullopt, {}, {}, 2, 3};
    uint32_t pages = 0;
    EXPECT_EQ(decode_outcome(scale::encode(ExecuteOutcome(outcome::Returned{scale::encode(result), 40})), &pages),
              Attempt(Valid{result}));
    EXPECT_EQ(pages, 40u);
    EXPECT_EQ(read(outcome::Failed{"why"}), Attempt(Invalid{InvalidReason::kExecution, "why"}));
    EXPECT_EQ(read(outcome::BadBlockData{}), Attempt(Invalid{InvalidReason::kBlockData, ""}));
    EXPECT_EQ(read(outcome::NotConstructed{"why"}), Attempt(Doubt{Doubt::Kind::kConstruction, "why"}));
    EXPECT_EQ(read(outcome::NotLoaded{"why"}), Attempt(Doubt{Doubt::Kind::kOurs, "why"}));
}

TEST(JobMessages, AnOutputThatDoesNotDecodeIsInvalid) {
    const Attempt attempt = read(outcome::Returned{{1, 2, 3}, 1});
    ASSERT_TRUE(std::holds_alternative<Invalid>(attempt));
    EXPECT_EQ(std::get<Invalid>(attempt).reason, InvalidReason::kExecution);
}

TEST(JobMessages, WhatNoJobOfOursWritesIsADeath) {
    for (const Bytes& bytes : {Bytes{}, Bytes{9}, Bytes{3, 0}, Bytes{1, 0xff, 0xff, 0xff, 0xff}}) {
        const Attempt attempt = decode_outcome(bytes);
        ASSERT_TRUE(std::holds_alternative<Doubt>(attempt));
        EXPECT_EQ(std::get<Doubt>(attempt).kind, Doubt::Kind::kDied);
    }
}

TEST(JobMessages, RefusalsAreChecked) {
    const auto read_refusal = [](uint8_t fault) { return decode_refusal(scale::encode(PrepareRefusal{fault, "why"})); };
    EXPECT_EQ(read_refusal(2)->fault, PrepareFault::kInvalid);
    EXPECT_EQ(read_refusal(2)->reason, "why");
    EXPECT_FALSE(read_refusal(0).has_value());
    EXPECT_FALSE(read_refusal(200).has_value());
    EXPECT_FALSE(decode_refusal(Bytes{2}).has_value());
}

TEST(JobMessages, ReasonsOfStrangersAreShownWithoutControlCharacters) {
    EXPECT_EQ(shown_reason("a\x1b[31mb\nc\r"), "a?[31mb\nc?");
    EXPECT_EQ(shown_reason(std::string(100'000, 'x')).size(), 4096u);
}

}  // namespace
}  // namespace serinus::pvf
