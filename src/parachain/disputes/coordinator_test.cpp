// The coordinator of disputes: votes of peers, of this node and of approvals.
// Observed: polkadot-node-core-dispute-coordinator 36.0.0. Guide: dispute-coordinator
#include "parachain/disputes/coordinator_test_support.hpp"

namespace serinus::parachain {
namespace {

using namespace dispute_test;

class Coordinator : public CoordinatorFixture {};

// --- a dispute from its begin to its end ---

TEST_F(Coordinator, VotesOnBothSidesBeginADisputeInWhichThisNodeTakesPart) {
    const CandidateReceipt receipt = included(1);
    EXPECT_EQ(import(receipt, {backed_by(1)}), Verdict::kImported);
    EXPECT_EQ(stage(receipt), std::nullopt);
    EXPECT_EQ(count<Effect::Participate>(), 0u);
    EXPECT_EQ(import(receipt, {against(2)}), Verdict::kImported);
    EXPECT_EQ(stage(receipt), Stage::kActive);
    ASSERT_EQ(count<Effect::Participate>(), 1u);
    const auto request = effects_of<Effect::Participate>(out)[0];
    EXPECT_EQ(request.request, (ParticipationRequest{receipt.hash(), receipt, kSession}));
    EXPECT_EQ(request.code_at, block_hash(11)) << "the highest leaf";
    EXPECT_EQ(effects_of<Effect::Began>(out).at(0).dispute, key_of(receipt));
}

TEST_F(Coordinator, OwnVoteIsStoredBeforeItIsSent) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2)});
    ASSERT_EQ(count<Effect::Store>(), 1u);
    EXPECT_FALSE(effects_of<Effect::Store>(out)[0].is_own_vote);
    participated(receipt, Outcome::kValid);
    const auto signs = effects_of<Effect::Sign>(out);
    ASSERT_EQ(signs.size(), 1u);
    EXPECT_EQ(signs[0].dispute, key_of(receipt));
    EXPECT_EQ(signs[0].validator._0, kOwn);
    EXPECT_TRUE(signs[0].is_valid);
    EXPECT_EQ(signs[0].payload, *signing_payload(vote_in_favour(), receipt.hash(), kSession));
    EXPECT_EQ(count<Effect::Send>(), 0u);

    sign(receipt);
    const auto sends = effects_of<Effect::Send>(out);
    ASSERT_EQ(sends.size(), 1u);
    EXPECT_TRUE(std::holds_alternative<Effect::Send>(out.back().v)) << "after all that is stored";
    ASSERT_GE(count<Effect::Store>(), 1u);
    EXPECT_TRUE(effects_of<Effect::Store>(out)[0].is_own_vote) << "it outlives a loss of power";
    EXPECT_TRUE(votes(receipt).valid.contains({kOwn}));
    EXPECT_EQ(sends[0].request.candidate_receipt, receipt);
    EXPECT_EQ(sends[0].request.valid_vote.validator_index._0, kOwn);
    EXPECT_EQ(sends[0].request.valid_vote.signature._0._0[0], 0x99);
    EXPECT_EQ(sends[0].request.invalid_vote.validator_index._0, 2u);
}

TEST_F(Coordinator, AVoteAgainstACandidateGoesWithOneForIt) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(4), backed_by(1)});
    vote(receipt, false);
    EXPECT_FALSE(effects_of<Effect::Sign>(out).at(0).is_valid);
    EXPECT_EQ(effects_of<Effect::Sign>(out).at(0).payload, *signing_payload(vote_against(), receipt.hash(), kSession));
    sign(receipt);
    ASSERT_EQ(count<Effect::Send>(), 1u);
    const DisputeRequest request = effects_of<Effect::Send>(out)[0].request;
    EXPECT_EQ(request.invalid_vote.validator_index._0, kOwn);
    EXPECT_EQ(request.valid_vote.validator_index._0, 1u);
    EXPECT_TRUE(is_backing(request.valid_vote.kind));
    EXPECT_EQ(stage(receipt), Stage::kActive) << "this node has begun it";
    EXPECT_EQ(count<Effect::Participate>(), 0u) << "it has checked the candidate";
}

