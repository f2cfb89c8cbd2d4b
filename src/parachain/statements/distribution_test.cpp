// Statement distribution of one node: what each finding costs, whom it answers, what it forgets.
// Observed: polkadot-statement-distribution 36.0.0, v2/mod.rs
#include "parachain/statements/distribution.hpp"

#include <gtest/gtest.h>

#include "parachain/statements/statements_test_support.hpp"

namespace serinus::parachain {
namespace {

using StatementVerdicts = std::vector<StatementVerdict>;

/// This node is validator 0 of 9; the grid is 0 1 2 / 3 4 5 / 6 7 8, the groups 0 1 2, 3 4 5 and 6 7 8. Candidates of
/// the second group come from 3 (of the column, a member), those of the third from 6.
class Distribution : public testing::Test {
  protected:
    Distribution() { start(ValidatorIndex{0}); }
    void start(std::optional<ValidatorIndex> own) {
        prospective.activate(world.prospective_leaf(9), relay_parents);
        node.activate(world.leaf(9, own), out);
        std::vector<ValidatorIndex> order;
        for (uint32_t i = 0; i < 9; ++i) order.push_back({i});
        node.set_topology(StatementWorld::kSession, SessionGrid(order), own, out);
        for (uint32_t i = 1; i < 9; ++i) {
            node.connect(peer_numbered(i), {authority_numbered(i)});
            node.on_view(peer_numbered(i), {{block_hash(9)}, 0}, out);
        }
        node.connect(stranger, {});
        node.on_view(stranger, {{block_hash(9)}, 0}, out);
        out.clear();
    }
    void statement(uint32_t from, const SignedStatement& statement, uint8_t number = 9) {
        node.on_message(peer_numbered(from), {StatementMessage::Statement{block_hash(number), statement}}, out);
    }
    BackedCandidateManifest manifest_of(const TestCandidate& one, uint32_t group, std::vector<bool> seconded,
                                        std::vector<bool> valid) const {
        BackedCandidateManifest made{block_hash(9),
                                     one.hash(),
                                     {group},
                                     one.receipt.descriptor.para_id,
                                     hashing::blake2b_256(one.data.parent_head._0),
                                     {}};
        for (const bool bit : seconded) made.statement_knowledge.seconded.push_back(bit);
        for (const bool bit : valid) made.statement_knowledge.valid.push_back(bit);
        return made;
    }
    void manifest(uint32_t from, const BackedCandidateManifest& message) {
        node.on_message(peer_numbered(from), {StatementMessage::Manifest{message}}, out);
    }
    AttestedCandidateResponse response_of(const TestCandidate& one, std::vector<SignedStatement> statements) const {
        return {one.receipt, one.data, std::move(statements)};
    }
    /// The verdicts since the last call; other effects go to `sent`, `asked` and `backing`.
    StatementVerdicts verdicts() {
        StatementVerdicts found;
        for (auto& effect : out) {
            if (const auto* judged = std::get_if<StatementEffect::Judged>(&effect.v)) {
                found.push_back(judged->verdict);
            } else if (auto* send = std::get_if<StatementEffect::Send>(&effect.v)) {
                sent.push_back(*send);
            } else if (auto* request = std::get_if<StatementEffect::Request>(&effect.v)) {
                asked.push_back(*request);
            } else {
                backing.push_back(std::get<StatementEffect::ToBacking>(effect.v));
            }
        }
        out.clear();
        return found;
    }
    bool share(const TestCandidate& one, bool is_seconded) {
        StatementWithCandidate own{world.sign(0, one.hash(), is_seconded, 9), std::nullopt, std::nullopt};
        if (is_seconded) {
            own.receipt = one.receipt;
            own.data = one.data;
        }
        return node.share(block_hash(9), own, out);
    }

