// The scenes and their results are those of the unit tests of paritytech/finality-grandpa (src/vote_graph.rs,
// src/round.rs, src/voter_set.rs), written anew.
#include "consensus/grandpa/round.hpp"

#include <gtest/gtest.h>

#include "consensus/grandpa/test_tree.hpp"

namespace serinus::consensus::grandpa {
namespace {

using test::NamedTree;
using test::test_id;
using test::test_vote;

constexpr auto kCastPrevote = VoteKind::kPrevote;
constexpr auto kCastPrecommit = VoteKind::kPrecommit;

/// A graph in which voter i has a weight of its own.
struct Graph {
    Graph(const NamedTree& tree_in, const std::string& base, AuthorityList authorities)
        : tree(tree_in), voters(*VoterSet::from(authorities)), graph(tree[base], voters.size()), none(voters.size()) {}

    bool insert(const std::string& block, uint64_t voter) {
        return graph.insert(tree[block], kCastPrevote, *voters.find(test_id(voter)), tree);
    }
    VoteGraph::Enough at_least(Weight weight) const {
        return [this, weight](const BlockVotes& votes) { return voters.weight_of(votes.prevotes, none) >= weight; };
    }
    std::optional<BlockId> ghost(Weight weight, const char* from = nullptr) const {
        return graph.find_ghost(from ? std::optional(tree[from]) : std::nullopt, at_least(weight));
    }
    std::optional<BlockId> ancestor(const char* head, Weight weight) const {
        return graph.find_ancestor(tree[head], at_least(weight));
    }