TEST_F(Coordinator, EachVoteIsStoredByItself) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1)});
    const size_t first = facts.stored.size();
    for (const CheckedVote& one : {against(2), backed_by(3), against(4)}) {
        import(receipt, {one});
        size_t votes_written = 0;
        for (const auto& store : effects_of<Effect::Store>(out)) {
            for (const auto& [key, value] : store.changes) votes_written += key[0] == 'v' ? 1 : 0;
        }
        EXPECT_EQ(votes_written, 1u);
    }
    EXPECT_EQ(facts.stored.size(), first + 4) << "three votes, and how the dispute stands";
    EXPECT_EQ(votes(receipt).valid.size(), 2u);
    EXPECT_EQ(votes(receipt).invalid.size(), 2u);
}

// The disk fails: what was to be stored is not known, and is stored when it comes again.
TEST_F(Coordinator, VotesThatCouldNotBeStoredAreNotKnown) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1)});
    out.clear();
    const CheckedVote vote = against(2);
    coordinator.import(receipt, kSession, {&vote, 1}, facts, now, out);
    EXPECT_GE(count<Effect::Store>(), 1u);
    coordinator.on_store_failed();
    EXPECT_TRUE(votes(receipt).invalid.empty());
    import(receipt, {vote});
    EXPECT_EQ(votes(receipt).invalid.size(), 1u);
    EXPECT_EQ(stage(receipt), Stage::kActive);
    restart();
    EXPECT_EQ(stage(receipt), Stage::kActive);
}

TEST_F(Coordinator, NobodyIsToldOfAVoteThatNobodyContradicts) {
    const CandidateReceipt receipt = included(1);
    vote(receipt, false);
    sign(receipt);
    EXPECT_EQ(count<Effect::Send>(), 0u);
    EXPECT_TRUE(votes(receipt).invalid.contains({kOwn}));
}

TEST_F(Coordinator, ThisNodeVotesOnce) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2)});
    vote(receipt, true);
    EXPECT_EQ(count<Effect::Sign>(), 1u);
    vote(receipt, false);
    participated(receipt, Outcome::kInvalid);
    EXPECT_EQ(count<Effect::Sign>(), 0u) << "another vote is being signed";
    import(receipt, {against(3)});
    EXPECT_EQ(count<Effect::Participate>(), 0u) << "it has been found out";
    sign(receipt);
    vote(receipt, false);
    EXPECT_EQ(count<Effect::Sign>(), 0u) << "it has voted";
    EXPECT_FALSE(votes(receipt).invalid.contains({kOwn}));
    sign(receipt);
    EXPECT_EQ(count<Effect::Send>(), 0u) << "nothing was to be signed";
}

TEST_F(Coordinator, ASignatureThatComesAfterAnOwnApprovalIsDropped) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1)});
    vote(receipt, false);
    facts.approvals[receipt.hash()] = {{{kOwn}, kSession, {receipt.hash()}, {}}};
    import(receipt, {against(2)});
    EXPECT_TRUE(votes(receipt).valid.contains({kOwn}));
    sign(receipt);
    EXPECT_EQ(count<Effect::Send>() + count<Effect::Store>(), 0u);
    EXPECT_FALSE(votes(receipt).invalid.contains({kOwn}));
}

TEST_F(Coordinator, WithoutAKeyThereIsNoVoteAndAnotherMayFollow) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1)});
    vote(receipt, false);
    sign(receipt, false);
    EXPECT_TRUE(out.empty());
    vote(receipt, false);
    EXPECT_EQ(count<Effect::Sign>(), 1u);
}

TEST_F(Coordinator, WhoIsNoValidatorOfTheSessionDoesNotTakePart) {
    for (auto& [index, one] : facts.sessions) one.own.reset();
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2)});
    EXPECT_EQ(stage(receipt), Stage::kActive);
    EXPECT_EQ(count<Effect::Participate>(), 0u);
    vote(receipt, true);
    EXPECT_EQ(count<Effect::Sign>(), 0u);
}