    StatementWorld world{9, 3};
    AllRelayParents relay_parents;
    ProspectiveParachains prospective;
    StatementDistribution node{prospective, relay_parents};
    StatementDistribution::Effects out;
    std::vector<StatementEffect::Send> sent;
    std::vector<StatementEffect::Request> asked;
    std::vector<StatementEffect::ToBacking> backing;
    PeerId stranger = peer_numbered(100);
    TestCandidate ours = world.candidate(0, "a", "b", 9);
    TestCandidate theirs = world.candidate(1, "a", "b", 9);
};

// --- statements ---

TEST_F(Distribution, StatementsOfTheGroupAreRequestedAndThenGivenToBacking) {
    statement(1, world.sign(1, ours.hash(), true, 9));
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kValidStatementFirst});
    EXPECT_TRUE(sent.empty()) << "nothing is passed on before the candidate is here";
    node.send_requests(0, out);
    verdicts();
    ASSERT_EQ(asked.size(), 1u);
    EXPECT_EQ(asked[0].peer, peer_numbered(1));
    EXPECT_EQ(asked[0].request.candidate_hash, ours.hash());
    node.on_response(peer_numbered(1), response_of(ours, {world.sign(2, ours.hash(), false, 9)}), 10, out);
    EXPECT_EQ(verdicts(), (StatementVerdicts{StatementVerdict::kValidStatement, StatementVerdict::kValidResponse}));
    ASSERT_EQ(backing.size(), 2u);
    EXPECT_TRUE(backing[0].statement.receipt) << "what seconds comes first, with the candidate";
    EXPECT_FALSE(backing[1].statement.receipt);
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_EQ(sent[0].peers, std::vector{peer_numbered(2)}) << "what 1 has said";
    EXPECT_EQ(sent[1].peers.size(), 2u) << "what 2 has said: it cannot know that it is known here";
    EXPECT_EQ(node.request_count(), 0u);
}

TEST_F(Distribution, EachWrongStatementHasItsPrice) {
    const auto good = world.sign(1, ours.hash(), true, 9);
    statement(1, good, 7);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kStatementOutOfView});
    node.on_message(stranger, {StatementMessage::Statement{block_hash(9), good}}, out);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kInvalidSender});
    statement(3, good);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kInvalidSender}) << "of another group";
    statement(3, world.sign(3, theirs.hash(), true, 9));
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kInvalidSender}) << "without a manifest before";
    SignedStatement bad = good;
    bad.signature._0._0[3] ^= 1;
    statement(1, bad);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kBadSignature});
    bad = good;
    bad.validator_index = {77};
    statement(1, bad);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kNoSuchValidator});
    statement(1, world.sign(1, ours.hash(), false, 9));
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kClusterRejected})
        << "a vote on a candidate that 1 did not tell of";
    statement(1, good);
    statement(1, good);
    EXPECT_EQ(verdicts(),
              (StatementVerdicts{StatementVerdict::kValidStatementFirst, StatementVerdict::kClusterRejected}));
    statement(2, good);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kValidStatement}) << "another member may bring it";
    statement(1, world.sign(1, world.candidate(0, "a", "c", 9).hash(), true, 9));
    statement(1, world.sign(1, world.candidate(0, "a", "d", 9).hash(), true, 9));
    EXPECT_EQ(verdicts(),
              (StatementVerdicts{StatementVerdict::kValidStatementFirst, StatementVerdict::kExcessiveSeconded}));
    for (const StatementVerdict verdict :
         {StatementVerdict::kStatementOutOfView, StatementVerdict::kUnknownAcknowledged}) {
        EXPECT_EQ(reputation_of(verdict), Reputation::kCostMinor);
    }
    for (const StatementVerdict verdict : {StatementVerdict::kManifestConflicting, StatementVerdict::kBadSignature,
                                           StatementVerdict::kUnexpectedRequest}) {
        EXPECT_EQ(reputation_of(verdict), Reputation::kCostMajor);
    }
    EXPECT_EQ(reputation_of(StatementVerdict::kValidStatementFirst), Reputation::kBenefitMajorFirst);
    EXPECT_EQ(reputation_of(StatementVerdict::kValidResponse), Reputation::kBenefitMajor);
}

TEST_F(Distribution, ACandidateOfAnotherGroupIsBadlyAdvertised) {
    // The candidate is known to be of the own group; a member of it seconds another group's.
    ASSERT_TRUE(share(ours, true));
    manifest(3, manifest_of(ours, 1, {true, true, false}, {false, false, false}));
    verdicts();
    BackedCandidateManifest wrong = manifest_of(ours, 1, {true, true, false}, {false, false, false});
    wrong.para_id = theirs.receipt.descriptor.para_id;
    manifest(3, wrong);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kWrongClaim});
}

