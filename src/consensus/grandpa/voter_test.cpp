#include "consensus/grandpa/voter_test_support.hpp"

namespace serinus::consensus::grandpa::test {
namespace {

// Spec: algo-grandpa-round, defn-voting-rounds
TEST_F(GrandpaVoter, PrevotesAfterTwoDurationsAndPrecommitsAfterFour) {
    EXPECT_EQ(voter->best_round().number(), 1u);
    EXPECT_EQ(voter->next_timer(now), 20u);
    pass_to(19);
    EXPECT_THAT(cast_votes(), testing::IsEmpty());
    pass_to(20);
    EXPECT_THAT(cast_votes(), testing::ElementsAre(message(kPrevote, "4")));
    vote(1, kPrevote, "4", {1, 2, 3});
    EXPECT_THAT(cast_votes(), testing::IsEmpty());
    EXPECT_EQ(voter->next_timer(now), 40u);
    pass_to(40);
    EXPECT_THAT(cast_votes(), testing::ElementsAre(message(kPrecommit, "4")));
    vote(1, kPrecommit, "4", {1, 2, 3});
    const auto finalized = take<Finalize>();
    ASSERT_EQ(finalized.size(), 1u);
    EXPECT_EQ(finalized[0].round, 1u);
    EXPECT_EQ(finalized[0].commit.target, chain.tree["4"]);
    EXPECT_EQ(finalized[0].commit.precommits.size(), 3u);
    EXPECT_EQ(voter->best_round().number(), 2u);
    EXPECT_EQ(rounds.completed.front().number, 1u);
}

// Spec: defn-grandpa-ghost
TEST_F(GrandpaVoter, PrecommitsTheGhostWhateverItPrevotedFor) {
    pass_to(20);
    vote(1, kPrevote, "4", {1});
    vote(1, kPrevote, "4b", {2, 3});
    effects.clear();
    pass_to(40);
    EXPECT_THAT(cast_votes(), testing::ElementsAre(message(kPrecommit, "2")));
}

TEST_F(GrandpaVoter, WithoutASupermajorityOfPrevotesThereIsNoPrecommit) {
    pass_to(20);
    vote(1, kPrevote, "4", {1, 2});
    effects.clear();
    pass_to(1000);
    EXPECT_THAT(cast_votes(), testing::IsEmpty());
    vote(1, kPrevote, "3b", {3});
    EXPECT_THAT(cast_votes(), testing::ElementsAre(message(kPrecommit, "2")));
}

// A decided round ends without waiting.
TEST_F(GrandpaVoter, ACompletableRoundIsNotWaitedFor) {
    vote(1, kPrevote, "4", {2, 3, 4});
    vote(1, kPrecommit, "4", {2, 3, 4});
    EXPECT_THAT(cast_votes(), testing::ElementsAre(message(kPrevote, "4"), message(kPrecommit, "4")));
    EXPECT_EQ(voter->best_round().number(), 2u);
}

TEST_F(GrandpaVoter, AnObserverFinalizesWithoutVoting) {
    begin(std::nullopt);
    effects.clear();
    play_round("3");
    EXPECT_EQ(take<Finalize>().size(), 1u);
    EXPECT_TRUE(cast.rounds.empty());
    EXPECT_EQ(voter->best_round().number(), 2u);
}

// Spec: algo-initiate-grandpa
TEST_F(GrandpaVoter, ARestartedVoterRepeatsItsVotes) {
    pass_to(20);
    EXPECT_THAT(cast_votes(), testing::ElementsAre(message(kPrevote, "4")));
    chain.best = chain.tree["4b"];
    begin();
    pass_to(40);
    expect_kept = false;
    EXPECT_THAT(cast_votes(), testing::ElementsAre(message(kPrevote, "4"))) << "not 4b";

    begin(2);  // with another key
    pass_to(60);
    EXPECT_THAT(cast_votes(), testing::ElementsAre(message(kPrevote, "4b")));
}

TEST_F(GrandpaVoter, ARestartedVoterContinuesAfterTheLastRound) {
    play_round("4");
    begin(1, "4");
    EXPECT_EQ(voter->best_round().number(), 2u);
    EXPECT_EQ(voter->past_rounds().size(), 1u);
    EXPECT_EQ(voter->past_rounds()[0]->result().estimate, chain.tree["4"]);
}

TEST_F(GrandpaVoter, VotesWaitForTheirBlocksAndForTheNextRound) {
    vote(2, kPrevote, "4", {2, 3, 4});
    vote(3, kPrevote, "4", {2, 3, 4});  // too far ahead
    const BlockId unknown{named_hash("5"), 5};
    handle(VoteReceived{1, test_vote(kPrevote, unknown, test_id(2))});
    EXPECT_EQ(voter->best_round().weight(kPrevote), 0u);
    chain.tree.push("4", {"5"});
    handle(BlocksImported{});
    EXPECT_EQ(voter->best_round().weight(kPrevote), 1u);
    play_round("4");
    EXPECT_EQ(voter->best_round().number(), 2u);
    EXPECT_EQ(voter->best_round().weight(kPrevote), 3u);
}

// Spec: algo-grandpa-round. Round 2: voter 3 is the primary; what it names counts if it lies between the estimate and
// the GHOST of round 1.
TEST_F(GrandpaVoter, ThePrimarysBlockIsTheBaseOfPrevotes) {
    pass_to(20);
    vote(1, kPrevote, "4", {1, 2, 3, 4});
    pass_to(40);
    vote(1, kPrecommit, "2", {2, 3, 4});
    ASSERT_EQ(voter->best_round().number(), 2u);
    ASSERT_EQ(voter->past_rounds().at(0)->result().estimate, chain.tree["2"]);
    for (const auto& [proposer, proposed, base] : {std::tuple{3u, "3", "3"}, {2u, "3", "2"}, {3u, "3b", "2"}}) {
        const auto before = cast;
        begin(1, "0");
        vote(2, kPropose, proposed, {proposer});
        pass_to(now + 20);
        EXPECT_EQ(chain.asked, chain.tree[base]) << proposer << " proposed " << proposed;
        cast = before;
    }
}

TEST_F(GrandpaVoter, ThePrimaryProposesWhatMayBeFinal) {
    begin(3);
    pass_to(20);
    vote(1, kPrevote, "4", {1, 2, 3, 4});
    pass_to(40);
    effects.clear();
    // With the vote that is missing, and one that may equivocate, 4 can still be final; so far only 2 is.
    vote(1, kPrecommit, "4", {1, 2});
    vote(1, kPrecommit, "2", {3});
    ASSERT_EQ(voter->best_round().number(), 2u);
    ASSERT_EQ(voter->past_rounds().at(0)->result().finalized, chain.tree["2"]);
    EXPECT_THAT(cast_votes(), testing::ElementsAre(message(kPropose, "4")));
}

TEST_F(GrandpaVoter, EquivocationsAreReportedOnceButNotOurs) {
    vote(1, kPrevote, "4", {2});
    vote(1, kPrevote, "4b", {2});
    vote(1, kPrevote, "3", {2});
    const auto reports = take<ReportEquivocation>();
    ASSERT_EQ(reports.size(), 1u);
    EXPECT_EQ(reports[0].proof.set_id, 7u);
    EXPECT_EQ(reports[0].proof.votes.identity, test_id(2));
    EXPECT_EQ(reports[0].proof.votes.second.first, chain.tree["4b"]);
    vote(1, kPrevote, "4", {1});
    vote(1, kPrevote, "4b", {1});
    EXPECT_TRUE(take<ReportEquivocation>().empty());
}

// Spec: defn-grandpa-commit-msg
TEST_F(GrandpaVoter, ACommitMakesFinalAtOnce) {
    Commit commit{chain.tree["3"], {}};
    for (const uint64_t one : {2, 3}) commit.precommits.push_back({chain.tree["3"], {}, test_id(one)});
    handle(CommitReceived{9, commit});
    EXPECT_TRUE(take<Finalize>().empty()) << "too light";
    commit.precommits.push_back({chain.tree["3"], {}, test_id(4)});
    Commit later = commit;
    later.target = later.precommits[0].target = {named_hash("5"), 5};
    handle(CommitReceived{9, commit});
    ASSERT_EQ(take<Finalize>().size(), 1u);
    handle(CommitReceived{9, commit});
    EXPECT_TRUE(take<Finalize>().empty()) << "known";

    for (auto& vote : later.precommits) vote.target = later.target;
    handle(CommitReceived{10, later});
    EXPECT_TRUE(take<Finalize>().empty()) << "its block is not there";
    chain.tree.push("4", {"5"});
    handle(BlocksImported{});
    EXPECT_EQ(take<Finalize>().size(), 1u);
}

TEST_F(GrandpaVoter, ACompletedRoundIsCommittedUnlessAnotherDoesSo) {
    play_round("4");
    const auto completed_at = now;
    effects.clear();
    pass_to(completed_at + 20);
    const auto sent = take<Send>();
    const auto is_commit = [](const Send& one) { return std::holds_alternative<CommitMessage>(one.message); };
    ASSERT_EQ(std::ranges::count_if(sent, is_commit), 1);

    play_round("4");
    Commit theirs{chain.tree["4"], {}};
    for (const uint64_t one : {2, 3, 4}) theirs.precommits.push_back({chain.tree["4"], {}, test_id(one)});
    handle(CommitReceived{2, theirs});
    effects.clear();
    pass_to(now + 20);
    EXPECT_EQ(std::ranges::count_if(take<Send>(), is_commit), 0);
}

// Spec: sect-sending-catchup-request, algo-process-catchup-request
TEST_F(GrandpaVoter, AVoterTwoRoundsBehindRequestsACatchUp) {
    effects.clear();
    handle(NeighborReceived{5, {2, 7, 0}});
    handle(NeighborReceived{5, {4, 6, 0}});
    EXPECT_TRUE(take_sent().empty()) << "one round ahead; another set";
    handle(NeighborReceived{5, {4, 7, 0}});
    handle(NeighborReceived{6, {4, 7, 0}});
    const auto sent = take_sent();
    ASSERT_EQ(sent.size(), 1u) << "one at a time";
    EXPECT_EQ(sent[0].peer, 5u);
    EXPECT_EQ(sent[0].message, GossipMessage(CatchUpRequest{3, 7}));

    handle(CatchUpRequested{9, 1});
    EXPECT_TRUE(take_sent().empty()) << "no round is complete";
    play_round("4");
    effects.clear();
    handle(CatchUpRequested{9, 1});
    const auto answer = take_sent();
    ASSERT_EQ(answer.size(), 1u);
    const auto& catch_up = std::get<CatchUpMessage>(answer[0].message).catch_up;
    EXPECT_EQ(catch_up.round, 1u);
    EXPECT_EQ(catch_up.prevotes.size(), 3u);
    EXPECT_EQ(catch_up.precommits.size(), 3u);
}

// Spec: algo-process-catchup-response
TEST_F(GrandpaVoter, CatchesUpWithARoundThatIsComplete) {
    CatchUp catch_up{5, {}, {}, chain.tree["0"]};
    for (const uint64_t one : {2, 3, 4}) catch_up.prevotes.push_back({chain.tree["4"], {}, test_id(one)});
    catch_up.precommits = catch_up.prevotes;
    const auto refused = [&](const std::function<void(CatchUp&)>& spoil) {
        CatchUp bad = catch_up;
        spoil(bad);
        handle(CatchUpReceived{bad});
        return voter->best_round().number() == 1;
    };
    EXPECT_TRUE(refused([](CatchUp& one) { one.prevotes.pop_back(); }));
    EXPECT_TRUE(refused([](CatchUp& one) { one.precommits.pop_back(); }));
    EXPECT_TRUE(refused([](CatchUp& one) { one.precommits[0].id = test_id(9); }));
    EXPECT_TRUE(refused([](CatchUp& one) { one.base.number = 1; }));
    EXPECT_TRUE(refused([&](CatchUp& one) { one.base = chain.tree["3b"]; }));
    EXPECT_TRUE(refused([](CatchUp& one) { one.round = 1; }));
    handle(CatchUpReceived{catch_up});
    EXPECT_EQ(voter->best_round().number(), 6u);
    ASSERT_EQ(take<Finalize>().size(), 1u);
    EXPECT_EQ(rounds.completed.front().number, 5u);
    // It votes in the next round, and no more in the one that was passed over.
    vote(1, kPrevote, "4", {2, 3, 4});
    vote(1, kPrecommit, "4", {2, 3, 4});
    pass_to(now + 20);
    const auto votes = take<CastVote>();
    ASSERT_EQ(votes.size(), 1u);
    EXPECT_EQ(votes[0].round, 6u);
}

// Spec: sect-grandpa-neighbor-msg
TEST_F(GrandpaVoter, APeerThatIsNewOrDoesNotMoveOnGetsWhatItMayLack) {
    play_round("4");
    play_round("4");
    effects.clear();
    const auto sent_for = [&](const Neighbor& view) {
        handle(NeighborReceived{5, view});
        return take_sent();
    };
    auto sent = sent_for({2, 7, 0});
    ASSERT_EQ(sent.size(), 1u + 12) << "new: the commit, and the votes of rounds 1 and 2";
    EXPECT_TRUE(std::holds_alternative<CommitMessage>(sent.at(0).message));
    EXPECT_EQ(sent_for({3, 7, 4}).size(), 0u) << "it has moved on, and is where we are";
    now += kPeriod / 2;
    EXPECT_EQ(sent_for({3, 7, 4}).size(), 6u) << "it has not moved on: the votes of round 2";
    EXPECT_EQ(sent_for({3, 7, 4}).size(), 0u) << "it repeats itself too soon";
}

// Votes of this round went out while the peer was rounds behind, so not to it. Without them it would never precommit,
// and where its vote is needed nothing would become final.
TEST_F(GrandpaVoter, APeerThatPassedOverRoundsGetsTheVotesOfItsNewRound) {
    handle(NeighborReceived{5, {1, 7, 0}});
    play_round("3");
    play_round("4");
    play_round("4");
    pass_to(now + 20);
    vote(4, kPrevote, "4", {2, 3});
    vote(5, kPrevote, "4", {2});  // waits here for its round
    effects.clear();
    handle(NeighborReceived{5, {4, 7, 4}});
    std::map<RoundNumber, size_t> votes;
    for (const Send& sent : take_sent()) {
        EXPECT_EQ(sent.peer, 5u);
        if (const auto* one = std::get_if<VoteMessage>(&sent.message)) ++votes[one->round];
    }
    EXPECT_EQ(votes[3], 6u);
    EXPECT_EQ(votes[4], 2u);
    EXPECT_EQ(votes[5], 1u);
}

}  // namespace
}  // namespace serinus::consensus::grandpa::test