    const NamedTree& tree;
    VoterSet voters;
    VoteGraph graph;
    VoterBits none;
};

NamedTree fork_after_c() {
    NamedTree tree;
    tree.push("genesis", {"A", "B", "C"});
    tree.push("C", {"D1", "E1", "F1", "G1", "H1", "I1"});
    tree.push("C", {"D2", "E2", "F2", "G2", "H2", "I2"});
    return tree;
}

// Spec: algo-grandpa-ghost
TEST(GrandpaVoteGraph, GhostIsWhereBranchesMeetAtAVote) {
    const NamedTree tree = fork_after_c();
    Graph graph(tree, "genesis", {{test_id(1), 100}, {test_id(2), 100}, {test_id(3), 100}});
    EXPECT_TRUE(graph.insert("C", 1));
    EXPECT_TRUE(graph.insert("E1", 2));
    EXPECT_TRUE(graph.insert("F2", 3));
    EXPECT_EQ(graph.ghost(250), tree["C"]);
    EXPECT_EQ(graph.ghost(250, "C"), tree["C"]);
    EXPECT_EQ(graph.ghost(250, "B"), tree["C"]);
    EXPECT_EQ(graph.ghost(301), std::nullopt);
}

TEST(GrandpaVoteGraph, GhostIsWhereBranchesMeetBetweenVotes) {
    NamedTree tree;
    tree.push("genesis", {"A", "B", "C", "D", "E", "F"});
    tree.push("F", {"G1", "H1", "I1"});
    tree.push("F", {"G2", "H2", "I2"});
    Graph graph(tree, "genesis", {{test_id(1), 100}, {test_id(2), 150}});
    EXPECT_TRUE(graph.insert("G1", 1));
    EXPECT_TRUE(graph.insert("H2", 2));
    for (const char* from : {"genesis", "B", "C", "F"}) EXPECT_EQ(graph.ghost(250, from), tree["F"]) << from;
    EXPECT_EQ(graph.ghost(150), tree["H2"]);
}

TEST(GrandpaVoteGraph, AVoteOnTheWayToOthersSplitsTheEdge) {
    NamedTree tree;
    tree.push("genesis", {"A", "B", "C", "D", "E", "F"});
    tree.push("E", {"EA", "EB", "EC", "ED"});
    tree.push("F", {"FA", "FB", "FC"});
    Graph graph(tree, "genesis", {{test_id(1), 5}, {test_id(2), 7}, {test_id(3), 3}});
    graph.insert("FC", 1);
    graph.insert("ED", 2);
    EXPECT_EQ(graph.ghost(10), tree["E"]);
    graph.insert("E", 3);
    for (const char* from : {"genesis", "C", "E"}) EXPECT_EQ(graph.ghost(10, from), tree["E"]) << from;
    EXPECT_EQ(graph.ghost(15), tree["E"]);
    EXPECT_EQ(graph.ancestor("ED", 15), tree["E"]);
    EXPECT_EQ(graph.ancestor("FC", 5), tree["FC"]);
}

TEST(GrandpaVoteGraph, WalksBackToTheForkBelowTheVotes) {
    const NamedTree tree = fork_after_c();
    Graph graph(tree, "genesis", {{test_id(1), 10}, {test_id(2), 5}, {test_id(3), 5}});
    graph.insert("B", 1);
    graph.insert("F1", 2);
    graph.insert("G2", 3);
    for (const char* head : {"D1", "D2", "E1", "E2", "F1", "F2", "G2"}) {
        EXPECT_EQ(graph.ancestor(head, 6), tree["C"]) << head;
    }
    EXPECT_EQ(graph.ancestor("I2", 6), std::nullopt) << "above all votes";
    EXPECT_EQ(graph.ancestor("A", 6), tree["A"]);
}

TEST(GrandpaVoteGraph, WalksBackToAVote) {
    const NamedTree tree = fork_after_c();
    Graph graph(tree, "genesis", {{test_id(1), 10}, {test_id(2), 5}, {test_id(3), 5}, {test_id(4), 1}});
    graph.insert("C", 1);
    graph.insert("F1", 2);
    graph.insert("F2", 3);
    graph.insert("I1", 4);
    for (const char* head : {"C", "D1", "D2", "E1", "E2", "F1", "F2", "I1"}) {
        EXPECT_EQ(graph.ancestor(head, 20), tree["C"]) << head;
    }
}

TEST(GrandpaVoteGraph, FindsTheHighestOfTwoForksWhateverCameFirst) {
    NamedTree tree;
    for (const char* parent : {"A", "B"}) {
        tree.push("genesis", {parent});
        tree.push(parent, {parent == std::string("A") ? "A1" : "B1"});
        tree.push(parent, {parent == std::string("A") ? "A2" : "B2"});
    }
    Graph graph(tree, "genesis", test::test_authorities(4));
    graph.insert("B1", 1);
    graph.insert("B2", 2);
    graph.insert("A1", 3);
    graph.insert("A2", 4);
    EXPECT_EQ(graph.ancestor("A", 2), tree["A"]);
}

TEST(GrandpaVoteGraph, RefusesWhatIsNotAboveTheBase) {
    const NamedTree tree = fork_after_c();
    Graph graph(tree, "D1", test::test_authorities(1));
    EXPECT_FALSE(graph.insert("C", 1));
    EXPECT_FALSE(graph.insert("D2", 1));
    EXPECT_FALSE(graph.insert("F2", 1));
    EXPECT_FALSE(graph.graph.insert({tree["F1"].hash, 8}, kCastPrevote, 0, tree)) << "wrong number";
    EXPECT_FALSE(graph.graph.insert({tree["D1"].hash, 8}, kCastPrevote, 0, tree)) << "wrong number";
    EXPECT_FALSE(graph.graph.insert({test::named_hash("?"), 7}, kCastPrevote, 0, tree)) << "unknown";
    EXPECT_TRUE(graph.insert("D1", 1));
    EXPECT_TRUE(graph.insert("F1", 1));
    EXPECT_FALSE(graph.graph.insert({tree["E1"].hash, 5}, kCastPrevote, 0, tree)) << "wrong number on an edge";
}

// More than two thirds. Spec: sect-authority-set
TEST(GrandpaVoterSet, Threshold) {
    const std::pair<size_t, Weight> cases[] = {{1, 1}, {2, 2}, {3, 3}, {4, 3}, {7, 5}, {100, 67}, {1000, 667}};
    for (const auto& [count, threshold] : cases) {
        EXPECT_EQ(VoterSet::from(test::test_authorities(count))->threshold(), threshold) << count;
    }
    EXPECT_FALSE(VoterSet::from({}));
    EXPECT_FALSE(VoterSet::from({{test_id(1), 0}}));
    EXPECT_FALSE(VoterSet::from({{test_id(1), UINT64_MAX}, {test_id(2), 1}}));
    const auto merged = *VoterSet::from({{test_id(2), 1}, {test_id(1), 4}, {test_id(2), 2}});
    EXPECT_EQ(merged.size(), 2u);
    EXPECT_EQ(merged.voters()[1], (Authority{test_id(2), 3}));
}

class GrandpaRound : public testing::Test {
  protected:
    GrandpaRound() {
        tree.push("genesis", {"A", "B", "C", "D", "E", "F"});
        tree.push("E", {"EA", "EB", "EC", "ED"});
        tree.push("F", {"FA", "FB", "FC"});
    }
    ImportedVote import(VoteKind kind, const char* block, const AuthorityId& voter) {
        return round.import(test_vote(kind, tree[block], voter), tree);
    }