TEST_F(Distribution, DisabledValidatorsAreNotHeard) {
    world.disabled = {{1}};
    prospective.activate(world.prospective_leaf(11), relay_parents);
    node.activate(world.leaf(11, ValidatorIndex{0}), out);
    const auto one = world.candidate(0, "a", "b", 11);
    statement(2, world.sign(1, one.hash(), true, 11), 11);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kDisabledValidator});
}

TEST_F(Distribution, OwnStatementsGoToTheGroupAndAreLimited) {
    EXPECT_FALSE(share(theirs, true)) << "of another para";
    EXPECT_FALSE(share(ours, false)) << "a vote on what is not known";
    EXPECT_TRUE(share(ours, true));
    verdicts();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].peers, (std::vector{peer_numbered(1), peer_numbered(2)}));
    EXPECT_FALSE(share(ours, true)) << "once";
    EXPECT_TRUE(share(world.candidate(0, "b", "c", 9), true));
    EXPECT_FALSE(share(world.candidate(0, "c", "d", 9), true)) << "two claims";
    EXPECT_TRUE(backing.empty()) << "backing has its own statements";
}

// --- manifests ---

TEST_F(Distribution, EachWrongManifestHasItsPrice) {
    const auto good = manifest_of(theirs, 1, {true, false, false}, {false, true, false});
    BackedCandidateManifest wrong = good;
    wrong.scheduling_parent = block_hash(3);
    manifest(3, wrong);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kManifestOutOfView});
    wrong = good;
    wrong.para_id = ParaId{5};
    manifest(3, wrong);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kManifestMalformed}) << "a para that has no core";
    wrong = good;
    wrong.group_index = {77};
    manifest(3, wrong);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kManifestMalformed});
    manifest(8, good);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kManifestFromUnknown}) << "not on the way of this group";
    wrong = good;
    wrong.statement_knowledge.valid.push_back(false);
    manifest(3, wrong);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kManifestMalformed});
    wrong = good;
    wrong.statement_knowledge.valid.set(1, false);
    manifest(3, wrong);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kManifestInsufficient});
    manifest(3, good);
    EXPECT_EQ(verdicts(), StatementVerdicts{});
    wrong = good;
    wrong.parent_head_data_hash = block_hash(77);
    manifest(3, wrong);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kManifestConflicting});
    node.on_message(peer_numbered(3), {StatementMessage::Known{{theirs.hash(), good.statement_knowledge}}}, out);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kUnknownAcknowledged});
}

TEST_F(Distribution, CandidatesOfTheGridAreRequestedAndAcknowledgedWhenBacked) {
    manifest(3, manifest_of(theirs, 1, {true, false, false}, {false, true, false}));
    node.send_requests(0, out);
    verdicts();
    ASSERT_EQ(asked.size(), 1u);
    const auto seconded = world.sign(3, theirs.hash(), true, 9), valid = world.sign(4, theirs.hash(), false, 9);
    node.on_response(peer_numbered(3), response_of(theirs, {seconded}), 10, out);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kInvalidResponse}) << "fewer than promised";
    EXPECT_EQ(node.wake_at(), 1010u);
    node.send_requests(1009, out);
    EXPECT_EQ(verdicts(), StatementVerdicts{});
    EXPECT_EQ(asked.size(), 1u);
    node.send_requests(1010, out);
    verdicts();
    ASSERT_EQ(asked.size(), 2u);
    node.on_response(peer_numbered(3), response_of(theirs, {seconded, valid}), 1020, out);
    EXPECT_EQ(verdicts(), (StatementVerdicts{StatementVerdict::kValidStatement, StatementVerdict::kValidStatement,
                                             StatementVerdict::kValidResponse}));
    EXPECT_EQ(backing.size(), 2u);
    EXPECT_TRUE(sent.empty());
    node.on_backed(theirs.hash(), out);
    EXPECT_EQ(verdicts(), StatementVerdicts{});
    ASSERT_EQ(sent.size(), 2u);
    ASSERT_TRUE(std::holds_alternative<StatementMessage::Manifest>(sent[0].message.v));
    EXPECT_EQ(sent[0].peers, (std::vector{peer_numbered(1), peer_numbered(2)})) << "3 is of the column: on to the row";
    EXPECT_TRUE(std::holds_alternative<StatementMessage::Known>(sent[1].message.v));
    EXPECT_EQ(sent[1].peers, std::vector{peer_numbered(3)});
    sent.clear();
    statement(3, world.sign(5, theirs.hash(), false, 9));
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kValidStatementFirst}) << "statements follow directly";
    EXPECT_EQ(backing.size(), 3u);
    EXPECT_TRUE(sent.empty()) << "1 and 2 have not acknowledged";
    node.on_message(
        peer_numbered(1),
        {StatementMessage::Known{{theirs.hash(), manifest_of(theirs, 1, {1, 0, 0}, {0, 1, 0}).statement_knowledge}}},
        out);
    verdicts();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].peers, std::vector{peer_numbered(1)}) << "what it lacks";
}