TEST_F(Coordinator, ACheckThatFailsGivesNoVoteAndTheNextVoteBeginsAnother) {
    const CandidateReceipt receipt = included(1);
    for (const Outcome outcome : {Outcome::kUnavailable, Outcome::kUnknown}) {
        import(receipt, {backed_by(1), against(outcome == Outcome::kUnknown ? 3 : 2)});
        EXPECT_EQ(count<Effect::Participate>(), 1u);
        participated(receipt, outcome);
        EXPECT_EQ(count<Effect::Sign>() + count<Effect::Participate>(), 0u);
    }
    import(receipt, {against(4)});
    participated(receipt, Outcome::kInvalid);
    EXPECT_EQ(count<Effect::Sign>(), 1u);
    participated(receipt, Outcome::kInvalid);
    EXPECT_TRUE(out.empty()) << "nothing of it runs";
}

TEST_F(Coordinator, ACheckThatFailsIsTriedAtFiveLeaves) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2)});
    leaf(12, {});
    EXPECT_EQ(count<Effect::Participate>(), 0u) << "it runs";
    for (uint8_t i = 0; i < 5; ++i) {
        participated(receipt, Outcome::kUnavailable);
        EXPECT_EQ(count<Effect::Participate>(), 0u);
        leaf(static_cast<uint8_t>(13 + i), {});
        EXPECT_EQ(count<Effect::Participate>(), 1u);
        leaf(static_cast<uint8_t>(33 + i), {});
        EXPECT_EQ(count<Effect::Participate>(), 0u);
    }
    participated(receipt, Outcome::kUnavailable);
    leaf(50, {});
    EXPECT_EQ(count<Effect::Participate>(), 0u);
    import(receipt, {against(3)});
    EXPECT_EQ(count<Effect::Participate>(), 1u) << "another vote";
}

TEST_F(Coordinator, ACheckIsNotTriedAgainOnceThereIsAnOwnVote) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2)});
    participated(receipt, Outcome::kUnknown);
    vote(receipt, true);
    leaf(12, {});
    EXPECT_EQ(count<Effect::Participate>(), 0u);
}

TEST_F(Coordinator, ThreeChecksRunAndTheNextBeginsWhenOneEnds) {
    for (uint32_t i = 1; i <= 5; ++i) {
        const CandidateReceipt receipt = included(i);
        facts.numbers[block_hash(1)] = 1;
        import(receipt, {backed_by(1), against(2)});
        EXPECT_EQ(count<Effect::Participate>(), i <= 3 ? 1u : 0u);
    }
    participated(receipt_of(2), Outcome::kUnknown);
    EXPECT_EQ(count<Effect::Participate>(), 1u);
    participated(receipt_of(1), Outcome::kValid);
    EXPECT_EQ(count<Effect::Participate>(), 1u);
    EXPECT_EQ(count<Effect::Sign>(), 1u);
    participated(receipt_of(3), Outcome::kUnknown);
    EXPECT_EQ(count<Effect::Participate>(), 0u);
}

// Under which session a candidate is disputed is what a peer says: it keeps no vote from the dispute that counts.
TEST_F(Coordinator, ACandidateIsCheckedForEachSessionUnderWhichItIsDisputed) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {in_favour(1), against(2)}, kSession - 1);
    EXPECT_EQ(count<Effect::Participate>(), 1u);
    import(receipt, {backed_by(3), against(4)});
    ASSERT_EQ(count<Effect::Participate>(), 1u);
    EXPECT_EQ(effects_of<Effect::Participate>(out)[0].request.session, kSession);
    for (const SessionIndex of : {kSession - 1, kSession}) {
        participated(receipt, Outcome::kValid, of);
        ASSERT_EQ(count<Effect::Sign>(), 1u);
        EXPECT_EQ(effects_of<Effect::Sign>(out)[0].dispute, key_of(receipt, of));
    }
}