    const AuthorityId alice = test_id(1), bob = test_id(2), eve = test_id(3);
    NamedTree tree;
    // 14 in all, 10 decide: Alice and Bob, or Bob and Eve.
    Round round{1, test::test_voters({{alice, 4}, {bob, 7}, {eve, 3}}), tree_at_c()};

  private:
    static BlockId tree_at_c() { return {test::named_hash("C"), 4}; }
};

// Spec: algo-grandpa-best-candidate, defn-grandpa-completable
TEST_F(GrandpaRound, EstimateIsTheGhostUntilPrecommitsDecide) {
    import(kCastPrevote, "FC", alice);
    EXPECT_EQ(round.result(), RoundResult{});
    import(kCastPrevote, "ED", bob);
    EXPECT_EQ(round.result().prevote_ghost, tree["E"]);
    EXPECT_EQ(round.result().estimate, tree["E"]);
    EXPECT_FALSE(round.result().completable);
    import(kCastPrevote, "F", eve);
    EXPECT_EQ(round.result().prevote_ghost, tree["E"]);
    EXPECT_EQ(round.result().estimate, tree["E"]);
}

// Spec: algo-finalizable
TEST_F(GrandpaRound, FinalIsWhatBothKindsOfVotesAgreeOn) {
    import(kCastPrecommit, "FC", alice);
    import(kCastPrecommit, "ED", bob);
    EXPECT_EQ(round.result().finalized, std::nullopt);
    import(kCastPrevote, "FC", alice);
    import(kCastPrevote, "ED", bob);
    import(kCastPrevote, "EA", eve);
    EXPECT_EQ(round.result().finalized, tree["E"]);
    import(kCastPrecommit, "EA", eve);
    EXPECT_EQ(round.result().finalized, tree["EA"]);
    // 7 for ED, and 4 that may equivocate: it may still be final too.
    EXPECT_FALSE(round.result().completable);

    // Who has seen only the commit comes to the same.
    const Commit commit = round.finalizing_commit(tree);
    EXPECT_EQ(commit.target, tree["EA"]);
    EXPECT_EQ(commit.precommits.size(), 2u) << "Alice voted elsewhere";
    EXPECT_EQ(check_commit(commit, test::test_voters(round.voters().voters()), tree), std::nullopt);
}

// Spec: defn-observed-votes, defn-voter-equivocation
TEST_F(GrandpaRound, AnEquivocatorCountsOnceForEveryBlock) {
    EXPECT_EQ(import(kCastPrevote, "FC", eve), ImportedVote::kNew);
    EXPECT_EQ(import(kCastPrevote, "FC", eve), ImportedVote::kDuplicate);
    EXPECT_EQ(round.equivocation(kCastPrevote, eve), std::nullopt);
    EXPECT_EQ(import(kCastPrevote, "ED", eve), ImportedVote::kEquivocation);
    EXPECT_EQ(import(kCastPrevote, "F", eve), ImportedVote::kSuperfluous);
    EXPECT_EQ(round.result().prevote_ghost, std::nullopt) << "three of Eve's votes would be enough";
    EXPECT_EQ(round.weight(kCastPrevote), 3u);
    ASSERT_TRUE(round.equivocation(kCastPrevote, eve));
    EXPECT_EQ(round.equivocation(kCastPrevote, eve)->first.first, tree["FC"]);
    EXPECT_EQ(round.equivocation(kCastPrevote, eve)->second.first, tree["ED"]);

    import(kCastPrevote, "FA", bob);
    EXPECT_EQ(round.result().prevote_ghost, tree["FA"]) << "Bob's 7 and Eve's 3";
}

TEST_F(GrandpaRound, OnlyVotersAndBlocksAboveTheBaseCount) {
    EXPECT_EQ(import(kCastPrevote, "FC", test_id(9)), ImportedVote::kNoVoter);
    EXPECT_EQ(import(kCastPrevote, "B", alice), ImportedVote::kNotAboveBase);
    EXPECT_EQ(import(kCastPrevote, "C", alice), ImportedVote::kNew);
    EXPECT_EQ(import(kCastPrevote, "B", alice), ImportedVote::kEquivocation) << "two votes are, whatever they are for";
    EXPECT_EQ(round.history().size(), 2u);
}

// Spec: defn-grandpa-completable. All have precommitted to the GHOST, so no other block can follow.
TEST_F(GrandpaRound, CompletableWhenNoBlockAboveTheEstimateCanFollow) {
    for (const auto& voter : {alice, bob, eve}) import(kCastPrevote, "FC", voter);
    import(kCastPrecommit, "FC", alice);
    EXPECT_FALSE(round.result().completable);
    import(kCastPrecommit, "FC", bob);
    EXPECT_TRUE(round.result().completable);
    EXPECT_EQ(round.result().estimate, tree["FC"]);
}

// Bob precommitted below the GHOST: with 7 to come it stays the estimate; once Alice is there too, it goes down.
// Spec: defn-total-potential-votes
TEST_F(GrandpaRound, EstimateGoesDownWhenTheGhostCannotBeFinal) {
    for (const auto& voter : {alice, bob, eve}) import(kCastPrevote, "FC", voter);
    import(kCastPrecommit, "E", bob);
    EXPECT_EQ(round.result().estimate, tree["FC"]);
    import(kCastPrecommit, "E", alice);
    // 3 may come from Eve, 4 more from those who equivocate: 7 of the 10 that it takes.
    EXPECT_EQ(round.result().estimate, tree["E"]);
    EXPECT_EQ(round.result().finalized, tree["E"]);
    EXPECT_TRUE(round.result().completable);
}

// Bob is above a third: the network is lost, but the counting stays sound.
TEST_F(GrandpaRound, CommitsHoldBothVotesOfAnEquivocatorIfTheyAreNeeded) {
    for (const auto& voter : {alice, bob, eve}) import(kCastPrevote, "FA", voter);
    import(kCastPrecommit, "EA", eve);
    import(kCastPrecommit, "EB", eve);
    import(kCastPrecommit, "FA", bob);
    ASSERT_EQ(round.result().finalized, tree["FA"]) << "Bob, and Eve who counts for all";
    const Commit commit = round.finalizing_commit(tree);
    EXPECT_EQ(commit.target, tree["FA"]);
    EXPECT_EQ(commit.precommits.size(), 3u);
    import(kCastPrecommit, "FA", alice);
    EXPECT_EQ(round.finalizing_commit(tree).precommits.size(), 2u);
}

}  // namespace
}  // namespace serinus::consensus::grandpa
