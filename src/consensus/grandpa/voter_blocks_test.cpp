// Which blocks a voter asks the network for.
#include "base/hex.hpp"
#include "consensus/grandpa/justification.hpp"
#include "consensus/grandpa/voter_test_support.hpp"

namespace serinus::consensus::grandpa::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class GrandpaBlockRequests : public GrandpaVoter {
  protected:
    static BlockId unknown(const char* name, BlockNumber number = 5) { return {named_hash(name), number}; }
    void vote_for(const BlockId& block, uint64_t by, GossipPeer from, RoundNumber round = 1) {
        handle(VoteReceived{round, test_vote(kPrevote, block, test_id(by)), from});
    }
    /// The names of the blocks that are asked for since the last time.
    std::vector<BlockId> take_requested() {
        std::vector<BlockId> out;
        for (const auto& request : take<RequestBlock>()) out.push_back(request.block);
        return out;
    }
    static constexpr Millis kPeriod = 5'000;
};

// Observed: UntilImported of sc_consensus_grandpa, polkadot-stable2407
TEST_F(GrandpaBlockRequests, ABlockThatAVoteWaitsForIsAskedForAgainAndAgain) {
    vote_for(unknown("5"), 2, 12);
    vote_for(unknown("5"), 3, 11);
    EXPECT_THAT(take_requested(), IsEmpty()) << "most blocks come by themselves";
    ASSERT_TRUE(voter->next_timer(now));
    pass_to(kPeriod - 1);
    EXPECT_THAT(take_requested(), IsEmpty());
    EXPECT_EQ(voter->next_timer(now), kPeriod);
    pass_to(kPeriod);
    const auto requests = take<RequestBlock>();
    ASSERT_THAT(requests, SizeIs(1));
    EXPECT_EQ(requests[0].block, unknown("5"));
    EXPECT_THAT(requests[0].peers, ElementsAre(11, 12));
    pass_to(2 * kPeriod);
    EXPECT_THAT(take_requested(), ElementsAre(unknown("5")));
    chain.tree.push("4", {"5"});
    handle(BlocksImported{});
    EXPECT_TRUE(voter->best_round().has_voted(kPrevote, 2));
    pass_to(3 * kPeriod);
    EXPECT_THAT(take_requested(), IsEmpty());
}

TEST_F(GrandpaBlockRequests, BlocksOfCommitsAndCatchUpsAreAskedForToo) {
    Commit commit{unknown("5"), {}};
    commit.precommits.push_back({unknown("6", 6), {}, test_id(2)});
    handle(CommitReceived{9, commit, 11});
    handle(NeighborReceived{12, {5, 7, 0}});
    CatchUp catch_up{5, {}, {}, unknown("7", 7)};
    catch_up.prevotes.push_back({unknown("8", 8), {}, test_id(2)});
    catch_up.precommits.push_back({unknown("9", 9), {}, test_id(2)});
    handle(CatchUpReceived{catch_up, 12});
    pass_to(kPeriod);
    EXPECT_THAT(take_requested(), testing::UnorderedElementsAre(unknown("5"), unknown("6", 6), unknown("7", 7),
                                                                unknown("8", 8), unknown("9", 9)));
}

TEST_F(GrandpaBlockRequests, KnownBlocksAndThoseBelowWhatIsFinalAreNotAskedFor) {
    vote_for(unknown("3c", 3), 2, 11);
    vote_for(chain.tree["4"], 3, 11, 2);    // waits for its round
    vote_for({named_hash("4"), 7}, 4, 11);  // of a wrong number
    pass_to(kPeriod);
    EXPECT_THAT(take_requested(), ElementsAre(unknown("3c", 3)));
    handle(FinalizedElsewhere{chain.tree["3"]});
    pass_to(2 * kPeriod);
    EXPECT_THAT(take_requested(), IsEmpty());
}

TEST_F(GrandpaBlockRequests, WithoutWaitingMessagesThereIsNoTimer) {
    begin(std::nullopt);
    pass_to(40);
    const auto before = voter->next_timer(now);
    vote_for(unknown("5"), 2, 11);
    EXPECT_EQ(voter->next_timer(now), now + kPeriod);
    chain.tree.push("4", {"5"});
    handle(BlocksImported{});
    EXPECT_EQ(voter->next_timer(now), before);
}

/// Two votes of a kind in each of two rounds of each voter, and commits, can name more blocks than are asked for at
/// once.
TEST_F(GrandpaBlockRequests, NamesOfBlocksThatDoNotExistDelayTheOthersButDoNotStopThem) {
    constexpr size_t kMost = Voter::kMaxBlockRequests;
    for (size_t i = 0; i < Voter::kMaxWaitingCommits; ++i) {
        const std::string name = "false " + std::to_string(i);
        Commit commit{unknown(name.c_str()), {}};
        commit.precommits.push_back({unknown((name + "'").c_str(), 6), {}, test_id(4)});
        handle(CommitReceived{9 + i, commit, 11});
    }
    vote_for(unknown("5"), 2, 12);
    size_t first_asked = 0;
    for (size_t period = 1; period <= 3; ++period) {
        pass_to(period * kPeriod);
        const auto asked = take_requested();
        EXPECT_EQ(asked.size(), kMost);
        if (first_asked == 0 && std::ranges::count(asked, unknown("5")) > 0) first_asked = period;
    }
    EXPECT_EQ(first_asked, 3u) << "32 names come first, as each waits with a commit";
}

TEST_F(GrandpaBlockRequests, BlocksOfMoreVotersComeFirst) {
    for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
        for (const char* half : {"1", "2"}) {
            Commit commit{unknown((std::string(name) + half).c_str()), {}};
            commit.precommits.push_back({commit.target, {}, test_id(4)});
            handle(CommitReceived{9, commit, 11});
        }
    }
    for (const uint64_t by : {1, 2, 3, 4}) vote_for(unknown("5"), by, 12);
    vote_for(unknown("6"), 2, 12);
    pass_to(kPeriod);
    EXPECT_THAT(take_requested(), testing::Not(testing::Contains(unknown("6"))));
    pass_to(2 * kPeriod);
    EXPECT_THAT(take_requested(), testing::Contains(unknown("6")));
}

}  // namespace
}  // namespace serinus::consensus::grandpa::test
