#include "consensus/beefy/voter.hpp"

#include <gtest/gtest.h>

#include "consensus/beefy/test_keys.hpp"

namespace serinus::consensus::beefy {
namespace {

struct ChainOfRoots final : VoterChain {
    std::optional<AuthorityId> key;
    bool has_roots = true;
    std::optional<Hash256> mmr_root(BlockNumber block) const override {
        return has_roots ? std::optional(test::Keys::root(block)) : std::nullopt;
    }
    std::optional<AuthorityId> own_key(const ValidatorSet& set) const override {
        return key && set.contains(*key) ? key : std::nullopt;
    }
};

/// The first of four validators, whose first set began with block 1.
struct OneOfFour {
    test::Keys keys{4};
    ChainOfRoots chain;
    VoterRecord record{
        .pallet_genesis = 1, .best_grandpa = 1, .own_vote = {}, .sessions = {{.block = 1, .set = keys.set}}};
    std::optional<Voter> voter;
    std::vector<VoterEffect> effects;

    OneOfFour() {
        chain.key = keys.set.validators[0];
        restart();
    }
    void restart() { voter.emplace(chain, record, 0, VoterOptions{}); }
    void give(const VoterInput& input, Millis now = 0) {
        effects.clear();
        voter->handle(input, now, effects);
    }
    template <class T>
    std::vector<T> all() const {
        std::vector<T> out;
        for (const VoterEffect& effect : effects) {
            if (const auto* found = std::get_if<T>(&effect)) out.push_back(*found);
        }
        return out;
    }
    MessageVerdict verdict_of(const VoterInput& input) {
        give(input);
        return all<Judged>().at(0).verdict;
    }
    void prove(BlockNumber block) { give(ProofReceived{keys.proof(block, {0, 1, 2}), 7}); }
};

// Observed: vote_target of sc-consensus-beefy, polkadot v1.0.0
TEST(BeefyVoter, TargetsAreMandatoryBlocksFirstAndThenPowersOfTwoAhead) {
    EXPECT_EQ(vote_target(10, 0, 4, 8), 4u);
    EXPECT_EQ(vote_target(3, 0, 4, 8), std::nullopt) << "not final yet";
    EXPECT_EQ(vote_target(10, 4, 4, 8), std::nullopt) << "less than the smallest step";
    EXPECT_EQ(vote_target(12, 4, 4, 8), 12u);
    EXPECT_EQ(vote_target(1000, 4, 4, 8), 4u + 512u);
    EXPECT_EQ(vote_target(5, 4, 4, 0), 5u) << "at least one block ahead";
    EXPECT_EQ(vote_target(UINT32_MAX, UINT32_MAX - 1, 1, 8), std::nullopt);
}

TEST(BeefyVoter, WhatIsSignedIsStoredBefore) {
    OneOfFour one;
    one.give(TimePassed{});
    ASSERT_EQ(one.effects.size(), 3u);
    const auto& kept = std::get<KeepRecord>(one.effects[0]).record;
    EXPECT_EQ(kept.best_voted, 1u);
    EXPECT_EQ(std::get<CastVote>(one.effects[1]).commitment, kept.own_vote);
    EXPECT_EQ(std::get<RequestProof>(one.effects[2]).block, 1u);
    one.give(TimePassed{}, 10);
    EXPECT_TRUE(one.effects.empty());
}

TEST(BeefyVoter, AfterARestartTheSameVoteIsSignedAgainEvenIfTheChainSaysOtherwise) {
    OneOfFour one;
    one.give(TimePassed{});
    const Commitment signed_before = one.all<CastVote>().at(0).commitment;
    one.record = one.all<KeepRecord>().at(0).record;
    one.restart();
    one.chain.has_roots = false;
    one.give(TimePassed{});
    ASSERT_EQ(one.all<CastVote>().size(), 1u);
    EXPECT_EQ(one.all<CastVote>()[0].commitment, signed_before);
    one.record.own_vote.reset();
    one.chain.has_roots = true;
    one.restart();
    one.give(TimePassed{});
    EXPECT_TRUE(one.all<CastVote>().empty()) << "nothing at or below the last vote";
}

TEST(BeefyVoter, EnoughVotesProveABlock) {
    OneOfFour one;
    one.give(VoteReceived{one.keys.vote(0, 1), {}});
    one.give(VoteReceived{one.keys.vote(1, 1), 5});
    EXPECT_TRUE(one.all<Prove>().empty());
    EXPECT_EQ(one.all<PassOnVote>().size(), 1u);
    one.give(VoteReceived{one.keys.vote(3, 1), 5});
    ASSERT_EQ(one.all<Prove>().size(), 1u);
    EXPECT_EQ(one.all<Prove>()[0].proof, one.keys.proof(1, {0, 1, 3}));
    EXPECT_EQ(one.voter->record().best_beefy, 1u);
    EXPECT_EQ(one.voter->vote_count(), 0u);
    EXPECT_EQ(one.all<KeepRecord>().at(0).record.best_beefy, 1u);
}

// Observed: gossip.rs of sc-consensus-beefy, polkadot v1.0.0
TEST(BeefyVoter, MessagesAreJudged) {
    using enum MessageVerdict;
    OneOfFour one;
    EXPECT_EQ(one.verdict_of(VoteReceived{one.keys.vote(1, 1), 5}), kGoodVote);
    EXPECT_EQ(one.verdict_of(VoteReceived{one.keys.vote(1, 1), 5}), kKnownVote);
    EXPECT_EQ(one.verdict_of(VoteReceived{one.keys.vote(1, 2), 5}), kFuture) << "only the mandatory block";
    EXPECT_EQ(one.verdict_of(VoteReceived{one.keys.vote(1, 0), 5}), kPast);
    EXPECT_EQ(one.verdict_of(VoteReceived{one.keys.vote(6, 1), 5}), kUnknownVoter);
    EXPECT_EQ(one.verdict_of(VoteReceived{test::Keys(4, 2).vote(1, 1), 5}), kFuture);
    EXPECT_EQ(one.verdict_of(VoteReceived{test::Keys(4, 0).vote(1, 1), 5}), kPast);
    VoteMessage forged = one.keys.vote(2, 1);
    forged.signature.bytes[3] ^= 1;
    EXPECT_EQ(one.verdict_of(VoteReceived{forged, 5}), kBadSignature);
    EXPECT_EQ(one.verdict_of(ProofReceived{one.keys.proof(1, {0, 1}), 5}), kBadProof);
    EXPECT_EQ(one.all<Judged>()[0].reputation, -5050);
    EXPECT_EQ(one.verdict_of(ProofReceived{one.keys.proof(1, {0, 1, 2}), 5}), kGoodProof);
    EXPECT_EQ(one.verdict_of(ProofReceived{one.keys.proof(0, {0, 1, 2}), 5}), kPast);
    EXPECT_EQ(one.verdict_of(ProofReceived{test::Keys(4, 2).proof(1, {0, 1, 2}), 5}), kFuture);
}

TEST(BeefyVoter, AnEquivocationIsReportedOnceAndNeverThatOfThisNode) {
    OneOfFour one;
    one.give(VoteReceived{one.keys.vote(1, 1), 5});
    one.give(VoteReceived{one.keys.vote(1, 1, Hash256{{9}}), 5});
    ASSERT_EQ(one.all<ReportEquivocation>().size(), 1u);
    EXPECT_TRUE(check_equivocation(one.all<ReportEquivocation>()[0].proof));
    one.give(VoteReceived{one.keys.vote(1, 1, Hash256{{8}}), 5});
    EXPECT_TRUE(one.all<ReportEquivocation>().empty());
    EXPECT_EQ(one.all<Judged>()[0].verdict, MessageVerdict::kKnownVote);
    one.give(VoteReceived{one.keys.vote(0, 1), {}});
    one.give(VoteReceived{one.keys.vote(0, 1, Hash256{{9}}), 5});
    EXPECT_TRUE(one.all<ReportEquivocation>().empty());
}

TEST(BeefyVoter, SetsAreProvenInTheirOrder) {
    OneOfFour one;
    const test::Keys second(4, 2);
    const test::Keys third(4, 3);
    one.give(GrandpaFinalized{30, {{.block = 10, .set = second.set}, {.block = 20, .set = third.set}}});
    EXPECT_EQ(one.voter->accepted_blocks(), std::pair(1U, 1U));
    one.prove(1);
    EXPECT_EQ(one.voter->active_set().id, 2u);
    EXPECT_EQ(one.all<CastVote>().at(0).commitment.block_number, 10u);
    EXPECT_EQ(one.all<RequestProof>().at(0).block, 10u);
    one.give(ProofReceived{second.proof(10, {0, 1, 2}), 7});
    EXPECT_EQ(one.all<CastVote>().at(0).commitment.block_number, 20u);
    one.give(ProofReceived{third.proof(20, {0, 1, 2}), 7});
    EXPECT_EQ(one.voter->record().best_beefy, 20u);
    EXPECT_EQ(one.all<CastVote>().at(0).commitment.block_number, 28u);
    EXPECT_EQ(one.voter->record().sessions.size(), 1u);
    EXPECT_TRUE(one.voter->record().sessions[0].mandatory_done);
    EXPECT_TRUE(is_sound(one.voter->record()));
}

TEST(BeefyVoter, AProofThatWasCheckedMayBeOfASetThatIsNotKnownYet) {
    OneOfFour one;
    const test::Keys second(4, 2);
    one.give(ProofReceived{second.proof(10, {0, 1, 2}), std::nullopt, true});
    EXPECT_EQ(one.voter->waiting_proof_count(), 1u);
    one.give(GrandpaFinalized{12, {{.block = 10, .set = second.set}}});
    EXPECT_EQ(one.voter->record().best_beefy, 0u) << "the first set comes first";
    one.prove(1);
    EXPECT_EQ(one.voter->record().best_beefy, 10u);
    EXPECT_EQ(one.all<Prove>().size(), 2u);
}

TEST(BeefyVoter, AVoteForABlockThatIsNotFinalYetCountsWhenItIs) {
    OneOfFour one;
    one.prove(1);
    EXPECT_EQ(one.verdict_of(VoteReceived{one.keys.vote(1, 9), 5}), MessageVerdict::kFuture);
    EXPECT_EQ(one.verdict_of(VoteReceived{one.keys.vote(2, 9), 5}), MessageVerdict::kFuture);
    VoteMessage forged = one.keys.vote(3, 9);
    forged.signature.bytes[3] ^= 1;
    EXPECT_EQ(one.verdict_of(VoteReceived{forged, 6}), MessageVerdict::kFuture);
    EXPECT_EQ(one.voter->waiting_vote_count(), 3u);
    one.give(GrandpaFinalized{9, {}});
    EXPECT_EQ(one.all<PassOnVote>().size(), 2u);
    EXPECT_TRUE(one.all<Judged>().empty()) << "they were judged when they came";
    EXPECT_EQ(one.voter->vote_count(), 2u);
    EXPECT_EQ(one.voter->waiting_vote_count(), 0u);
    one.give(VoteReceived{one.keys.vote(0, 9), {}});
    EXPECT_EQ(one.all<Prove>().size(), 1u);
}

TEST(BeefyVoter, VotesOfTheNextSetCountAfterTheProofOfThisOne) {
    OneOfFour one;
    const test::Keys second(4, 2);
    one.give(GrandpaFinalized{10, {{.block = 10, .set = second.set}}});
    for (const size_t i : {1U, 2U, 3U}) one.give(VoteReceived{second.vote(i, 10), 5});
    EXPECT_EQ(one.voter->record().best_beefy, 0u);
    one.prove(1);
    EXPECT_EQ(one.voter->record().best_beefy, 10u);
}

TEST(BeefyVoter, VotesThatWaitHaveABound) {
    OneOfFour one;
    for (BlockNumber block = 2; block < 2 + Voter::kMaxWaitingVotes + 10; ++block) {
        VoteMessage vote;
        vote.commitment = mmr_root_commitment({}, block, 1);
        one.give(VoteReceived{vote, 5});
    }
    EXPECT_EQ(one.voter->waiting_vote_count(), Voter::kMaxWaitingVotes);
}

TEST(BeefyVoter, OfTooManyProofsThatWaitTheLowestAreKept) {
    OneOfFour one;
    one.prove(1);
    for (BlockNumber block = 200; block > 100; --block) one.prove(block);
    EXPECT_EQ(one.voter->waiting_proof_count(), Voter::kMaxWaitingProofs);
    EXPECT_EQ(one.voter->dropped_proof_count(), 100 - Voter::kMaxWaitingProofs);
    one.give(GrandpaFinalized{101, {}});
    EXPECT_EQ(one.voter->record().best_beefy, 101u);
}

TEST(BeefyVoter, OnlyWhatNoHonestNodePassesOnIsAFault) {
    using enum MessageVerdict;
    for (const auto verdict : {kGoodVote, kKnownVote, kGoodProof, kPast, kFuture}) EXPECT_FALSE(is_fault(verdict));
    for (const auto verdict : {kUnknownVoter, kBadSignature, kBadProof, kUndecodable}) EXPECT_TRUE(is_fault(verdict));
}

TEST(BeefyVoter, AProofThatIsAheadOfGrandpaWaits) {
    OneOfFour one;
    one.prove(1);
    one.prove(9);
    EXPECT_EQ(one.voter->record().best_beefy, 1u);
    EXPECT_EQ(one.voter->waiting_proof_count(), 1u);
    one.give(GrandpaFinalized{9, {}});
    EXPECT_EQ(one.voter->record().best_beefy, 9u);
    EXPECT_EQ(one.voter->waiting_proof_count(), 0u);
    for (BlockNumber block = 10; block < 10 + 2 * Voter::kMaxWaitingProofs; ++block) one.prove(block);
    EXPECT_EQ(one.voter->waiting_proof_count(), Voter::kMaxWaitingProofs);
}

TEST(BeefyVoter, LastVoteAndRequestAreRepeated) {
    OneOfFour one;
    one.give(TimePassed{});
    one.give(TimePassed{}, one.voter->next_timer() - 1);
    EXPECT_TRUE(one.effects.empty());
    one.give(TimePassed{}, one.voter->next_timer());
    EXPECT_EQ(one.all<CastVote>().size(), 1u);
    EXPECT_EQ(one.all<RequestProof>().size(), 1u);
}

TEST(BeefyVoter, WhileTheNodeSynchronisesNothingIsSignedOrAsked) {
    OneOfFour one;
    one.voter->set_syncing(true);
    one.give(TimePassed{});
    EXPECT_TRUE(one.effects.empty());
    one.prove(1);
    EXPECT_EQ(one.all<Prove>().size(), 1u);
}

TEST(BeefyVoter, ANodeWithoutAKeyOfTheSetListens) {
    OneOfFour one;
    one.chain.key.reset();
    one.give(TimePassed{});
    EXPECT_TRUE(one.all<CastVote>().empty());
    for (size_t i = 1; i < 4; ++i) one.give(VoteReceived{one.keys.vote(i, 1), 5});
    EXPECT_EQ(one.all<Prove>().size(), 1u);
}

TEST(BeefyVoter, SetsOfABrokenRuntimeAreIgnored) {
    OneOfFour one;
    one.give(GrandpaFinalized{20,
                              {{.block = 10, .set = {}},
                               {.block = 1, .set = test::Keys(4, 2).set},
                               {.block = 12, .set = one.keys.set},
                               {.block = 21, .set = test::Keys(4, 2).set}}});
    EXPECT_EQ(one.voter->record().sessions.size(), 1u);
}

}  // namespace
}  // namespace serinus::consensus::beefy
