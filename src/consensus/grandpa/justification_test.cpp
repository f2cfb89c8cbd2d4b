#include "consensus/grandpa/justification.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/import/refusal_test_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "consensus/grandpa/gossip_check.hpp"
#include "consensus/grandpa/test_tree.hpp"
#include "consensus/grandpa/vectors_test.hpp"
#include "consensus/grandpa/voting_rules.hpp"

namespace serinus::consensus::grandpa {
namespace {

using enum MessageVerdict;

using chain::IsRefused;
using primitives::Header;
using enum chain::RefusalReason;

constexpr ByteArray<32> kRandomness{7, 7, 7};

crypto::ed25519::Seed voter_seed(uint8_t number) {
    ByteArray<32> bytes{number};
    return *crypto::ed25519::Seed::from(bytes);
}

// Spec: defn-finalizing-justification, defn-grandpa-justification
TEST(GrandpaJustification, ARealOneIsGoodForItsVoters) {
    const auto real = *scale::decode<Justification>(*from_hex(test::kJustification));
    AuthorityList authorities;
    for (const SignedVote& vote : real.commit.precommits) authorities.push_back({vote.id, 1});
    const auto voters = test::test_voters(authorities);
    EXPECT_EQ(check_justification(real, 0, voters, kRandomness), std::nullopt);
    EXPECT_THAT(check_justification(real, 1, voters, kRandomness), IsRefused(kBadVoteSignature, "signature"));

    Justification other_round = real;
    ++other_round.round;
    EXPECT_THAT(check_justification(other_round, 0, voters, kRandomness), IsRefused(kBadVoteSignature, "signature"));

    // Seven voters, of whom five are enough; of eight six would be.
    for (uint64_t more = 1; more <= 3; ++more) {
        authorities.push_back({test::test_id(more), 1});
        EXPECT_EQ(reason_of(check_justification(real, 0, test::test_voters(authorities), kRandomness)),
                  more <= 2 ? std::nullopt : std::optional(kTooFewVotes));
    }
}

/// Headers on two branches, and signed precommits.
class GrandpaCommits : public testing::Test {
  protected:
    GrandpaCommits() {
        AuthorityList authorities;
        for (uint8_t i = 0; i < 4; ++i) authorities.push_back({crypto::ed25519::public_key_of(voter_seed(i)), 1});
        voters = test::test_voters(authorities);
        Header genesis;
        add("0", genesis);
        for (const auto& [name, parent] : {std::pair{"1", "0"}, {"2", "1"}, {"3", "2"}, {"2b", "1"}, {"3b", "2b"}}) {
            Header header;
            header.parent_hash = blocks.at(parent).hash;
            header.number = blocks.at(parent).number + 1;
            header.extrinsics_root = test::named_hash(name);
            add(name, header);
        }
    }
    void add(const std::string& name, const Header& header) {
        blocks[name] = {primitives::header_hash(header), header.number.value};
        headers[blocks[name].hash] = std::make_shared<const Header>(header);
    }
    SignedVote vote(uint8_t voter, const std::string& block) const {
        const Message message{VoteKind::kPrecommit, blocks.at(block)};
        const auto seed = voter_seed(voter);
        return {message.target, crypto::ed25519::sign(seed, signed_bytes(message, 5, 2)),
                crypto::ed25519::public_key_of(seed)};
    }
    chain::MaybeRefusal check(const Justification& one) const {
        return check_justification(one, 2, voters, kRandomness);
    }
    std::optional<Justification> make(Commit commit) const {
        return make_justification(5, std::move(commit), [this](const Hash256& hash) {
            const auto found = headers.find(hash);
            return found == headers.end() ? nullptr : found->second;
        });
    }
    Commit commit(const std::string& target, std::vector<SignedVote> votes) const {
        return {blocks.at(target), std::move(votes)};
    }