TEST_F(Distribution, WrongResponsesHaveTheirPrices) {
    statement(1, world.sign(1, ours.hash(), true, 9));
    Millis now = 0;
    const auto respond = [&](const std::variant<AttestedCandidateResponse, StatementDistribution::NoResponse>& with) {
        node.send_requests(now, out);
        verdicts();
        node.on_response(peer_numbered(1), with, now, out);
        now += 1000;
        return verdicts();
    };
    EXPECT_EQ(respond(StatementDistribution::NoResponse::kUndecodable),
              StatementVerdicts{StatementVerdict::kUndecodableResponse});
    EXPECT_EQ(respond(StatementDistribution::NoResponse::kFailure), StatementVerdicts{});
    EXPECT_EQ(respond(response_of(theirs, {})), StatementVerdicts{StatementVerdict::kInvalidResponse});
    auto forged = world.sign(2, ours.hash(), false, 9);
    forged.validator_index = {1};
    EXPECT_EQ(respond(response_of(ours, {world.sign(4, ours.hash(), false, 9), forged})),
              (StatementVerdicts{StatementVerdict::kUnrequestedStatement, StatementVerdict::kBadSignature,
                                 StatementVerdict::kValidResponse}));
    node.on_response(peer_numbered(1), response_of(ours, {}), now, out);
    EXPECT_EQ(verdicts(), StatementVerdicts{}) << "nothing was asked";
}

// --- requests of others ---

TEST_F(Distribution, AnswersThoseWhoWereTold) {
    const AttestedCandidateRequest all{ours.hash(), StatementFilter::blank(3)};
    EXPECT_FALSE(node.answer(peer_numbered(1), all, out));
    EXPECT_EQ(verdicts(), StatementVerdicts{}) << "of unknown candidates nothing is said";
    ASSERT_TRUE(share(ours, true));
    verdicts();
    EXPECT_FALSE(node.answer(peer_numbered(3), all, out));
    EXPECT_FALSE(node.answer(stranger, all, out));
    EXPECT_EQ(verdicts(),
              (StatementVerdicts{StatementVerdict::kUnexpectedRequest, StatementVerdict::kUnexpectedRequest}));
    EXPECT_FALSE(node.answer(peer_numbered(1), {ours.hash(), StatementFilter::blank(4)}, out));
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kWrongRequestMask});
    const auto answer = node.answer(peer_numbered(1), all, out);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->candidate_receipt, ours.receipt);
    EXPECT_EQ(answer->statements, std::vector{world.sign(0, ours.hash(), true, 9)});
    AttestedCandidateRequest none = all;
    none.mask.seconded.set(0, true);
    EXPECT_TRUE(node.answer(peer_numbered(1), none, out)->statements.empty()) << "what is masked is left out";
}

