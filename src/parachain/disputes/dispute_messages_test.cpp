// The message of send_dispute/1.
// Observed: polkadot-node-primitives 28.0.0, polkadot-dispute-distribution 36.0.0
#include <gtest/gtest.h>

#include "parachain/disputes/disputes_test_support.hpp"
#include "parachain/wire/protocols.hpp"

namespace serinus::parachain {
namespace {

using namespace dispute_test;

TEST(DisputeRequests, HaveTwoVotesThatContradictEachOther) {
    CandidateVotes votes{receipt_of(1), {}, {}};
    EXPECT_EQ(make_dispute_request(votes, kSession, in_favour(1)), std::nullopt);
    EXPECT_EQ(make_dispute_request(votes, kSession, against(1)), std::nullopt);
    votes.add(backed_by(5));
    votes.add(backed_by(4));
    EXPECT_EQ(make_dispute_request(votes, kSession, in_favour(1)), std::nullopt);
    const auto request = make_dispute_request(votes, kSession, against(1));
    ASSERT_TRUE(request);
    EXPECT_EQ(request->session_index, kSession);
    EXPECT_EQ(request->candidate_receipt, receipt_of(1));
    EXPECT_EQ(request->invalid_vote.validator_index._0, 1u);
    EXPECT_EQ(request->valid_vote.validator_index._0, 4u);
    votes.add(against(7));
    const auto other = make_dispute_request(votes, kSession, in_favour(2, {ValidVoteKind::ApprovalChecking{}}));
    EXPECT_EQ(other->invalid_vote.validator_index._0, 7u);
    EXPECT_EQ(other->valid_vote.validator_index._0, 2u);
    EXPECT_EQ(other->valid_vote.kind, (ValidVoteKind{ValidVoteKind::ApprovalChecking{}}));
}

TEST(DisputeRequests, TakeTheVoteOfOneWhoIsNotDisabledIfThereIsOne) {
    CandidateVotes votes{receipt_of(1), {}, {}};
    votes.add(against(2));
    votes.add(against(3));
    const auto opposite = [&](const std::set<ValidatorIndex>& disabled) {
        return make_dispute_request(votes, kSession, in_favour(1), disabled)->invalid_vote.validator_index._0;
    };
    EXPECT_EQ(opposite({}), 2u);
    EXPECT_EQ(opposite({{2}}), 3u);
    EXPECT_EQ(opposite({{2}, {3}}), 2u);
}

TEST(DisputeRequests, AreGoodIfBothVotesAreSignedByValidatorsOfTheSession) {
    const Signers signers(12);
    const DisputeSession& session = signers.sessions.at(kSession);
    const DisputeRequest good = signers.request(receipt_of(1), 3, 4);
    GoodVotes checked;
    const auto votes = check_dispute_request(good, session, checked);
    ASSERT_TRUE(votes);
    EXPECT_EQ((*votes)[0], signers.sign(in_favour(3), receipt_of(1)));
    EXPECT_EQ((*votes)[1], signers.sign(against(4), receipt_of(1)));

    const auto fault_of = [&](const std::function<void(DisputeRequest&)>& change) {
        DisputeRequest bad = good;
        change(bad);
        const auto result = check_dispute_request(bad, session, checked);
        return result ? std::nullopt : std::optional(result.error());
    };
    constexpr auto kBad = std::optional(DisputeRequestFault::kBadSignature);
    EXPECT_EQ(fault_of([](DisputeRequest& bad) { bad.valid_vote.signature._0._0[5] ^= 1; }), kBad);
    EXPECT_EQ(fault_of([](DisputeRequest& bad) { bad.invalid_vote.signature._0._0[5] ^= 1; }), kBad);
    EXPECT_EQ(fault_of([](DisputeRequest& bad) { bad.valid_vote.validator_index = {5}; }), kBad);
    EXPECT_EQ(fault_of([](DisputeRequest& bad) { bad.invalid_vote.validator_index = {5}; }), kBad);
    EXPECT_EQ(fault_of([](DisputeRequest& bad) { bad.valid_vote.validator_index = {12}; }), kBad);
    EXPECT_EQ(fault_of([](DisputeRequest& bad) { bad.invalid_vote.validator_index = {0xffffffff}; }), kBad);
    EXPECT_EQ(fault_of([](DisputeRequest& bad) { ++bad.session_index; }), kBad);
    EXPECT_EQ(fault_of([](DisputeRequest& bad) { bad.candidate_receipt = receipt_of(2); }), kBad);
    EXPECT_EQ(fault_of([](DisputeRequest& bad) { bad.valid_vote.kind.v = ValidVoteKind::ApprovalChecking{}; }), kBad);
    EXPECT_EQ(fault_of([](DisputeRequest& same) { (void)same; }), std::nullopt);
}

TEST(DisputeRequests, OfWhichAVoteIsKnownToBeGoodAreStillCheckedByTheKeysOfTheirSession) {
    Signers signers(12);
    GoodVotes good;
    const DisputeRequest request = signers.request(receipt_of(1), 3, 4);
    ASSERT_TRUE(check_dispute_request(request, signers.sessions.at(kSession), good));
    DisputeSession other = signers.sessions.at(kSession);
    other.validators[3] = signers.keys[5].public_key;
    EXPECT_FALSE(check_dispute_request(request, other, good));
}

TEST(GoodVotesOfLate, AreABoundedNumber) {
    GoodVotes good;
    const auto hash = [](uint32_t number) {
        Hash256 out;
        store_le(out.data(), number);
        return out;
    };
    for (uint32_t i = 0; i < 3 * GoodVotes::kKept; ++i) {
        good.add(hash(i));
        if (i >= GoodVotes::kKept) EXPECT_TRUE(good.contains(hash(i - GoodVotes::kKept)));
    }
    EXPECT_FALSE(good.contains(hash(0)));
}

TEST(DisputeRequests, ApproveNoMoreCandidatesAtOnceThanTheSessionAllows) {
    Signers signers(12);
    DisputeSession& session = signers.sessions.at(kSession);
    for (const size_t count : {2u, 3u}) {
        std::vector<CandidateHash> candidates{receipt_of(1).hash()};
        while (candidates.size() < count) candidates.push_back(receipt_of(9).hash());
        ValidVoteKind::ApprovalCheckingMultipleCandidates several;
        several.candidates = *decltype(several.candidates)::from(candidates);
        CandidateVotes votes{receipt_of(1), {}, {}};
        votes.add(signers.sign(in_favour(3, {several}), receipt_of(1)));
        const auto request = make_dispute_request(votes, kSession, signers.sign(against(4), receipt_of(1)));
        session.max_coalesced = 2;
        GoodVotes good;
        const auto checked = check_dispute_request(*request, session, good);
        EXPECT_EQ(checked.has_value(), count == 2);
        if (!checked) EXPECT_EQ(checked.error(), DisputeRequestFault::kTooManyCoalesced);
    }
}

TEST(DisputeRequests, OfTheLargestKindFitIntoARequest) {
    ValidVoteKind::ApprovalCheckingMultipleCandidates several;
    several.candidates = *decltype(several.candidates)::from(std::vector<CandidateHash>(kMaxCoalescedApprovals));
    CandidateVotes votes{receipt_of(1), {}, {}};
    votes.add(in_favour(3, {several}));
    const auto request = make_dispute_request(votes, kSession, against(4));
    EXPECT_LE(scale::encode(*request).size(), kMaxRequestSize);
}

}  // namespace
}  // namespace serinus::parachain
