// Votes in disputes, and what they amount to.
// Observed: polkadot-node-primitives 28.0.0; polkadot-node-core-dispute-coordinator 36.0.0, import.rs
#include "parachain/disputes/votes.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "parachain/disputes/disputes_test_support.hpp"

namespace serinus::parachain {
namespace {

using namespace dispute_test;

// --- what is signed ---

Bytes payload_with(std::string_view magic, std::initializer_list<Bytes> parts) {
    Bytes out = to_bytes(as_bytes(magic));
    for (const Bytes& part : parts) out.insert(out.end(), part.begin(), part.end());
    return out;
}

TEST(DisputeVotes, SignTheirSideTheCandidateAndTheSession) {
    const CandidateHash candidate{block_hash(0xca)};
    const Bytes hash(32, 0xca), session{0x04, 0x03, 0x02, 0x01}, parent(32, 0x77);
    EXPECT_EQ(signing_payload(vote_against(), candidate, 0x01020304), payload_with("DISP", {{0}, hash, session}));
    EXPECT_EQ(signing_payload(vote_in_favour(), candidate, 0x01020304), payload_with("DISP", {{1}, hash, session}));
    EXPECT_EQ(
        signing_payload(vote_in_favour({ValidVoteKind::BackingSeconded{block_hash(0x77)}}), candidate, 0x01020304),
        payload_with("BKNG", {{1}, hash, session, parent}));
    EXPECT_EQ(signing_payload(vote_in_favour({ValidVoteKind::BackingValid{block_hash(0x77)}}), candidate, 0x01020304),
              payload_with("BKNG", {{2}, hash, session, parent}));
    EXPECT_EQ(signing_payload(vote_in_favour({ValidVoteKind::ApprovalChecking{}}), candidate, 0x01020304),
              payload_with("APPR", {hash, session}));
}

TEST(DisputeVotes, AnApprovalOfSeveralCandidatesIsAVoteOnEachOfThem) {
    ValidVoteKind::ApprovalCheckingMultipleCandidates several;
    several.candidates =
        *decltype(several.candidates)::from(std::vector<CandidateHash>{{block_hash(1)}, {block_hash(2)}});
    const Bytes payload = payload_with("APPR", {{8}, Bytes(32, 1), Bytes(32, 2), {9, 0, 0, 0}});
    EXPECT_EQ(signing_payload(vote_in_favour({several}), {block_hash(1)}, 9), payload);
    EXPECT_EQ(signing_payload(vote_in_favour({several}), {block_hash(2)}, 9), payload);
    EXPECT_EQ(signing_payload(vote_in_favour({several}), {block_hash(3)}, 9), std::nullopt);
}

TEST(DisputeVotes, AreThoseOfTheirSigner) {
    const auto key = crypto::sr25519::expand(crypto::sr25519::MiniSecret(ByteArray<32>{1}));
    const auto other = crypto::sr25519::expand(crypto::sr25519::MiniSecret(ByteArray<32>{2}));
    const CandidateHash candidate{block_hash(3)};
    CheckedVote vote = against(0);
    vote.signature._0._0 = crypto::sr25519::sign(key, *signing_payload(vote.vote, candidate, 7), {}).bytes;
    EXPECT_TRUE(is_signed_by(vote, key.public_key, candidate, 7));
    EXPECT_FALSE(is_signed_by(vote, other.public_key, candidate, 7));
    EXPECT_FALSE(is_signed_by(vote, key.public_key, candidate, 8));
    EXPECT_FALSE(is_signed_by(vote, key.public_key, {block_hash(4)}, 7));
    vote.vote = vote_in_favour();
    EXPECT_FALSE(is_signed_by(vote, key.public_key, candidate, 7)) << "the other side";
}

// --- which are kept ---

TEST(DisputeVotes, OneOnEachSideIsKept) {
    CandidateVotes votes{receipt_of(1), {}, {}};
    EXPECT_TRUE(votes.add(in_favour(3)));
    EXPECT_FALSE(votes.add(in_favour(3)));
    EXPECT_FALSE(votes.add(in_favour(3, {ValidVoteKind::ApprovalChecking{}}))) << "no better than the first";
    EXPECT_TRUE(votes.add(against(3))) << "on both sides: a lie, and a vote on each";
    EXPECT_FALSE(votes.add(against(3)));
    EXPECT_TRUE(votes.add(in_favour(4)));
    EXPECT_EQ(votes.voter_count(), 2u);
    EXPECT_TRUE(votes.has_voted({3}) && votes.has_voted({4}) && !votes.has_voted({5}));
}

TEST(DisputeVotes, ABackingVoteTakesThePlaceOfAnother) {
    CandidateVotes votes{receipt_of(1), {}, {}};
    votes.add(in_favour(3));
    EXPECT_TRUE(votes.add(backed_by(3)));
    EXPECT_TRUE(is_backing(votes.valid.at({3}).first));
    EXPECT_FALSE(votes.add(backed_by(3, 2))) << "the first of them stays";
    EXPECT_FALSE(votes.add(in_favour(3)));
    EXPECT_EQ(votes.valid.at({3}).first.v, (ValidVoteKind{ValidVoteKind::BackingValid{block_hash(1)}}.v));
}

TEST(DisputeVotes, AreReadAsTheyWereStored) {
    CandidateVotes votes{receipt_of(1), {}, {}};
    votes.add(backed_by(3));
    votes.add(against(200));
    const Bytes bytes = scale::encode(votes);
    EXPECT_EQ(scale::decode<CandidateVotes>(bytes).value(), votes);
    for (size_t i = 0; i < bytes.size(); ++i) EXPECT_FALSE(scale::decode<CandidateVotes>(BytesView(bytes).first(i)));
}

// --- what they amount to ---

/// Of ten validators (f = 3) the first so many for it, and so many from `first_against` on against it.
CandidateVotes votes_of_ten(uint32_t in_favour_count, uint32_t against_count, uint32_t first_against = 10) {
    CandidateVotes out{receipt_of(1), {}, {}};
    if (first_against == 10) first_against = 10 - against_count;
    for (uint32_t i = 0; i < in_favour_count; ++i) out.add(in_favour(i));
    for (uint32_t i = 0; i < against_count; ++i) out.add(against(first_against + i));
    return out;
}

TEST(Dispute, StandsAsTheVotesSay) {
    struct Row {
        uint32_t in_favour, against;
        std::optional<Stage> stage;
        bool byzantine_against;
    };
    const std::vector<Row> rows{
        {1, 0, std::nullopt, false},
        {0, 1, std::nullopt, false},
        {10, 0, std::nullopt, false},
        {0, 10, std::nullopt, false},
        {1, 1, Stage::kActive, false},
        {2, 1, Stage::kActive, false},
        {2, 2, Stage::kConfirmed, false},
        {1, 3, Stage::kConfirmed, false},
        {1, 4, Stage::kConfirmed, true},
        {6, 1, Stage::kConfirmed, false},
        {7, 1, Stage::kConcludedFor, false},
        {7, 3, Stage::kConcludedFor, false},
        {1, 6, Stage::kConfirmed, true},
        {1, 7, Stage::kConcludedAgainst, true},
        {3, 7, Stage::kConcludedAgainst, true},
        {7, 7, Stage::kConcludedAgainst, true},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(std::to_string(row.in_favour) + " for, " + std::to_string(row.against) + " against");
        const VoteState state = assess(votes_of_ten(row.in_favour, row.against), 10, {}, 1000);
        EXPECT_EQ(state.status ? std::optional(state.status->stage) : std::nullopt, row.stage);
        EXPECT_EQ(state.has_byzantine_against, row.byzantine_against);
        if (state.status) EXPECT_EQ(state.status->concluded_at_s, state.status->is_concluded() ? 1000u : 0u);
    }
}

TEST(Dispute, WhoVotesOnBothSidesIsOneVoter) {
    EXPECT_EQ(assess(votes_of_ten(2, 2, 0), 10, {}, 0).status->stage, Stage::kActive);
    EXPECT_EQ(assess(votes_of_ten(2, 3, 0), 10, {}, 0).status->stage, Stage::kActive);
    EXPECT_EQ(assess(votes_of_ten(2, 4, 0), 10, {}, 0).status->stage, Stage::kConfirmed);
}

TEST(Dispute, DisabledValidatorsBeginNone) {
    const std::set<ValidatorIndex> last{{9}}, last_two{{8}, {9}};
    EXPECT_EQ(assess(votes_of_ten(1, 1), 10, last, 0).status, std::nullopt);
    EXPECT_TRUE(assess(votes_of_ten(1, 1), 10, last, 0).are_all_raisers_disabled);
    EXPECT_EQ(assess(votes_of_ten(1, 2), 10, last, 0).status->stage, Stage::kActive) << "another one is not disabled";
    EXPECT_FALSE(assess(votes_of_ten(1, 2), 10, last, 0).are_all_raisers_disabled);
    EXPECT_EQ(assess(votes_of_ten(1, 2), 10, last_two, 0).status, std::nullopt);
    EXPECT_EQ(assess(votes_of_ten(2, 2), 10, last_two, 0).status->stage, Stage::kConfirmed)
        << "more than f take part: votes of disabled validators count";
    EXPECT_TRUE(assess(votes_of_ten(1, 0), 10, {}, 0).are_all_raisers_disabled) << "there are none";
}

TEST(Dispute, IsInactiveThreeMinutesAfterItsEnd) {
    EXPECT_FALSE((DisputeStatus{Stage::kActive, 0}.is_inactive(1'000'000)));
    EXPECT_FALSE((DisputeStatus{Stage::kConfirmed, 0}.is_inactive(1'000'000)));
    for (const Stage stage : {Stage::kConcludedFor, Stage::kConcludedAgainst}) {
        EXPECT_FALSE((DisputeStatus{stage, 1000}.is_inactive(1180)));
        EXPECT_TRUE((DisputeStatus{stage, 1000}.is_inactive(1181)));
    }
}

TEST(Dispute, ACandidateMayBeInvalidUntilItIsFoundValid) {
    EXPECT_TRUE(DisputeStatus{Stage::kActive}.may_be_invalid());
    EXPECT_TRUE(DisputeStatus{Stage::kConfirmed}.may_be_invalid());
    EXPECT_TRUE(DisputeStatus{Stage::kConcludedAgainst}.may_be_invalid());
    EXPECT_FALSE(DisputeStatus{Stage::kConcludedFor}.may_be_invalid());
}

}  // namespace
}  // namespace serinus::parachain
