// What a voter must and must not do: cases of a few votes each.
#include "consensus/grandpa/voter_test_support.hpp"

namespace serinus::consensus::grandpa::test {
namespace {

/// A round in which more may be final than is.
class GrandpaOpenRound : public GrandpaVoter {
  protected:
    /// Of round 1, in which all prevoted for 4; voter 4 has not precommitted. 2 is final; 4 may still be.
    void precommits(std::initializer_list<uint64_t> for_4, std::initializer_list<uint64_t> for_2) {
        pass_to(20);
        vote(1, kPrevote, "4", {1, 2, 3, 4});
        pass_to(40);
        vote(1, kPrecommit, "4", for_4);
        vote(1, kPrecommit, "2", for_2);
        ASSERT_EQ(voter->best_round().number(), 2u);
        ASSERT_EQ(voter->past_rounds().at(0)->result().estimate, chain.tree["4"]);
        ASSERT_EQ(voter->past_rounds().at(0)->result().finalized, chain.tree["2"]);
        effects.clear();
    }
};

// Spec: algo-grandpa-round. The GHOST must have reached what the last round may have made final.
TEST_F(GrandpaOpenRound, PrecommitsWaitForTheEstimateOfTheLastRound) {
    precommits({1}, {2, 3});
    pass_to(60);
    EXPECT_EQ(chain.asked, chain.tree["4"]) << "prevotes are on the estimate";
    vote(2, kPrevote, "3", {2, 3, 4});
    effects.clear();
    pass_to(80);
    EXPECT_THAT(cast_votes(), testing::IsEmpty());
    vote(2, kPrecommit, "3", {2, 3, 4});
    EXPECT_TRUE(take<Finalize>().empty()) << "a voter that has not voted finalizes nothing";
    EXPECT_EQ(voter->best_round().number(), 2u);

    // Two and one who equivocates are too few for 4, so the estimate sinks.
    vote(1, kPrecommit, "2", {4});
    EXPECT_EQ(voter->best_round().number(), 3u);
    std::vector<Message> votes;
    std::vector<BlockId> finalized;
    for (const auto& effect : effects) {
        if (const auto* one = std::get_if<CastVote>(&effect)) votes.push_back(one->message);
        if (const auto* one = std::get_if<Finalize>(&effect)) finalized.push_back(one->commit.target);
    }
    EXPECT_THAT(votes, testing::ElementsAre(message(kPrecommit, "3")));
    EXPECT_THAT(finalized, testing::ElementsAre(chain.tree["3"]));
}

// Spec: defn-grandpa-completable
TEST_F(GrandpaOpenRound, ARoundEndsWhenTheLastEstimateIsFinalToo) {
    precommits({1}, {2, 3});
    pass_to(60);
    vote(2, kPrevote, "4", {1, 2, 3});
    pass_to(80);
    vote(2, kPrecommit, "4", {1});
    vote(2, kPrecommit, "3", {2, 3});
    EXPECT_TRUE(voter->best_round().result().completable);
    EXPECT_EQ(voter->best_round().result().finalized, chain.tree["3"]);
    EXPECT_EQ(voter->best_round().number(), 2u) << "4 may be final by round 1";
    vote(1, kPrecommit, "2", {4});
    EXPECT_EQ(voter->best_round().number(), 3u);
}

TEST_F(GrandpaOpenRound, TheNextRoundMayFinalizeTheEstimate) {
    precommits({1}, {2, 3});
    pass_to(60);
    vote(2, kPrevote, "4", {1, 2, 3});
    pass_to(80);
    vote(2, kPrecommit, "4", {1, 2, 3});
    EXPECT_EQ(voter->best_round().number(), 3u);
    const auto finalized = take<Finalize>();
    ASSERT_EQ(finalized.size(), 1u);
    EXPECT_EQ(finalized[0].round, 2u);
}

// Spec: algo-finalizable. What came late decides all the same.
TEST_F(GrandpaOpenRound, LateVotesMakeFinalInTheRoundThatIsOver) {
    precommits({1, 2}, {3});
    vote(1, kPrecommit, "4", {4});
    const auto finalized = take<Finalize>();
    ASSERT_EQ(finalized.size(), 1u);
    EXPECT_EQ(finalized[0].round, 1u);
    EXPECT_EQ(finalized[0].commit.target, chain.tree["4"]);

    // The rounds to come begin there, however little the round in between has made final.
    pass_to(60);
    vote(2, kPrevote, "4", {1, 2, 3});
    pass_to(80);
    vote(2, kPrecommit, "4", {1});
    vote(2, kPrecommit, "1", {2, 3});
    ASSERT_EQ(voter->best_round().number(), 3u);
    EXPECT_EQ(voter->best_round().base(), chain.tree["4"]);
}

TEST_F(GrandpaVoter, LateVotesAreWrittenWithTheirRound) {
    play_round("4");
    vote(1, kPrevote, "4", {4});
    vote(1, kPrecommit, "4", {4});
    play_round("4");
    ASSERT_EQ(rounds.completed.size(), 2u);
    EXPECT_EQ(rounds.completed[1].number, 1u);
    EXPECT_EQ(rounds.completed[1].votes.size(), 8u);
}

TEST_F(GrandpaVoter, WhatIsFinalIsNotProposed) {
    begin(3);
    play_round("4");
    EXPECT_EQ(voter->best_round().number(), 2u);
    for (const Message& one : cast_votes()) EXPECT_NE(one.kind, kPropose);
}

// ---- Memory

TEST_F(GrandpaVoter, RoundsWithFinalEstimatesAreForgotten) {
    for (int i = 0; i < 6; ++i) {
        play_round("4");
        EXPECT_LE(voter->past_rounds().size(), 2u);
        EXPECT_LE(rounds.completed.size(), kCompletedRounds);
        EXPECT_LE(cast.rounds.size(), 1u);
    }
    pass_to(now + 19);
    ASSERT_EQ(voter->past_rounds().size(), 1u);
    EXPECT_EQ(voter->past_rounds()[0]->number(), 6u) << "its estimate decides when round 7 is complete";
}

// The votes of the next round may still be for what this one made final.
TEST_F(GrandpaVoter, RoundsBeginAtWhatTheLastButOneMadeFinal) {
    play_round("3");
    EXPECT_EQ(voter->best_round().base(), chain.tree["0"]);
    play_round("4");
    EXPECT_EQ(voter->best_round().base(), chain.tree["3"]);
}

TEST_F(GrandpaVoter, TwoVotesOfAVoterWaitForABlock) {
    for (const char* name : {"5", "5b", "5c"}) {
        handle(VoteReceived{1, test_vote(kPrevote, {named_hash(name), 5}, test_id(2))});
    }
    chain.tree.push("4", {"5c"});
    handle(BlocksImported{});
    EXPECT_EQ(voter->best_round().weight(kPrevote), 0u) << "the third is lost";
    chain.tree.push("4", {"5"});
    chain.tree.push("4", {"5b"});
    handle(BlocksImported{});
    EXPECT_EQ(voter->best_round().weight(kPrevote), 1u);
    EXPECT_EQ(take<ReportEquivocation>().size(), 1u);
}

TEST_F(GrandpaVoter, ASecondVoteNeedsNoBlock) {
    vote(1, kPrevote, "4", {2});
    handle(VoteReceived{1, test_vote(kPrevote, {named_hash("dead"), 9}, test_id(2))});
    EXPECT_EQ(take<ReportEquivocation>().size(), 1u);
}

TEST_F(GrandpaVoter, VotesOfUnknownVotersDoNotCount) {
    vote(1, kPrevote, "4", {2, 3, 9});
    EXPECT_EQ(voter->best_round().weight(kPrevote), 2u);
    EXPECT_EQ(voter->best_round().result().prevote_ghost, std::nullopt);
}

// ---- Voting

TEST_F(GrandpaVoter, AVoterThatDoesNotPrevoteDoesNotPrecommit) {
    chain.best.reset();
    pass_to(20);
    vote(1, kPrevote, "4", {2, 3, 4});
    pass_to(40);
    EXPECT_THAT(cast_votes(), testing::IsEmpty());
    vote(1, kPrecommit, "4", {2, 3, 4});
    EXPECT_EQ(voter->best_round().number(), 2u) << "but it continues with the others";
    EXPECT_EQ(take<Finalize>().size(), 1u);
}

// 2 is final, but the fourth vote, or a second one, may still make any block above it final.
TEST_F(GrandpaVoter, NothingIsFinalBeforeTheRoundIsDecided) {
    pass_to(20);
    vote(1, kPrevote, "4", {1, 2});
    vote(1, kPrevote, "3b", {3});
    pass_to(40);
    vote(1, kPrecommit, "4", {2, 3});
    vote(1, kPrecommit, "2", {1});
    ASSERT_EQ(voter->best_round().result().finalized, chain.tree["2"]);
    ASSERT_FALSE(voter->best_round().result().completable);
    EXPECT_TRUE(take<Finalize>().empty());
    EXPECT_EQ(voter->best_round().number(), 1u);
}

// An equivocator counts for every block, but its two votes for other blocks do not prove a commit.
TEST_F(GrandpaVoter, NothingIsFinalWithoutAValidCommit) {
    pass_to(20);
    vote(1, kPrevote, "4", {1, 2, 3, 4});
    pass_to(40);
    vote(1, kPrecommit, "4", {1, 2});
    vote(1, kPrecommit, "3b", {3});
    vote(1, kPrecommit, "4b", {3});
    ASSERT_EQ(voter->past_rounds().at(0)->result().finalized, chain.tree["4"]);
    EXPECT_TRUE(take<Finalize>().empty());
    vote(1, kPrecommit, "4", {4});
    EXPECT_EQ(take<Finalize>().size(), 1u);
}

// Spec: algo-initiate-grandpa
TEST_F(GrandpaVoter, VotesOfALaterRoundSurviveARestart) {
    cast.rounds[2] = {.id = test_id(1), .proposal = {}, .prevote = chain.tree["4b"], .precommit = {}};
    begin();
    play_round("4");
    effects.clear();
    expect_kept = false;
    pass_to(now + 20);
    EXPECT_THAT(cast_votes(), testing::ElementsAre(message(kPrevote, "4b")));
}

TEST_F(GrandpaVoter, APrecommitSurvivesARestart) {
    pass_to(20);
    vote(1, kPrevote, "4", {1, 2, 3});
    pass_to(40);
    EXPECT_THAT(cast_votes(), testing::ElementsAre(message(kPrevote, "4"), message(kPrecommit, "4")));
    begin();
    expect_kept = false;
    pass_to(60);
    vote(1, kPrevote, "2", {1, 2, 3, 4});
    pass_to(80);
    EXPECT_THAT(cast_votes(), testing::ElementsAre(message(kPrevote, "4"), message(kPrecommit, "4")));
}

// ---- Commits

class GrandpaCommitsReceived : public GrandpaVoter {
  protected:
    CommitReceived commit(RoundNumber round, const BlockId& block) const {
        CommitReceived out{round, {block, {}}};
        for (const uint64_t one : {2, 3, 4}) out.commit.precommits.push_back({block, {}, test_id(one)});
        return out;
    }
    CommitReceived commit(RoundNumber round, const char* block) const { return commit(round, chain.tree[block]); }
    /// The commit for a new peer.
    std::optional<BlockId> sent_to(GossipPeer peer, RoundNumber round) {
        effects.clear();
        handle(NeighborReceived{peer, {round, 7, 0}});
        for (const Send& one : take<Send>()) {
            if (const auto* sent = std::get_if<CommitMessage>(&one.message)) return sent->commit.target;
        }
        return std::nullopt;
    }
};

// Spec: defn-grandpa-commit-msg
TEST_F(GrandpaCommitsReceived, ItsVotesCountInTheRound) {
    vote(1, kPrevote, "4", {2, 3, 4});
    handle(commit(1, "4"));
    EXPECT_EQ(voter->best_round().number(), 2u);
}

TEST_F(GrandpaCommitsReceived, ItsVotesCountThoughTheBlockIsFinal) {
    vote(1, kPrevote, "4", {2, 3, 4});
    handle(FinalizedElsewhere{chain.tree["4"]});
    handle(commit(1, "4"));
    EXPECT_EQ(voter->best_round().number(), 2u);
    EXPECT_TRUE(take<Finalize>().empty());
}

TEST_F(GrandpaCommitsReceived, FinalityDoesNotGoBack) {
    handle(commit(9, "4"));
    EXPECT_EQ(take<Finalize>().size(), 1u);
    handle(commit(1, "2"));
    EXPECT_TRUE(take<Finalize>().empty());
    EXPECT_EQ(sent_to(5, 1), chain.tree["4"]) << "nor what is sent to others";
}

TEST_F(GrandpaCommitsReceived, AJustifiedBlockIsFinal) {
    handle(PeerJoined{5});
    effects.clear();
    handle(FinalizedElsewhere{chain.tree["3"]});
    handle(commit(9, "2"));
    for (const VoterEffect& effect : effects) EXPECT_FALSE(std::holds_alternative<Finalize>(effect));
    std::vector<Neighbor> sent_packets;
    for (const Send& one : take<Send>()) {
        if (const auto* sent = std::get_if<VersionedNeighbor>(&one.message))
            sent_packets.push_back(std::get<Neighbor>(*sent));
    }
    EXPECT_THAT(sent_packets, testing::ElementsAre(Neighbor{1, 7, 3}));
}

TEST_F(GrandpaCommitsReceived, SixteenWaitForTheirBlocks) {
    std::vector<std::string> names;
    for (size_t i = 0; i <= Voter::kMaxWaitingCommits; ++i) {
        names.push_back("u" + std::to_string(i));
        handle(commit(20 + i, {named_hash(names.back()), 5}));
    }
    chain.tree.push("4", {names[0].c_str()});
    handle(BlocksImported{});
    EXPECT_TRUE(take<Finalize>().empty()) << "the first has made room";
    chain.tree.push("4", {names[1].c_str()});
    handle(BlocksImported{});
    EXPECT_EQ(take<Finalize>().size(), 1u);
}

TEST_F(GrandpaCommitsReceived, AreDueSoonAfterTheRound) {
    play_round("4");
    effects.clear();
    const auto due = voter->next_timer(now);
    ASSERT_TRUE(due);
    EXPECT_LT(*due, now + 20);
    pass_to(*due);
    const auto sent = take<Send>();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_TRUE(std::holds_alternative<CommitMessage>(sent[0].message));
}

// ---- Falling behind

class GrandpaBehind : public GrandpaVoter {
  protected:
    CatchUpReceived catch_up(RoundNumber round, const char* block) const {
        CatchUp out{round, {}, {}, chain.tree["0"]};
        for (const uint64_t one : {2, 3, 4}) out.prevotes.push_back({chain.tree[block], {}, test_id(one)});
        out.precommits = out.prevotes;
        return {out};
    }
    /// The peers that are asked to help by a neighbor message of a peer in round 9.
    std::vector<GossipPeer> asked(GossipPeer peer) {
        effects.clear();
        handle(NeighborReceived{peer, {9, 7, 0}});
        std::vector<GossipPeer> out;
        for (const Send& one : take<Send>()) {
            if (std::holds_alternative<CatchUpRequest>(one.message)) out.push_back(one.peer.value());
        }
        return out;
    }
    /// The rounds of the votes that a new peer in `round` gets.
    std::map<RoundNumber, int> votes_for_peer_in(RoundNumber round) {
        effects.clear();
        handle(NeighborReceived{100 + round, {round, 7, 4}});
        std::map<RoundNumber, int> out;
        for (const Send& one : take<Send>()) {
            if (const auto* vote = std::get_if<VoteMessage>(&one.message)) ++out[vote->round];
        }
        return out;
    }
};

// Spec: algo-process-catchup-response
TEST_F(GrandpaBehind, CatchUpsMustProveThatTheRoundIsComplete) {
    const auto refused = [&](const CatchUpReceived& one) {
        handle(one);
        return voter->best_round().number() == 1;
    };
    auto on_unknown = catch_up(5, "4");
    on_unknown.catch_up.base = {named_hash("?"), 4};
    for (auto* votes : {&on_unknown.catch_up.prevotes, &on_unknown.catch_up.precommits}) {
        for (SignedVote& one : *votes) one.target = on_unknown.catch_up.base;
    }
    EXPECT_TRUE(refused(on_unknown));
    auto with_unknown_voter = catch_up(5, "4");
    with_unknown_voter.catch_up.precommits.push_back({chain.tree["4"], {}, test_id(9)});
    EXPECT_TRUE(refused(with_unknown_voter));
    // Prevotes for 3 and the fork meet in 2; two precommits and two to come, or a second vote, could make 4 final.
    auto open = catch_up(5, "4");
    open.catch_up.prevotes[0].target = chain.tree["3b"];
    open.catch_up.precommits[0].target = chain.tree["2"];
    EXPECT_TRUE(refused(open));
}

TEST_F(GrandpaBehind, ASkippedRoundStillCountsVotes) {
    handle(catch_up(5, "3"));
    EXPECT_EQ(take<Finalize>().size(), 1u);
    vote(1, kPrevote, "4", {2, 3, 4});
    vote(1, kPrecommit, "4", {2, 3, 4});
    const auto finalized = take<Finalize>();
    ASSERT_EQ(finalized.size(), 1u);
    EXPECT_EQ(finalized[0].round, 1u);
}

TEST_F(GrandpaBehind, VotesThatWaitedForTheRoundCountInIt) {
    vote(2, kPrecommit, "4", {1});
    handle(catch_up(2, "4"));
    ASSERT_EQ(voter->best_round().number(), 3u);
    EXPECT_EQ(voter->past_rounds().back()->number(), 2u);
    EXPECT_EQ(voter->past_rounds().back()->weight(kPrecommit), 4u);
}

TEST_F(GrandpaBehind, RoundsInTheBackgroundAreFew) {
    for (RoundNumber round = 2; round < 30; round += 2) {
        handle(catch_up(round, "4"));
        EXPECT_LE(voter->past_rounds().size(), Voter::kMaxPastRounds);
    }
}

// Spec: sect-grandpa-neighbor-msg
TEST_F(GrandpaBehind, PeersAreToldOfEachChangeAndFromTimeToTime) {
    const auto sent_packets = [&] {
        std::vector<std::pair<GossipPeer, Neighbor>> out;
        for (const Send& one : take<Send>()) {
            const auto* neighbor = std::get_if<VersionedNeighbor>(&one.message);
            if (neighbor) out.emplace_back(one.peer.value(), std::get<Neighbor>(*neighbor));
        }
        return out;
    };
    using testing::ElementsAre;
    using testing::Pair;
    EXPECT_THAT(sent_packets(), testing::IsEmpty()) << "there is no peer";
    handle(PeerJoined{5});
    EXPECT_THAT(sent_packets(), ElementsAre(Pair(5, Neighbor{1, 7, 0}))) << "a new peer, at once";
    play_round("4");
    EXPECT_THAT(sent_packets(), ElementsAre(Pair(5, Neighbor{2, 7, 4})))
        << "one packet for the round and the final block";
    now += 1000;
    handle(PeerJoined{6});
    EXPECT_THAT(sent_packets(), ElementsAre(Pair(6, Neighbor{2, 7, 4})));
    chain.tree.push("4", {"5"});
    handle(FinalizedElsewhere{chain.tree["5"]});
    EXPECT_THAT(sent_packets(), ElementsAre(Pair(5, Neighbor{2, 7, 5}), Pair(6, Neighbor{2, 7, 5})));
    handle(catch_up(5, "4"));
    EXPECT_THAT(sent_packets(), ElementsAre(Pair(5, Neighbor{6, 7, 5}), Pair(6, Neighbor{6, 7, 5})));
    handle(PeerLeft{6});
    pass_to(now + kPeriod - 1);
    EXPECT_THAT(sent_packets(), testing::IsEmpty());
    pass_to(now + 1);
    EXPECT_THAT(sent_packets(), ElementsAre(Pair(5, Neighbor{6, 7, 5})));
}

// To a peer, a commit below the last neighbor packet is a fault.
TEST_F(GrandpaBehind, NoCommitIsSentBelowWhatIsFinal) {
    play_round("4");
    chain.tree.push("4", {"5"});
    handle(FinalizedElsewhere{chain.tree["5"]});
    effects.clear();
    pass_to(now + 20);
    handle(NeighborReceived{5, {2, 7, 0}});
    for (const Send& one : take<Send>()) EXPECT_FALSE(std::holds_alternative<CommitMessage>(one.message));
}

// Spec: sect-sending-catchup-request
TEST_F(GrandpaBehind, AnotherPeerIsAskedAfterATimeoutOrABadAnswer) {
    EXPECT_THAT(asked(5), testing::ElementsAre(5));
    now += 44'999;
    EXPECT_THAT(asked(6), testing::IsEmpty());
    now += 1;
    EXPECT_THAT(asked(7), testing::ElementsAre(7));
    effects.clear();
    handle(CatchUpReceived{CatchUp{8, {}, {}, chain.tree["0"]}});
    const auto next = take_sent();
    ASSERT_EQ(next.size(), 1u) << "nobody has to say again that it is ahead";
    EXPECT_EQ(next[0].peer, 6u);
}

// Spec: algo-process-catchup-request
TEST_F(GrandpaBehind, ARequestForALaterRoundGetsNoAnswer) {
    play_round("4");
    effects.clear();
    handle(CatchUpRequested{5, 2});
    EXPECT_TRUE(take<Send>().empty());
}

TEST_F(GrandpaBehind, APeerGetsTheVotesOfItsRoundAndOfTheOneBefore) {
    for (int i = 0; i < 4; ++i) play_round("4");
    pass_to(now + 19);
    ASSERT_EQ(voter->past_rounds().size(), 1u);
    EXPECT_THAT(votes_for_peer_in(4), testing::ElementsAre(testing::Pair(3, 6), testing::Pair(4, 6)))
        << "3 is on the disk";
    EXPECT_THAT(votes_for_peer_in(2), testing::IsEmpty()) << "too old: it has to catch up";
}

TEST_F(GrandpaBehind, BothVotesOfAnEquivocatorAreSent) {
    vote(1, kPrevote, "4", {2});
    vote(1, kPrevote, "4b", {2});
    EXPECT_THAT(votes_for_peer_in(1), testing::ElementsAre(testing::Pair(1, 2)));
}

}  // namespace
}  // namespace serinus::consensus::grandpa::test