TEST_F(Coordinator, SevenOfTenConcludeIt) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2), against(3), against(4)});
    EXPECT_EQ(stage(receipt), Stage::kConfirmed);
    now = 2000;
    import(receipt, {in_favour(5), in_favour(6), in_favour(7), in_favour(8), in_favour(9)});
    EXPECT_EQ(stage(receipt), Stage::kConfirmed);
    EXPECT_EQ(count<Effect::Concluded>(), 0u);
    now = 3000;
    import(receipt, {in_favour(0)});
    EXPECT_EQ(stage(receipt), Stage::kConcludedFor);
    ASSERT_EQ(count<Effect::Concluded>(), 1u);
    EXPECT_TRUE(effects_of<Effect::Concluded>(out)[0].is_valid);
    EXPECT_FALSE(effects_of<Effect::Concluded>(out)[0].is_own_vote_lost);
    EXPECT_EQ(coordinator.find_status(key_of(receipt))->concluded_at_s, 3000u);
    EXPECT_TRUE(coordinator.active(3180).contains(receipt.hash()));
    EXPECT_FALSE(coordinator.active(3181).contains(receipt.hash()));
    now = 4000;
    import(receipt, {in_favour(4)});
    EXPECT_EQ(count<Effect::Concluded>(), 0u) << "once";
    EXPECT_EQ(coordinator.find_status(key_of(receipt))->concluded_at_s, 3000u);
    EXPECT_EQ(coordinator.recent().at(key_of(receipt)).stage, Stage::kConcludedFor);
}

TEST_F(Coordinator, AnOwnVoteMayBeLost) {
    const CandidateReceipt valid = included(1), invalid = included(2);
    import(valid, {against(0), in_favour(1), in_favour(2), in_favour(3), in_favour(4), in_favour(5), in_favour(6),
                   in_favour(7)});
    EXPECT_TRUE(effects_of<Effect::Concluded>(out).at(0).is_own_vote_lost);
    import(invalid, {backed_by(0), against(1), against(2), against(3), against(4), against(5), against(6), against(7)});
    EXPECT_TRUE(effects_of<Effect::Concluded>(out).at(0).is_own_vote_lost);
    EXPECT_FALSE(effects_of<Effect::Concluded>(out).at(0).is_valid);
}

// --- what is stored ---

TEST_F(Coordinator, VotesThatAreKnownAreNotStoredAgain) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2)});
    ASSERT_EQ(count<Effect::Store>(), 1u) << "at once: with one of them alone a restart would hide the dispute";
    EXPECT_EQ(effects_of<Effect::Store>(out)[0].changes.size(), 2u) << "the votes and the dispute";
    EXPECT_TRUE(std::holds_alternative<Effect::Store>(out.front().v));
    import(receipt, {backed_by(1), against(2)});
    EXPECT_TRUE(out.empty());
    import(receipt, {in_favour(3)});
    ASSERT_EQ(count<Effect::Store>(), 1u);
    EXPECT_EQ(effects_of<Effect::Store>(out)[0].changes.size(), 1u) << "the votes alone";
}

TEST_F(Coordinator, VotesOfUnknownValidatorsAreNone) {
    const CandidateReceipt receipt = included(1);
    EXPECT_EQ(import(receipt, {backed_by(10), against(11), in_favour(0xffffffff)}), Verdict::kImported);
    EXPECT_TRUE(votes(receipt).valid.empty() && votes(receipt).invalid.empty());
}

// --- spam ---

TEST_F(Coordinator, ADisputeOverACandidateOfNoBlockIsTakenButNotCheckedUntilMoreThanFTakePart) {
    const CandidateReceipt receipt = receipt_of(1);
    EXPECT_EQ(import(receipt, {in_favour(1), against(2)}), Verdict::kImported);
    EXPECT_EQ(stage(receipt), Stage::kActive);
    EXPECT_EQ(count<Effect::Participate>(), 0u);
    EXPECT_EQ(coordinator.spam_slots().used_by(kSession, {2}), 1u);
    EXPECT_EQ(coordinator.spam_slots().used_by(kSession, {1}), 0u) << "whoever disputes it brings a vote of another";
    import(receipt, {in_favour(3), against(4)});
    EXPECT_EQ(stage(receipt), Stage::kConfirmed);
    EXPECT_EQ(count<Effect::Participate>(), 1u);
    EXPECT_EQ(coordinator.spam_slots().used_by(kSession, {2}), 0u);
    EXPECT_EQ(coordinator.spam_slots().used_by(kSession, {4}), 0u);
}