// Its request was on its way when it got the candidate by itself.
TEST_F(Distribution, WhoHasToldOfItSinceGetsNoAnswerAndPaysNothing) {
    ASSERT_TRUE(share(ours, true));
    statement(1, world.sign(1, ours.hash(), true, 9));
    verdicts();
    EXPECT_FALSE(node.answer(peer_numbered(1), {ours.hash(), StatementFilter::blank(3)}, out));
    node.on_backed(ours.hash(), out);
    EXPECT_TRUE(node.answer(peer_numbered(3), {ours.hash(), StatementFilter::blank(3)}, out));
    node.on_message(
        peer_numbered(3),
        {StatementMessage::Known{{ours.hash(), manifest_of(ours, 0, {1, 1, 0}, {0, 0, 0}).statement_knowledge}}}, out);
    EXPECT_FALSE(node.answer(peer_numbered(3), {ours.hash(), StatementFilter::blank(3)}, out));
    EXPECT_EQ(verdicts(), StatementVerdicts{});
}

TEST_F(Distribution, TheGridGetsEnoughVotesOrNoAnswer) {
    ASSERT_TRUE(share(ours, true));
    statement(1, world.sign(1, ours.hash(), true, 9));
    node.on_backed(ours.hash(), out);
    verdicts();
    AttestedCandidateRequest request{ours.hash(), StatementFilter::blank(3)};
    const auto answer = node.answer(peer_numbered(3), request, out);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->statements.size(), 2u);
    request.mask.seconded.set(1, true);
    EXPECT_FALSE(node.answer(peer_numbered(6), request, out)) << "one vote is not enough";
    EXPECT_EQ(verdicts(), StatementVerdicts{}) << "but no fault of the peer";
}

// --- peers and leaves ---

TEST_F(Distribution, AKeyStaysWithTheFirstPeerUntilDiscoverySaysOtherwise) {
    const PeerId other = peer_numbered(200);
    node.connect(other, {authority_numbered(1)});
    node.on_message(other, {StatementMessage::Statement{block_hash(9), world.sign(1, ours.hash(), true, 9)}}, out);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kInvalidSender});
    node.set_authorities(other, {authority_numbered(1)});
    statement(1, world.sign(1, ours.hash(), true, 9));
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kInvalidSender});
    node.on_message(other, {StatementMessage::Statement{block_hash(9), world.sign(1, ours.hash(), true, 9)}}, out);
    EXPECT_EQ(verdicts(), StatementVerdicts{StatementVerdict::kValidStatementFirst});
    node.disconnect(other);
    node.disconnect(other);
    node.set_authorities(other, {authority_numbered(1)});
    node.send_requests(0, out);
    verdicts();
    EXPECT_TRUE(asked.empty()) << "who might have the candidate is gone";
}

TEST_F(Distribution, EverythingGoesWithItsLeaf) {
    ASSERT_TRUE(share(ours, true));
    statement(1, world.sign(1, world.candidate(0, "a", "c", 9).hash(), true, 9));
    manifest(3, manifest_of(theirs, 1, {true, false, false}, {false, true, false}));
    EXPECT_EQ(node.block_count(), 2u);
    EXPECT_EQ(node.candidate_count(), 3u);
    EXPECT_EQ(node.request_count(), 2u);
    node.deactivate(block_hash(9));
    EXPECT_EQ(node.block_count(), 0u);
    EXPECT_EQ(node.candidate_count(), 0u);
    EXPECT_EQ(node.request_count(), 0u);
    EXPECT_FALSE(share(ours, false));
    node.deactivate(block_hash(9));
}

TEST(DistributionOfObservers, TakesNoPart) {
    const StatementWorld world(9, 3);
    AllRelayParents relay_parents;
    ProspectiveParachains prospective;
    StatementDistribution node(prospective, relay_parents);
    StatementDistribution::Effects out;
    node.activate(world.leaf(9, std::nullopt), out);
    node.connect(peer_numbered(1), {authority_numbered(1)});
    const SignedStatement statement = world.sign(1, world.candidate(0, "a", "b", 9).hash(), true, 9);
    node.on_message(peer_numbered(1), {StatementMessage::Statement{block_hash(9), statement}}, out);
    EXPECT_TRUE(out.empty()) << "it may yet be one: the topology is not known";
    node.set_topology(StatementWorld::kSession, SessionGrid(9, {}), std::nullopt, out);
    node.on_message(peer_numbered(1), {StatementMessage::Statement{block_hash(9), statement}}, out);
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(std::get<StatementEffect::Judged>(out[0].v).verdict, StatementVerdict::kNotValidator);
}

}  // namespace
}  // namespace serinus::parachain
