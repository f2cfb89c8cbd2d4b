// Votes of disputes that an author brings into a block.
// Observed: polkadot-node-core-provisioner 36.0.0, prioritized_selection
#include "parachain/disputes/vote_selection.hpp"

#include <gtest/gtest.h>

#include "parachain/candidates/candidates_test_support.hpp"

namespace serinus::parachain {
namespace {

DisputeKey key_of(uint8_t number) { return {1, {block_hash(number)}}; }
/// So many of ten for it, the next ones against it.
DisputeState state_of(size_t in_favour, size_t against) {
    DisputeState out{Bits(10), Bits(10), 0, std::nullopt};
    for (size_t i = 0; i < in_favour; ++i) out.validators_for.set(i, true);
    for (size_t i = 0; i < against; ++i) out.validators_against.set(in_favour + i, true);
    return out;
}

TEST(SelectDisputes, WhatTheChainLacksComesFirst) {
    using Stage = DisputeStatus::Stage;
    const DisputeStatus active{Stage::kConfirmed}, inactive{Stage::kConcludedFor, 1000}, few{Stage::kActive};
    const std::map<DisputeKey, DisputeStatus> recent{
        {key_of(1), active},   {key_of(2), active},   {key_of(3), active}, {key_of(4), inactive},
        {key_of(5), inactive}, {key_of(6), inactive}, {key_of(7), few},    {key_of(8), few},
    };
    const std::map<DisputeKey, DisputeState> on_chain{
        {key_of(1), state_of(7, 1)}, {key_of(2), state_of(2, 1)}, {key_of(4), state_of(1, 7)},
        {key_of(5), state_of(1, 1)}, {key_of(8), state_of(1, 1)},
    };
    EXPECT_EQ(prioritize(recent, on_chain, 1181),
              (std::vector{key_of(6), key_of(5), key_of(3), key_of(2), key_of(8), key_of(1)}));
    EXPECT_EQ(prioritize(recent, on_chain, 1180).size(), 7u) << "three minutes are not over";
}

TEST(SelectDisputes, BringVotesThatTheChainLacks) {
    CandidateVotes votes;
    votes.valid[{0}] = {{ValidVoteKind::Explicit{}}, {}};
    votes.valid[{1}] = {{ValidVoteKind::BackingValid{block_hash(1)}}, {}};
    votes.valid[{2}] = {{ValidVoteKind::ApprovalChecking{}}, {}};
    votes.valid[{5}] = {{ValidVoteKind::Explicit{}}, {}};
    votes.invalid[{0}] = {{}, {}};
    votes.invalid[{3}] = {{}, {}};
    votes.invalid[{9}] = {{}, {}};
    const auto votes_of = [&](const DisputeKey&) { return std::optional(votes); };
    const auto all = select_disputes({key_of(1)}, {}, votes_of);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].statements.size(), 7u);
    // On chain 0, 1 and 2 are for it, 3 is against it.
    const auto some = select_disputes({key_of(1)}, {{key_of(1), state_of(3, 1)}}, votes_of);
    std::vector<uint32_t> validators;
    for (const auto& [vote, validator, signature] : some.at(0).statements) validators.push_back(validator._0);
    EXPECT_EQ(validators, (std::vector<uint32_t>{1, 5, 0, 9})) << "backing always, and the opposite of what it has";
}

TEST(SelectDisputes, EndWhereTheyBecomeTooMany) {
    const auto votes_of = [&](const DisputeKey& key) {
        CandidateVotes votes;
        for (uint32_t i = 0; i < key.second._0.bytes[0]; ++i) votes.invalid[{i}] = {{}, {}};
        return std::optional(votes);
    };
    const auto selected = select_disputes({key_of(4), key_of(3), key_of(9), key_of(1)}, {}, votes_of, 10);
    ASSERT_EQ(selected.size(), 2u) << "the third is too large, and nothing comes behind it";
    EXPECT_EQ(selected[0].candidate_hash._0, block_hash(3)) << "by ascending key";
    EXPECT_EQ(selected[1].candidate_hash._0, block_hash(4));
}

TEST(SelectDisputes, LeaveOutThoseWhoseVotesAreNotThere) {
    CandidateVotes votes;
    votes.invalid[{1}] = {{}, {}};
    const auto votes_of = [&](const DisputeKey& key) { return key == key_of(3) ? std::nullopt : std::optional(votes); };
    const auto selected = select_disputes({key_of(3), key_of(4)}, {}, votes_of);
    ASSERT_EQ(selected.size(), 1u);
    EXPECT_EQ(selected[0].candidate_hash._0, block_hash(4));
}

TEST(SelectDisputes, BringNoVoteOfOneWhoIsKnownOnBothSides) {
    CandidateVotes votes;
    votes.valid[{0}] = {{ValidVoteKind::Explicit{}}, {}};
    votes.invalid[{0}] = {{}, {}};
    DisputeState state = state_of(1, 0);
    state.validators_against.set(0, true);
    const auto selected =
        select_disputes({key_of(1)}, {{key_of(1), state}}, [&](const DisputeKey&) { return std::optional(votes); });
    EXPECT_TRUE(selected.at(0).statements.empty());
}

}  // namespace
}  // namespace serinus::parachain