TEST_F(Coordinator, ABackedCandidateIsNoSpam) {
    const CandidateReceipt receipt = backed(1);
    import(receipt, {in_favour(1), against(2)});
    EXPECT_EQ(count<Effect::Participate>(), 1u);
    EXPECT_EQ(coordinator.spam_slots().used_by(kSession, {2}), 0u);
}

TEST_F(Coordinator, WhoHasUsedUpTheSlotsIsNotHeardAlone) {
    for (uint32_t i = 0; i < 50; ++i) EXPECT_EQ(import(receipt_of(i), {in_favour(1), against(2)}), Verdict::kImported);
    const CandidateReceipt receipt = receipt_of(50);
    EXPECT_EQ(import(receipt, {in_favour(1), against(2)}), Verdict::kSpam);
    EXPECT_TRUE(out.empty());
    EXPECT_EQ(stage(receipt), std::nullopt);
    EXPECT_EQ(import(receipt, {in_favour(1), against(2), against(3)}), Verdict::kImported) << "another has slots";
    EXPECT_EQ(import(receipt_of(51), {in_favour(1), against(2), against(3), in_favour(4)}), Verdict::kImported)
        << "more than f take part";
    EXPECT_EQ(import(included(52), {in_favour(1), against(2)}), Verdict::kImported) << "a block includes it";
}

TEST_F(Coordinator, ABlockThatBacksTheCandidateFreesItsSlots) {
    const CandidateReceipt receipt = receipt_of(1);
    import(receipt, {in_favour(1), against(2)});
    EXPECT_EQ(coordinator.spam_slots().used_by(kSession, {2}), 1u);
    ScrapedBlock one = block(12, {}, {receipt});
    one.backers = {{receipt, {{{5}, ValidityAttestation{ValidityAttestation::Explicit{}}}}}};
    leaf(12, {one});
    EXPECT_EQ(coordinator.spam_slots().used_by(kSession, {2}), 0u);
    EXPECT_EQ(count<Effect::Participate>(), 1u);
}

TEST_F(Coordinator, IncludedCandidatesAreCheckedBeforeBackedOnes) {
    leaf(11, {block(11, {receipt_of(5)}, {receipt_of(1), receipt_of(2), receipt_of(3), receipt_of(4)})});
    for (uint32_t i = 1; i <= 5; ++i) import(receipt_of(i), {backed_by(1), against(2)});
    participated(receipt_of(1), Outcome::kUnknown);
    EXPECT_EQ(effects_of<Effect::Participate>(out).at(0).request.candidate, receipt_of(5).hash());
}

TEST_F(Coordinator, ACandidateThatWaitsHasPriorityWhenABlockIncludesIt) {
    facts.numbers[block_hash(1)] = 1;
    facts.numbers[block_hash(2)] = 2;
    const CandidateReceipt younger = receipt_of(5, 2);
    leaf(11, {block(11, {}, {receipt_of(1), receipt_of(2), receipt_of(3), receipt_of(4), younger})});
    for (uint32_t i = 1; i <= 4; ++i) import(receipt_of(i), {backed_by(1), against(2)});
    import(younger, {backed_by(1), against(2)});
    leaf(12, {block(12, {younger})});
    participated(receipt_of(1), Outcome::kUnknown);
    EXPECT_EQ(effects_of<Effect::Participate>(out).at(0).request.candidate, younger.hash());
}

// --- disabled validators ---

TEST_F(Coordinator, ADisputeThatADisabledValidatorBeginsWaitsForOthers) {
    facts.disabled[block_hash(1)] = {{2}};
    const CandidateReceipt receipt = included(1);
    EXPECT_EQ(import(receipt, {backed_by(1), against(2)}), Verdict::kImported);
    EXPECT_EQ(stage(receipt), std::nullopt);
    EXPECT_EQ(count<Effect::Participate>(), 0u);
    EXPECT_EQ(coordinator.spam_slots().used_by(kSession, {2}), 1u) << "though a block includes the candidate";
    import(receipt, {against(3)});
    EXPECT_EQ(stage(receipt), Stage::kActive);
    EXPECT_EQ(count<Effect::Participate>(), 1u);
}

