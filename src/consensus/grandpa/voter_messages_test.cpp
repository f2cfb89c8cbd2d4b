// What a voter says of the messages of others, and which of them it passes on.
#include "consensus/grandpa/voter_test_support.hpp"

namespace serinus::consensus::grandpa::test {
namespace {

using enum MessageVerdict;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr GossipPeer kPeer = 5;

class GrandpaMessages : public GrandpaVoter {
  protected:
    /// The verdicts for a message of a peer, in their order. Its signatures are good.
    std::vector<MessageVerdict> receive(const GossipMessage& message, GossipPeer peer = kPeer) {
        effects.clear();
        const MessageVerdict verdict = voter->consider(peer, message);
        if (verdict != kNew) return {verdict};
        if (const auto* vote = std::get_if<VoteMessage>(&message)) {
            handle(VoteReceived{vote->round, vote->message, peer});
        } else if (const auto* commit = std::get_if<CommitMessage>(&message)) {
            handle(CommitReceived{commit->round, *from_compact(commit->commit), peer});
        } else if (const auto* request = std::get_if<CatchUpRequest>(&message)) {
            handle(CatchUpRequested{peer, request->round});
        } else if (const auto* catch_up = std::get_if<CatchUpMessage>(&message)) {
            handle(CatchUpReceived{catch_up->catch_up, peer});
        } else {
            handle(NeighborReceived{peer, std::get<Neighbor>(std::get<VersionedNeighbor>(message))});
        }
        return verdicts();
    }
    std::vector<MessageVerdict> verdicts() const {
        std::vector<MessageVerdict> out;
        for (const VoterEffect& effect : effects) {
            if (const auto* judged = std::get_if<Judged>(&effect)) out.push_back(judged->verdict);
        }
        return out;
    }
    /// What is passed on since the last message, with the peer that it came from.
    std::vector<std::pair<GossipPeer, GossipMessage>> relayed() const {
        std::vector<std::pair<GossipPeer, GossipMessage>> out;
        for (const VoterEffect& effect : effects) {
            const auto* send = std::get_if<Send>(&effect);
            if (send && send->from) EXPECT_FALSE(send->peer) << "to all";
            if (send && send->from) out.emplace_back(*send->from, send->message);
        }
        return out;
    }
    VoteMessage of(RoundNumber round, VoteKind kind, const BlockId& block, uint64_t by, SetId set = 7) const {
        return {round, set, test_vote(kind, block, test_id(by))};
    }
    VoteMessage of(RoundNumber round, VoteKind kind, const char* block, uint64_t by) const {
        return of(round, kind, chain.tree[block], by);
    }
    CommitMessage commit(RoundNumber round, const BlockId& block, std::initializer_list<uint64_t> by = {2, 3, 4}) {
        Commit out{block, {}};
        for (const uint64_t one : by) out.precommits.push_back({block, {}, test_id(one)});
        return {round, 7, to_compact(out)};
    }
    CatchUpMessage catch_up(RoundNumber round, const BlockId& block) {
        CatchUp out{round, {}, {}, chain.tree["0"]};
        for (const uint64_t one : {2, 3, 4}) out.prevotes.push_back({block, {}, test_id(one)});
        out.precommits = out.prevotes;
        return {7, out};
    }
    /// Asks `kPeer` for a catch-up to round 4 or later.
    void fall_behind() { receive(VersionedNeighbor(Neighbor{5, 7, 0})); }
};

// Spec: defn-grandpa-vote-msg
TEST_F(GrandpaMessages, NewVotesAreJudgedAndPassedOnOnce) {
    const GossipMessage vote = of(1, kPrevote, "4", 2);
    EXPECT_THAT(receive(vote), ElementsAre(kNew));
    EXPECT_THAT(relayed(), ElementsAre(Pair(kPeer, vote)));
    EXPECT_THAT(receive(vote, 6), ElementsAre(kKnown));
    EXPECT_THAT(relayed(), IsEmpty());
    const GossipMessage second = of(1, kPrevote, "4b", 2);
    EXPECT_THAT(receive(second), ElementsAre(kNew)) << "an equivocation is news";
    EXPECT_THAT(relayed(), ElementsAre(Pair(kPeer, second)));
    EXPECT_THAT(receive(of(1, kPrevote, "3", 2)), ElementsAre(kKnown)) << "a third vote says nothing";
    EXPECT_THAT(receive(of(1, kPrecommit, "4", 2)), ElementsAre(kNew)) << "the other kind";
    handle(VoteReceived{1, test_vote(kPrevote, chain.tree["4"], test_id(1))});
    EXPECT_THAT(relayed(), ElementsAre(Pair(kPeer, of(1, kPrecommit, "4", 2)))) << "our own was sent when it was cast";
}

TEST_F(GrandpaMessages, VotesThatWaitArePassedOnAtOnceAndJudgedOnce) {
    const BlockId unknown{named_hash("5"), 5};
    const GossipMessage vote = of(1, kPrevote, unknown, 2);
    EXPECT_THAT(receive(vote), ElementsAre(kNew));
    EXPECT_THAT(relayed(), ElementsAre(Pair(kPeer, vote)));
    EXPECT_THAT(receive(vote), ElementsAre(kKnown));
    EXPECT_THAT(receive(of(1, kPrevote, {named_hash("6"), 5}, 2)), ElementsAre(kNew));
    EXPECT_THAT(receive(of(1, kPrevote, {named_hash("7"), 5}, 2)), ElementsAre(kKnown)) << "two of a kind wait";
    EXPECT_THAT(receive(of(2, kPrevote, "4", 2)), ElementsAre(kNew)) << "of the next round";
    EXPECT_THAT(receive(of(2, kPrevote, "4", 2)), ElementsAre(kKnown));
    chain.tree.push("4", {"5"});
    effects.clear();
    handle(BlocksImported{});
    EXPECT_THAT(verdicts(), IsEmpty());
    EXPECT_THAT(relayed(), IsEmpty());
}

// Observed: View::consider_vote of sc_consensus_grandpa, polkadot-stable2407
TEST_F(GrandpaMessages, VotesOfOtherSetsAndRoundsAreOfNoUse) {
    EXPECT_THAT(receive(of(1, kPrevote, chain.tree["4"], 2, 6)), ElementsAre(kPastSet));
    EXPECT_THAT(receive(of(1, kPrevote, chain.tree["4"], 2, 8)), ElementsAre(kFutureSet));
    EXPECT_THAT(receive(of(3, kPrevote, "4", 2)), ElementsAre(kFutureRound));
    EXPECT_THAT(receive(of(0, kPrevote, "4", 2)), ElementsAre(kPastRound));
    EXPECT_THAT(receive(of(1, kPrevote, "4", 9)), ElementsAre(kUnknownVoter));
    EXPECT_TRUE(is_fault(kUnknownVoter));
    for (const auto verdict : {kPastSet, kFutureSet, kPastRound, kFutureRound}) EXPECT_FALSE(is_fault(verdict));
    for (int i = 0; i < 5; ++i) play_round("4");
    pass_to(now + 20);
    EXPECT_THAT(receive(of(4, kPrevote, "4", 4)), ElementsAre(kPastRound));
    EXPECT_THAT(receive(of(5, kPrevote, "4", 4)), ElementsAre(kNew)) << "the last round still takes votes";
    EXPECT_THAT(receive(of(6, kPrevote, "1", 4)), ElementsAre(kBelowBase));
    EXPECT_THAT(relayed(), IsEmpty());
}

TEST_F(GrandpaMessages, ProposalsOfThePrimaryArePassedOnTwiceAtMost) {
    EXPECT_THAT(receive(of(1, kPropose, "3", 3)), ElementsAre(kNotPrimary));
    EXPECT_THAT(receive(of(1, kPropose, "3", 2)), ElementsAre(kNew));
    EXPECT_EQ(relayed().size(), 1u);
    EXPECT_THAT(receive(of(1, kPropose, "3", 2)), ElementsAre(kKnown));
    EXPECT_THAT(receive(of(1, kPropose, "4", 2)), ElementsAre(kNew));
    EXPECT_THAT(receive(of(1, kPropose, "3", 2)), ElementsAre(kKnown));
    EXPECT_THAT(receive(of(1, kPropose, "2", 2)), ElementsAre(kKnown));
}

// Spec: defn-grandpa-commit-msg
TEST_F(GrandpaMessages, HigherCommitsAreJudgedAndPassedOn) {
    const GossipMessage good = commit(9, chain.tree["3"]);
    EXPECT_THAT(receive(good), ElementsAre(kNew));
    EXPECT_THAT(relayed(), ElementsAre(Pair(kPeer, good)));
    EXPECT_THAT(receive(good), ElementsAre(kNotHigher));
    EXPECT_THAT(receive(commit(9, chain.tree["2"])), ElementsAre(kNotHigher));
    EXPECT_THAT(receive(commit(9, chain.tree["4"], {2, 3})), ElementsAre(kProvesNothing));
    EXPECT_THAT(relayed(), IsEmpty());
    EXPECT_THAT(receive(commit(9, chain.tree["4"], {})), ElementsAre(kMalformedCommit));
    CommitMessage uneven = commit(9, chain.tree["4"]);
    uneven.commit.authentication.pop_back();
    EXPECT_THAT(receive(uneven), ElementsAre(kMalformedCommit));
    CommitMessage of_other_set = commit(9, chain.tree["4"]);
    of_other_set.set_id = 8;
    EXPECT_THAT(receive(of_other_set), ElementsAre(kFutureSet));
}

// Its votes may complete a round, so a commit of a round that is played is looked at once for each height.
TEST_F(GrandpaMessages, CommitsOfRoundsThatArePlayedAreTakenOnce) {
    handle(FinalizedElsewhere{chain.tree["3"]});
    EXPECT_THAT(receive(commit(1, chain.tree["2"])), ElementsAre(kKnown));
    EXPECT_THAT(receive(commit(1, chain.tree["2"])), ElementsAre(kNotHigher));
    EXPECT_THAT(receive(commit(1, chain.tree["3"])), ElementsAre(kKnown));
    EXPECT_THAT(receive(commit(2, chain.tree["3"])), ElementsAre(kNotHigher)) << "a round to come";
}

TEST_F(GrandpaMessages, ACommitThatWaitsIsJudgedAgain) {
    const GossipMessage good = commit(9, {named_hash("5"), 5});
    const GossipMessage bad = commit(9, {named_hash("5"), 5}, {2, 3});
    EXPECT_THAT(receive(bad, 6), ElementsAre(kUnknownBlocks));
    EXPECT_THAT(receive(good), ElementsAre(kUnknownBlocks));
    EXPECT_THAT(relayed(), IsEmpty());
    effects.clear();
    handle(BlocksImported{});
    EXPECT_THAT(verdicts(), IsEmpty()) << "still unknown";
    chain.tree.push("4", {"5"});
    handle(BlocksImported{});
    EXPECT_THAT(verdicts(), ElementsAre(kProvesNothing, kNew));
    EXPECT_THAT(relayed(), ElementsAre(Pair(kPeer, good)));
}

// Spec: defn-grandpa-catchup-response-msg. Observed: polkadot 1.25.1: validate_catch_up_message of sc_consensus_grandpa
TEST_F(GrandpaMessages, OnlyTheCatchUpThatWasAskedForIsTaken) {
    EXPECT_THAT(receive(catch_up(5, chain.tree["4"])), ElementsAre(kNotAsked));
    fall_behind();
    EXPECT_THAT(receive(catch_up(5, chain.tree["4"]), 6), ElementsAre(kNotAsked));
    EXPECT_THAT(receive(catch_up(3, chain.tree["4"])), ElementsAre(kMalformedCatchUp)) << "a lower round";
    CatchUpMessage spoilt = catch_up(5, chain.tree["4"]);
    spoilt.set_id = 8;
    EXPECT_THAT(receive(spoilt), ElementsAre(kMalformedCatchUp));
    spoilt = catch_up(5, chain.tree["4"]);
    spoilt.catch_up.precommits.clear();
    EXPECT_THAT(receive(spoilt), ElementsAre(kMalformedCatchUp));
    EXPECT_THAT(receive(catch_up(5, chain.tree["4"])), ElementsAre(kNew));
    EXPECT_EQ(voter->best_round().number(), 6u);
    EXPECT_THAT(relayed(), IsEmpty());
    EXPECT_THAT(receive(catch_up(7, chain.tree["4"])), ElementsAre(kNotAsked)) << "answered";
}

TEST_F(GrandpaMessages, ACatchUpThatProvesNothingFreesTheWayForAnotherRequest) {
    fall_behind();
    CatchUpMessage light = catch_up(5, chain.tree["4"]);
    light.catch_up.precommits.pop_back();
    EXPECT_THAT(receive(light), ElementsAre(kProvesNothing));
    receive(VersionedNeighbor(Neighbor{6, 7, 0}), 6);
    EXPECT_THAT(receive(catch_up(5, chain.tree["4"]), 6), ElementsAre(kNew));
}

TEST_F(GrandpaMessages, ACatchUpWaitsForItsBlocks) {
    fall_behind();
    const BlockId unknown{named_hash("5"), 5};
    EXPECT_THAT(receive(catch_up(5, unknown)), ElementsAre(kUnknownBlocks));
    EXPECT_THAT(receive(catch_up(5, unknown)), ElementsAre(kNotAsked)) << "one is enough";
    chain.tree.push("4", {"5"});
    effects.clear();
    handle(BlocksImported{});
    EXPECT_THAT(verdicts(), ElementsAre(kNew));
    EXPECT_EQ(voter->best_round().number(), 6u);
}

TEST_F(GrandpaMessages, AnotherIsAskedWhenThePeerHasLeft) {
    fall_behind();
    handle(PeerLeft{kPeer});
    receive(VersionedNeighbor(Neighbor{5, 7, 0}), 6);
    EXPECT_THAT(receive(catch_up(5, chain.tree["4"]), 6), ElementsAre(kNew));
}

// Rounds may stand still because this node is behind: then nobody sends neighbor packets for two minutes.
TEST_F(GrandpaMessages, WhoDoesNotAnswerIsFollowedByOthersThatAreAhead) {
    const auto asked = [&] {
        std::vector<std::pair<GossipPeer, RoundNumber>> out;
        for (const Send& sent : take_sent()) {
            if (const auto* request = std::get_if<CatchUpRequest>(&sent.message)) {
                out.emplace_back(*sent.peer, request->round);
            }
        }
        return out;
    };
    const Millis patience = VoterOptions().catch_up_timeout;
    receive(VersionedNeighbor(Neighbor{1'000, 7, 0}));  // not so, and it goes on claiming it
    EXPECT_THAT(asked(), ElementsAre(Pair(kPeer, 999)));
    receive(VersionedNeighbor(Neighbor{5, 7, 0}), 8);
    receive(VersionedNeighbor(Neighbor{2, 7, 0}), 7);
    receive(VersionedNeighbor(Neighbor{6, 7, 0}), 9);
    EXPECT_THAT(asked(), IsEmpty());

    const Millis begin = now;
    pass_to(begin + patience / 2);
    ASSERT_TRUE(voter->next_timer(now));
    EXPECT_LE(*voter->next_timer(now), begin + patience);
    asked();
    pass_to(begin + patience);
    EXPECT_THAT(asked(), ElementsAre(Pair(8, 4)));
    receive(VersionedNeighbor(Neighbor{1'001, 7, 0}));
    EXPECT_THAT(asked(), IsEmpty()) << "one at a time, and others first";
    CatchUpMessage light = catch_up(5, chain.tree["4"]);
    light.catch_up.precommits.pop_back();
    EXPECT_THAT(receive(light, 8), ElementsAre(kProvesNothing));
    EXPECT_THAT(asked(), ElementsAre(Pair(9, 5)));
    EXPECT_THAT(receive(catch_up(6, chain.tree["4"]), 9), ElementsAre(kNew));
    EXPECT_EQ(voter->best_round().number(), 7u);
    EXPECT_THAT(asked(), IsEmpty());
}

TEST_F(GrandpaMessages, WhoAnswersBadlyIsNotAskedAgainAtOnce) {
    CatchUpMessage light = catch_up(5, chain.tree["4"]);
    light.catch_up.precommits.pop_back();
    const auto is_asked = [&] {
        return std::ranges::any_of(
            take_sent(), [](const Send& sent) { return std::holds_alternative<CatchUpRequest>(sent.message); });
    };
    fall_behind();
    const Millis asked_at = now;
    EXPECT_TRUE(is_asked());
    EXPECT_THAT(receive(light), ElementsAre(kProvesNothing));
    receive(VersionedNeighbor(Neighbor{6, 7, 0}));
    EXPECT_FALSE(is_asked());
    pass_to(asked_at + VoterOptions().catch_up_timeout);
    EXPECT_TRUE(is_asked()) << "nobody else is ahead";
}

// Spec: defn-grandpa-catchup-request-msg. Observed: polkadot 1.25.1: handle_catch_up_request of sc_consensus_grandpa
TEST_F(GrandpaMessages, RequestsAreAnsweredIfTheyMakeSense) {
    const GossipMessage request = CatchUpRequest{1, 7};
    EXPECT_THAT(receive(request), ElementsAre(kNothingToAnswer));
    play_round("4");
    EXPECT_THAT(receive(CatchUpRequest{2, 7}), ElementsAre(kNothingToAnswer));
    EXPECT_THAT(receive(CatchUpRequest{1, 6}), ElementsAre(kPastSet));
    EXPECT_THAT(receive(CatchUpRequest{1, 8}), ElementsAre(kFutureSet));
    EXPECT_THAT(receive(request), ElementsAre(kNew));
    EXPECT_EQ(take_sent().size(), 1u);
    EXPECT_THAT(receive(request), ElementsAre(kAnsweredLately));
    EXPECT_THAT(take_sent(), IsEmpty());
    now += 60'000;
    EXPECT_THAT(receive(request), ElementsAre(kNew));
    receive(VersionedNeighbor(Neighbor{1, 7, 0}), 6);
    EXPECT_THAT(receive(request, 6), ElementsAre(kNeedlessRequest)) << "it has said that it is in this round";
}

// Spec: sect-grandpa-neighbor-msg
TEST_F(GrandpaMessages, ViewsAreNotedForAllSets) {
    EXPECT_THAT(receive(VersionedNeighbor(Neighbor{5, 6, 3})), ElementsAre(kNew));
    EXPECT_THAT(receive(VersionedNeighbor(Neighbor{4, 6, 3})), ElementsAre(kViewGoesBack));
    EXPECT_THAT(receive(VersionedNeighbor(Neighbor{1, 7, 3})), ElementsAre(kNew));
    EXPECT_THAT(receive(VersionedNeighbor(Neighbor{1, 7, 3})), ElementsAre(kViewRepeated));
    begin(1, "0");
    EXPECT_THAT(receive(VersionedNeighbor(Neighbor{1, 6, 3})), ElementsAre(kViewGoesBack)) << "they outlive a voter";
}

// A node that does not vote takes part in everything else.
TEST_F(GrandpaMessages, AnObserverJudgesPassesOnAndAnswers) {
    begin(std::nullopt);
    handle(PeerJoined{kPeer});
    EXPECT_EQ(take<Send>().size(), 1u) << "a neighbor packet";
    EXPECT_THAT(receive(of(1, kPrevote, "4", 2)), ElementsAre(kNew));
    EXPECT_EQ(relayed().size(), 1u);
    play_round("4");
    EXPECT_TRUE(take<CastVote>().empty());
    EXPECT_THAT(receive(CatchUpRequest{1, 7}), ElementsAre(kNew));
    EXPECT_EQ(take_sent().size(), 1u);
    pass_to(now + 100);
    for (const Send& one : take_sent()) EXPECT_FALSE(std::holds_alternative<CommitMessage>(one.message));
}

}  // namespace
}  // namespace serinus::consensus::grandpa::test