    std::map<std::string, BlockId> blocks;
    std::map<Hash256, std::shared_ptr<const Header>> headers;
    std::shared_ptr<const VoterSet> voters;
};

// Spec: defn-grandpa-justification
TEST_F(GrandpaCommits, AJustificationHasTheHeadersBetweenItsVotes) {
    const auto made = make(commit("2", {vote(0, "2"), vote(1, "3"), vote(2, "2")}));
    ASSERT_TRUE(made);
    EXPECT_EQ(made->votes_ancestries, std::vector{*headers.at(blocks["3"].hash)});
    EXPECT_EQ(check(*made), std::nullopt);

    Justification without = *made;
    without.votes_ancestries.clear();
    EXPECT_THAT(check(without), IsRefused(kBadVoteAncestry, "one chain"));
    Justification with_more = *made;
    with_more.votes_ancestries.push_back(*headers.at(blocks["2"].hash));
    EXPECT_THAT(check(with_more), IsRefused(kBadVoteAncestry, "lead to no vote"));
}

TEST_F(GrandpaCommits, TheTargetIsTheHighestBlockThatIsFinal) {
    EXPECT_EQ(check(*make(commit("3", {vote(0, "3"), vote(1, "3"), vote(2, "3")}))), std::nullopt);
    EXPECT_THAT(check(*make(commit("2", {vote(0, "3"), vote(1, "3"), vote(2, "3")}))),
                IsRefused(kTooFewVotes, "another block"));
    EXPECT_THAT(check(*make(commit("3", {vote(0, "3"), vote(1, "3")}))), IsRefused(kTooFewVotes, "two thirds"));
    EXPECT_THAT(check(*make(commit("3", {vote(0, "3"), vote(1, "3"), vote(1, "3")}))),
                IsRefused(kTooFewVotes, "two thirds"));
    EXPECT_THAT(check({5, commit("3", {}), {}}), IsRefused(kTooFewVotes, "no authority"));
    EXPECT_FALSE(make(commit("3", {})));
}

TEST_F(GrandpaCommits, VotesOnForksMeetBelow) {
    EXPECT_EQ(check(*make(commit("1", {vote(0, "1"), vote(1, "3"), vote(2, "3b")}))), std::nullopt);
    // Without a vote for the block where they meet there is no way to show it. Observed: the rule of finality_grandpa
    // 0.16.
    EXPECT_FALSE(make(commit("1", {vote(0, "2"), vote(1, "3"), vote(2, "3b")})));
    // Two votes of one voter count for all.
    EXPECT_EQ(check(*make(commit("3", {vote(0, "1"), vote(0, "3b"), vote(1, "3"), vote(2, "3")}))), std::nullopt);
}

TEST_F(GrandpaCommits, VotesOfUnknownVotersDoNotCountButMustBeSigned) {
    auto good = *make(commit("3", {vote(0, "3"), vote(1, "3"), vote(2, "3"), vote(9, "3")}));
    EXPECT_EQ(check(good), std::nullopt);
    good.commit.precommits.back().signature[5] ^= 1;
    EXPECT_THAT(check(good), IsRefused(kBadVoteSignature, "signature"));
    const auto unknown_voters = *make(commit("3", {vote(7, "3"), vote(8, "3"), vote(9, "3")}));
    EXPECT_THAT(check(unknown_voters), IsRefused(kTooFewVotes, "no authority"));
    std::vector<SignedVote> many(max_precommits(*voters) + 1, vote(0, "3"));
    EXPECT_THAT(check({5, commit("3", many), {}}), IsRefused(kBadJustification, "too many"));
}

TEST_F(GrandpaCommits, AVoteForANumberThatIsNotItsBlocksSpoilsTheWhole) {
    auto votes = std::vector{vote(0, "2"), vote(1, "3"), vote(2, "3"), vote(3, "3")};
    votes[1].target.number = 9;
    EXPECT_NE(check({5, commit("3", votes), {*headers.at(blocks["3"].hash)}}), std::nullopt);
}

// Spec: sect-msg-grandpa
TEST_F(GrandpaCommits, MessagesAreCheckedBeforeTheVoterTakesThem) {
    const auto check = [&](const GossipMessage& message) { return check_message(message, 2, *voters, kRandomness); };
    const auto precommit = vote(0, "3");
    const SignedMessage message{{VoteKind::kPrecommit, precommit.target}, precommit.signature, precommit.id};
    EXPECT_EQ(check(VoteMessage{5, 2, message}), kNew);
    EXPECT_EQ(check(VoteMessage{6, 2, message}), kWrongSignature) << "signed for another round";
    EXPECT_EQ(check_message(VoteMessage{5, 3, message}, 3, *voters, kRandomness), kWrongSignature) << "another set";
    const auto of_unknown_voter = vote(9, "3");
    EXPECT_EQ(
        check(VoteMessage{
            5, 2, {{VoteKind::kPrecommit, of_unknown_voter.target}, of_unknown_voter.signature, of_unknown_voter.id}}),
        kUnknownVoter);

    const auto of = [&](std::vector<SignedVote> votes) {
        return CommitMessage{5, 2, to_compact(commit("3", std::move(votes)))};
    };
    EXPECT_EQ(check(of({vote(0, "3"), vote(1, "3"), vote(2, "3")})), kNew);
    EXPECT_EQ(check(of({vote(0, "3"), vote(1, "3")})), kUnfitWeight) << "too light";
    EXPECT_EQ(check(of({vote(0, "3"), vote(1, "3"), vote(2, "3"), vote(9, "3")})), kUnknownVoter);
    EXPECT_EQ(check(of({vote(0, "3"), vote(1, "3"), vote(2, "3"), vote(2, "2"), vote(3, "3")})), kNew);
    EXPECT_EQ(check(of({vote(0, "3"), vote(0, "3"), vote(1, "3"), vote(2, "3"), vote(2, "2"), vote(3, "3")})),
              kUnfitWeight)
        << "heavier than the set with all that may be faulty twice";
    auto forged = of({vote(0, "3"), vote(1, "3"), vote(2, "3")});
    forged.commit.authentication[1].first[0] ^= 1;
    EXPECT_EQ(check(forged), kWrongSignature);
    forged.commit.authentication.pop_back();
    EXPECT_EQ(check(forged), kMalformedCommit);
    EXPECT_EQ(check(CatchUpRequest{3, 2}), kNew);
    EXPECT_EQ(check(VersionedNeighbor(Neighbor{3, 2, 1})), kNew);
}

// Spec: defn-grandpa-catchup-response-msg. Each vote is signed for its kind, the round and the set.
TEST_F(GrandpaCommits, CatchUpsAreCheckedBeforeTheVoterTakesThem) {
    const auto prevote = [&](uint8_t voter, const std::string& block) {
        const Message message{VoteKind::kPrevote, blocks.at(block)};
        SignedVote out = vote(voter, block);
        out.signature = crypto::ed25519::sign(voter_seed(voter), signed_bytes(message, 5, 2));
        return out;
    };
    const CatchUp catch_up{5,
                           {prevote(0, "3"), prevote(1, "3"), prevote(2, "3")},
                           {vote(0, "3"), vote(1, "3"), vote(2, "3")},
                           blocks.at("1")};
    const auto check = [&](const std::function<void(CatchUp&)>& spoil) {
        CatchUpMessage message{2, catch_up};
        spoil(message.catch_up);
        return check_message(message, 2, *voters, kRandomness);
    };
    EXPECT_EQ(check([](CatchUp&) {}), kNew);
    EXPECT_EQ(check([](CatchUp& one) { one.round = 6; }), kWrongSignature);
    EXPECT_EQ(check([](CatchUp& one) { one.prevotes.pop_back(); }), kUnfitWeight);
    EXPECT_EQ(check([](CatchUp& one) { one.precommits.pop_back(); }), kUnfitWeight);
    EXPECT_EQ(check([](CatchUp& one) { one.prevotes[1].signature[0] ^= 1; }), kWrongSignature);
    EXPECT_EQ(check([](CatchUp& one) { one.precommits[1].signature[0] ^= 1; }), kWrongSignature);
    EXPECT_EQ(check([](CatchUp& one) { one.prevotes = one.precommits; }), kWrongSignature) << "of the other kind";
    EXPECT_EQ(check([&](CatchUp& one) { one.prevotes.push_back(prevote(9, "3")); }), kUnknownVoter);
}

// Spec: algo-best-prevote-candidate. Observed: polkadot-stable2407: BeforeBestBlockBy(2) and
// ThreeQuartersOfTheUnfinalizedChain.
TEST(GrandpaVotingRules, StayBehindTheBestBlock) {
    const VotingRules rules;
    struct Case {
        BlockNumber base, target, best, vote;
    };
    for (const Case& one : {Case{0, 1, 1, 0},
                            {0, 2, 2, 0},
                            {0, 3, 3, 1},
                            {0, 8, 8, 6},
                            {0, 100, 100, 75},
                            {10, 10, 10, 10},
                            {10, 13, 13, 11},
                            {10, 12, 30, 12},
                            {0, 50, 100, 50},
                            {0, 101, 101, 76}}) {
        EXPECT_EQ(restrict_vote(rules, one.base, one.target, one.best), one.vote) << one.best;
    }
    EXPECT_EQ(restrict_vote(kVoteForBest, 3, 9, 9), 9u);
}

}  // namespace
}  // namespace serinus::consensus::grandpa