TEST_F(Coordinator, ThoseWhoAreDisabledInTheStateOfTheSchedulingParentAre) {
    facts.disabled[block_hash(2)] = {{2}};
    const CandidateReceipt here = receipt_of(1, 1), there = receipt_of(2, 2);
    leaf(11, {block(11, {here, there})});
    import(here, {backed_by(1), against(2)});
    import(there, {backed_by(1), against(2)});
    EXPECT_EQ(stage(here), Stage::kActive);
    EXPECT_EQ(stage(there), std::nullopt);
}

TEST_F(Coordinator, WhoLostADisputeBeginsNoMore) {
    const CandidateReceipt lost = included(1), next = included(2);
    import(lost, {backed_by(1), in_favour(3), in_favour(4), in_favour(5), in_favour(6), in_favour(7), in_favour(8),
                  against(2)});
    EXPECT_TRUE(coordinator.lost().contains(kSession, {2}));
    import(next, {backed_by(1), against(2)});
    EXPECT_EQ(stage(next), std::nullopt);
    import(next, {against(9)});
    EXPECT_EQ(stage(next), Stage::kActive);
}

TEST_F(Coordinator, WhoVotesWronglyAfterTheEndHasLostToo) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2), against(3), against(4), against(5), against(6), against(7), against(8)});
    import(receipt, {in_favour(9), against(0)});
    EXPECT_EQ(coordinator.lost().of_session(kSession), (std::vector<ValidatorIndex>{{1}, {9}}));
}

TEST_F(Coordinator, DisputesOfFewThatOnlyLosersHaveBegunEnd) {
    leaf(11, {block(11, {receipt_of(1), receipt_of(2), receipt_of(3), receipt_of(4)})});
    import(receipt_of(2), {backed_by(1), against(2)});
    import(receipt_of(3), {backed_by(1), against(2), against(9)});
    import(receipt_of(4), {backed_by(1), in_favour(3), in_favour(4), against(2)});
    EXPECT_EQ(stage(receipt_of(2)), Stage::kActive);
    import(receipt_of(1), {backed_by(1), in_favour(3), in_favour(4), in_favour(5), in_favour(6), in_favour(7),
                           in_favour(8), against(2)});
    EXPECT_EQ(stage(receipt_of(2)), std::nullopt);
    EXPECT_FALSE(facts.stored.contains(dispute_key(key_of(receipt_of(2)))));
    EXPECT_EQ(stage(receipt_of(3)), Stage::kActive) << "another one has begun it too";
    EXPECT_EQ(stage(receipt_of(4)), Stage::kConfirmed) << "more than f take part";
    EXPECT_FALSE(votes(receipt_of(2)).invalid.empty()) << "the votes stay";
    import(receipt_of(2), {against(9)});
    EXPECT_EQ(stage(receipt_of(2)), Stage::kActive);
}

TEST_F(Coordinator, AnOwnVoteGoesOutAgainWhenTheVoteBesideItIsOfALoser) {
    leaf(11, {block(11, {receipt_of(1), receipt_of(2)})});
    import(receipt_of(2), {backed_by(1), against(2), against(9)});
    participated(receipt_of(2), Outcome::kValid);
    sign(receipt_of(2));
    EXPECT_EQ(effects_of<Effect::Send>(out).at(0).request.invalid_vote.validator_index._0, 2u);
    EXPECT_EQ(stage(receipt_of(2)), Stage::kConfirmed);

    leaf(12, {block(12, {receipt_of(3)})});
    import(receipt_of(3), {against(2), against(9)});
    vote(receipt_of(3), true);
    sign(receipt_of(3));
    EXPECT_EQ(stage(receipt_of(3)), Stage::kActive);
    EXPECT_EQ(effects_of<Effect::Send>(out).at(0).request.invalid_vote.validator_index._0, 2u);
    import(receipt_of(1), {backed_by(1), in_favour(3), in_favour(4), in_favour(5), in_favour(6), in_favour(7),
                           in_favour(8), against(2)});
    const auto sends = effects_of<Effect::Send>(out);
    ASSERT_EQ(sends.size(), 1u) << "not of the confirmed one";
    EXPECT_EQ(sends[0].request.candidate_receipt, receipt_of(3));
    EXPECT_EQ(sends[0].request.valid_vote.validator_index._0, kOwn);
    EXPECT_EQ(sends[0].request.invalid_vote.validator_index._0, 9u);
    import(receipt_of(1), {in_favour(9)});
    EXPECT_EQ(count<Effect::Send>(), 0u) << "nobody else has lost";
}

