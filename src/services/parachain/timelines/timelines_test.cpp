#include "services/parachain/timelines/timelines.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "rpc/methods/methods_test_support.hpp"
#include "services/parachain/test_parts.hpp"
#include "services/parachain/timelines/chain_watch.hpp"
#include "services/parachain/timelines/methods.hpp"
#include "tests/support/data.hpp"

namespace serinus::services::paras {
namespace {

using runtime_api::parachain_host::CandidateEvent;

CandidateHash candidate_of(uint32_t number) {
    ByteArray<32> out{};
    out[0] = static_cast<uint8_t>(number);
    out[1] = static_cast<uint8_t>(number >> 8);
    return CandidateHash{Hash256(out)};
}

class TimelinesTest : public testing::Test, public test::PartTest {
  protected:
    std::vector<CandidateStep> steps_of(const CandidateHash& candidate) const {
        std::vector<CandidateStep> out;
        const auto timeline = timelines.find(candidate);
        if (!timeline) return out;
        for (const auto& entry : timeline->entries) out.push_back(entry.step);
        return out;
    }
    ChainWatch watch{states, chain, timelines};
};

TEST_F(TimelinesTest, EntriesHaveTheirTimesAndStayInOrder) {
    timelines.note(candidate_of(1), CandidateStep::kFetched);
    advance(250);
    timelines.note(candidate_of(1), CandidateStep::kChecked, "valid, 250 ms");
    const auto timeline = timelines.find(candidate_of(1));
    ASSERT_TRUE(timeline);
    ASSERT_EQ(timeline->entries.size(), 2u);
    EXPECT_EQ(timeline->entries[1].unix_ms - timeline->entries[0].unix_ms, 250u);
    EXPECT_EQ(timeline->entries[1].detail, "valid, 250 ms");
    EXPECT_FALSE(timelines.find(candidate_of(2)));
}

TEST_F(TimelinesTest, OldCandidatesMakeRoomAndNoTimelineGrowsForEver) {
    for (uint32_t i = 0; i < Timelines::kMaxCandidates + 10; ++i)
        timelines.note(candidate_of(i), CandidateStep::kFetched);
    EXPECT_EQ(timelines.size(), Timelines::kMaxCandidates);
    EXPECT_FALSE(timelines.find(candidate_of(9)));
    EXPECT_TRUE(timelines.find(candidate_of(10)));
    EXPECT_EQ(timelines.latest(2)[0].candidate, candidate_of(Timelines::kMaxCandidates + 9));
    for (size_t i = 0; i < 1'000; ++i) timelines.note(candidate_of(10), CandidateStep::kChecked);
    EXPECT_EQ(steps_of(candidate_of(10)).size(), Timelines::kMaxEntries);
}

TEST_F(TimelinesTest, BlocksSayWhereACandidateIsAndWhoCouldBackIt) {
    const auto receipt = put_on_core({1, 2, 3});
    chain.events = {{CandidateEvent::Backed{receipt, {}, {0}, {0}}}};
    const auto backing = new_leaf();
    watch.on_leaf(*backing);
    chain.events = {{CandidateEvent::Included{receipt, {}, {0}, {0}}}};
    const auto including = new_leaf();
    watch.on_leaf(*including);
    EXPECT_EQ(steps_of(receipt.hash()), (std::vector{CandidateStep::kOnChain, CandidateStep::kIncluded}));
    const auto timeline = *timelines.find(receipt.hash());
    EXPECT_EQ(timeline.para, test::RelayChain::kPara._0);
    EXPECT_NE(timeline.entries[0].detail.find("core 0, group 0 of validators 0 1; this validator is 1, one of them"),
              std::string::npos)
        << timeline.entries[0].detail;
    EXPECT_EQ(timelines.find_at(backing->hash, 0), std::vector{receipt.hash()});
    EXPECT_TRUE(timelines.find_at(backing->hash, 1).empty());

    watch.on_finalized({including->hash, including->number});
    EXPECT_EQ(steps_of(receipt.hash()).back(), CandidateStep::kFinal);
}

TEST_F(TimelinesTest, ACandidateOfALosingForkIsNotFinal) {
    const auto receipt = put_on_core({1, 2, 3});
    chain.events = {{CandidateEvent::Included{receipt, {}, {0}, {0}}}};
    watch.on_leaf(*new_leaf());
    watch.on_finalized({candidate_of(7)._0, 1});
    EXPECT_EQ(steps_of(receipt.hash()), std::vector{CandidateStep::kIncluded});
}

TEST_F(TimelinesTest, WhatHappensAgainAndAgainIsNotedOnce) {
    timelines.note_once(candidate_of(1), CandidateStep::kBitSet, "first");
    timelines.note_once(candidate_of(1), CandidateStep::kBitSet, "second");
    EXPECT_EQ(steps_of(candidate_of(1)), std::vector{CandidateStep::kBitSet});
}

TEST_F(TimelinesTest, TheMethodsAnswerByCandidateAndByPlace) {
    timelines.describe(candidate_of(1), 1000, candidate_of(9)._0);
    timelines.place(candidate_of(1), {candidate_of(3)._0, 12, 4});
    timelines.note(candidate_of(1), CandidateStep::kNotVotedFor, "why");
    rpc::test::TestNode node{serinus::test::own_chain("kusama-local")};
    *node.registry = rpc::Registry();
    add_timeline_methods(*node.registry, timelines);
    const auto call = [&](const std::string& method, const std::string& params) { return node.text(method, params); };
    const std::string candidate = "\"" + to_hex_prefixed(candidate_of(1)._0.bytes) + "\"";
    const std::string block = "\"" + to_hex_prefixed(candidate_of(3)._0.bytes) + "\"";
    const std::string by_candidate = call("serinus_paraWhy", candidate);
    EXPECT_NE(by_candidate.find(R"("step":"notVotedFor","detail":"why")"), std::string::npos) << by_candidate;
    EXPECT_NE(by_candidate.find(R"("para":1000)"), std::string::npos);
    EXPECT_EQ(call("serinus_paraWhy", block + ",4"), by_candidate);
    EXPECT_EQ(call("serinus_paraWhy", block + ",5"), "[]");
    EXPECT_EQ(call("serinus_paraCandidates", ""), by_candidate);
    EXPECT_NE(call("serinus_paraCandidates", "257").find("-32602"), std::string::npos);
    EXPECT_NE(call("serinus_paraWhy", "7").find("-32602"), std::string::npos);
}

}  // namespace
}  // namespace serinus::services::paras