TEST_F(Coordinator, RaisersThatComeLaterCountWhenLosersAreLookedFor) {
    leaf(11, {block(11, {receipt_of(1), receipt_of(2)})});
    import(receipt_of(2), {backed_by(1), against(2)});
    import(receipt_of(2), {against(9)});
    import(receipt_of(1), {backed_by(1), in_favour(3), in_favour(4), in_favour(5), in_favour(6), in_favour(7),
                           in_favour(8), against(2)});
    EXPECT_EQ(stage(receipt_of(2)), Stage::kActive);
}

// --- approvals ---

TEST_F(Coordinator, ApprovalsAreVotesOnceThereIsADispute) {
    const CandidateReceipt receipt = included(1);
    facts.approvals[receipt.hash()] = {
        {{3}, kSession, {receipt.hash()}, {}},
        {{4}, kSession, {receipt.hash(), receipt_of(2).hash()}, {}},
        {{5}, kSession, {receipt_of(2).hash()}, {}},
        {{6}, kSession - 1, {receipt.hash()}, {}},
        {{7}, kSession, std::vector<CandidateHash>(kMaxCoalescedApprovals + 1, receipt.hash()), {}},
        {{12}, kSession, {receipt.hash()}, {}},
    };
    import(receipt, {backed_by(1)});
    EXPECT_EQ(votes(receipt).valid.size(), 1u);
    import(receipt, {against(2)});
    const CandidateVotes known = votes(receipt);
    EXPECT_EQ(known.valid.size(), 3u) << "not those for other candidates or sessions, nor of unknown validators";
    EXPECT_TRUE(std::holds_alternative<ValidVoteKind::ApprovalChecking>(known.valid.at({3}).first.v));
    const auto* several = std::get_if<ValidVoteKind::ApprovalCheckingMultipleCandidates>(&known.valid.at({4}).first.v);
    ASSERT_NE(several, nullptr);
    EXPECT_EQ(several->candidates.size(), 2u);
    EXPECT_EQ(stage(receipt), Stage::kConfirmed);
}

TEST_F(Coordinator, ApprovalsThatCameUntilTheEndAreVotesToo) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2)});
    facts.approvals[receipt.hash()] = {{{3}, kSession, {receipt.hash()}, {}}};
    import(receipt, {against(4)});
    EXPECT_FALSE(votes(receipt).valid.contains({3}));
    import(receipt, {against(5), against(6), against(7), against(8), against(9)});
    EXPECT_EQ(stage(receipt), Stage::kConcludedAgainst);
    EXPECT_TRUE(votes(receipt).valid.contains({3}));
    EXPECT_TRUE(coordinator.lost().contains(kSession, {3})) << "it approved what is invalid";
}

TEST_F(Coordinator, AnOwnApprovalIsTheOwnVote) {
    for (const bool is_of_several : {false, true}) {
        const CandidateReceipt receipt = included(is_of_several ? 1 : 2);
        std::vector<CandidateHash> candidates{receipt.hash()};
        if (is_of_several) candidates.push_back(receipt_of(9).hash());
        facts.approvals[receipt.hash()] = {{{kOwn}, kSession, candidates, {}}};
        import(receipt, {backed_by(1), against(2)});
        EXPECT_EQ(count<Effect::Participate>(), 0u);
        const auto sends = effects_of<Effect::Send>(out);
        ASSERT_EQ(sends.size(), 1u);
        EXPECT_EQ(sends[0].request.valid_vote.validator_index._0, kOwn);
        import(receipt, {against(3)});
        EXPECT_EQ(count<Effect::Send>(), 0u) << "once";
    }
}

TEST_F(Coordinator, AnApprovalThatComesWhileItIsCheckedIsTheOwnVote) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2)});
    facts.approvals[receipt.hash()] = {{{kOwn}, kSession, {receipt.hash()}, {}}};
    participated(receipt, Outcome::kInvalid);
    EXPECT_EQ(count<Effect::Sign>(), 0u);
    ASSERT_EQ(count<Effect::Send>(), 1u);
    EXPECT_EQ(effects_of<Effect::Send>(out)[0].request.valid_vote.kind,
              (ValidVoteKind{ValidVoteKind::ApprovalChecking{}}));
    EXPECT_TRUE(votes(receipt).valid.contains({kOwn}));
}

TEST_F(Coordinator, AnApprovalThatComesWhileTheVoteIsSignedIsTheOwnVote) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2)});
    participated(receipt, Outcome::kInvalid);
    EXPECT_EQ(coordinator.own_side(key_of(receipt), facts), false) << "approval voting is told";
    facts.approvals[receipt.hash()] = {{{kOwn}, kSession, {receipt.hash()}, {}}};
    sign(receipt);
    EXPECT_TRUE(votes(receipt).valid.contains({kOwn}) && !votes(receipt).invalid.contains({kOwn}));
    EXPECT_EQ(count<Effect::Send>(), 1u);
    EXPECT_EQ(coordinator.own_side(key_of(receipt), facts), true);
}

TEST_F(Coordinator, OwnSideIsThatOfTheVote) {
    const CandidateReceipt receipt = included(1);
    EXPECT_EQ(coordinator.own_side(key_of(receipt), facts), std::nullopt);
    import(receipt, {backed_by(1), against(2)});
    EXPECT_EQ(coordinator.own_side(key_of(receipt), facts), std::nullopt);
    vote(receipt, false);
    sign(receipt);
    EXPECT_EQ(coordinator.own_side(key_of(receipt), facts), false);
}

// What cannot be read may be a vote for the other side.
TEST_F(Coordinator, GivesNoVoteWhileTheStoreCannotBeRead) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2)});
    vote(receipt, false);
    sign(receipt);
    restart();
    leaf(12, {block(11, {receipt})});
    facts.disk_fails = true;
    EXPECT_EQ(import(receipt, {against(3)}), Verdict::kUnreadable);
    vote(receipt, true);
    EXPECT_EQ(count<Effect::Sign>(), 0u);
    EXPECT_EQ(coordinator.own_side(key_of(receipt), facts), false) << "approval voting approves nothing";
    leaf(13, {});
    facts.disk_fails = false;
    EXPECT_EQ(import(receipt, {against(3)}), Verdict::kImported);
    vote(receipt, true);
    EXPECT_EQ(count<Effect::Sign>(), 0u) << "it has voted before";
}

// The signature has not left this node.
TEST_F(Coordinator, ChecksAgainWhatItCouldNotVoteFor) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(1), against(2)});
    participated(receipt, Outcome::kInvalid);
    coordinator.on_store_failed();  // nothing is in memory
    facts.disk_fails = true;
    sign(receipt);
    EXPECT_EQ(count<Effect::Send>(), 0u);
    leaf(12, {});
    EXPECT_EQ(count<Effect::Participate>(), 0u) << "it cannot be read yet";
    facts.disk_fails = false;
    leaf(13, {});
    EXPECT_EQ(count<Effect::Participate>(), 1u);
    participated(receipt, Outcome::kInvalid);
    sign(receipt);
    EXPECT_EQ(count<Effect::Send>(), 1u);
    EXPECT_TRUE(votes(receipt).invalid.contains({kOwn}));
}

TEST_F(Coordinator, AnOwnBackingVoteIsNotSentAsThoseOfTheChainAreKnown) {
    const CandidateReceipt receipt = included(1);
    import(receipt, {backed_by(kOwn), against(2)});
    EXPECT_EQ(count<Effect::Send>() + count<Effect::Participate>(), 0u);
}

}  // namespace
}  // namespace serinus::parachain
