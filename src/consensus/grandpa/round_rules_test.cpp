// The rules of a round in tables of votes, and once more as plainly as they can be said, beside the class that counts
// quickly.
#include <gtest/gtest.h>

#include <sstream>

#include "consensus/grandpa/round.hpp"
#include "consensus/grandpa/test_tree.hpp"
#include "tests/support/random.hpp"

namespace serinus::consensus::grandpa {
namespace {

using test::NamedTree;
using test::test_id;
using test::test_vote;

constexpr auto kPrevote = VoteKind::kPrevote;
constexpr auto kPrecommit = VoteKind::kPrecommit;

// ---- Tables

/// Seven voters of one weight: five decide, two may be faulty. The chain is O A B C, and X Y above A.
struct Case {
    const char* why;
    const char* prevotes;  ///< of each voter: a block, two blocks of one who equivocates, or "-"
    const char* precommits;
    const char* ghost;
    const char* finalized;
    const char* estimate;
    bool completable;
};

const Case kCases[] = {
    {"four prevotes are no supermajority", "B B B B - - -", "- - - - - - -", "-", "-", "-", false},
    {"five are", "B B B B B - -", "- - - - - - -", "B", "-", "B", false},
    {"votes on forks meet below", "B B B X Y - -", "- - - - - - -", "A", "-", "A", false},
    {"a vote counts for all below it", "A B C C C - -", "- - - - - - -", "A", "-", "A", false},
    {"the ghost goes up with votes", "C B C C C C -", "- - - - - - -", "C", "-", "C", false},
    {"who equivocates counts for both forks", "B B B B X BX -", "- - - - - - -", "B", "-", "B", false},
    {"and for all others", "B B B B X XY -", "- - - - - - -", "B", "-", "B", false},
    {"but once", "B B B X X BX -", "- - - - - - -", "A", "-", "A", false},
    {"its two votes are one in the sum", "B B B BX - - -", "- - - - - - -", "-", "-", "-", false},

    {"nothing is decided by precommits without prevotes", "C C C C - - -", "C C C C C C C", "-", "-", "-", false},
    {"four precommits decide nothing", "C C C C C C C", "C C C C - - -", "C", "-", "C", false},
    {"not even four for another block", "C C C C C C C", "X X X X - - -", "C", "-", "C", false},
    {"five make it final, and nothing is above", "C C C C C C C", "C C C C C - -", "C", "C", "C", true},
    {"final is what has both supermajorities", "B B B B B C C", "C C C C C - -", "B", "B", "B", false},
    {"those to come may still make C final", "C C C C C C C", "C C C B B - -", "C", "B", "C", true},
    {"so may the one to come and two that equivocate", "C C C C C C C", "C C B B B B -", "C", "B", "C", true},
    {"but no three", "C C C C C C C", "C B B B B B -", "C", "B", "B", true},
    {"if all have voted, two that equivocate", "C C C C C C C", "C C C B B B B", "C", "B", "C", true},
    {"are too few for two", "C C C C C C C", "C C B B B B B", "C", "B", "B", true},
    {"one who has equivocated counts, and one more may", "C C C C C C C", "XY C C B B B B", "C", "B", "B", true},
    {"it counted among the two", "C C C C C C C", "XY C C C B B B", "C", "B", "C", true},
    {"votes beside the ghost lower the estimate", "C C C C C C C", "X X X B B - -", "C", "A", "B", true},
    {"down to where they meet", "C C C C C C C", "X X X X X - -", "C", "A", "A", true},

    {"a block above the ghost may follow", "B B B X X X A", "B B A A A - -", "A", "A", "A", false},
    {"or none", "B B B X X X A", "B A A A A A -", "A", "A", "A", true},
    {"one equivocated, one more may", "B B B X X X A", "BX B A A A - -", "A", "A", "A", false},
    {"both have: those to come are not enough", "B B B X X X A", "BX BX A A A - -", "A", "A", "A", true},
};

std::vector<std::string> words(const char* text) {
    std::istringstream in(text);
    std::vector<std::string> out;
    for (std::string word; in >> word;) out.push_back(word);
    return out;
}

// Spec: defn-observed-votes, defn-total-potential-votes, defn-grandpa-ghost, algo-grandpa-best-candidate,
// algo-finalizable, defn-grandpa-completable
TEST(GrandpaRoundRules, WhatFollowsFromVotes) {
    NamedTree tree("O");
    tree.push("O", {"A", "B", "C"});
    tree.push("A", {"X", "Y"});
    const auto expected = [&](const char* name) {
        return *name == '-' ? std::nullopt : std::optional<BlockId>(tree[name]);
    };
    for (const Case& one : kCases) {
        SCOPED_TRACE(std::string(one.why) + ": " + one.prevotes + " | " + one.precommits);
        const RoundResult result{expected(one.ghost), expected(one.finalized), expected(one.estimate), one.completable};
        // Whatever comes first, the result is the same.
        for (const auto& order : {std::pair{kPrevote, kPrecommit}, {kPrecommit, kPrevote}}) {
            Round round(1, test::test_voters(test::test_authorities(7)), tree["O"]);
            for (const VoteKind kind : {order.first, order.second}) {
                const auto votes = words(kind == kPrevote ? one.prevotes : one.precommits);
                ASSERT_EQ(votes.size(), 7u);
                for (size_t i = 0; i < votes.size(); ++i) {
                    for (const char block : votes[i]) {
                        if (block != '-') round.import(test_vote(kind, tree[{block}], test_id(i + 1)), tree);
                    }
                }
            }
            EXPECT_EQ(round.result(), result);
        }
    }
}

// ---- The definitions

/// Blocks by number in `parents`, 0 is the base; what follows from the votes, block by block.
struct Model {
    struct Voter {
        Weight weight = 1;
        std::vector<size_t> votes[2];  ///< by kind, at most two and different

        bool equivocates(VoteKind kind) const { return votes[static_cast<size_t>(kind)].size() == 2; }
    };
    std::vector<size_t> parents{0};
    std::vector<Voter> voters;

    size_t number(size_t block) const { return block == 0 ? 0 : number(parents[block]) + 1; }
    bool at_or_above(size_t low, size_t block) const {
        while (block > low) block = parents[block];
        return block == low;
    }
    template <class F>
    Weight sum(F&& which) const {
        Weight out = 0;
        for (const Voter& voter : voters) out += which(voter) ? voter.weight : 0;
        return out;
    }
    Weight total() const {
        return sum([](const Voter&) { return true; });
    }
    Weight tolerated() const { return (total() - 1) / 3; }
    bool enough(Weight weight) const { return weight >= total() - tolerated(); }
    Weight voted(VoteKind kind) const {
        return sum([&](const Voter& voter) { return !voter.votes[static_cast<size_t>(kind)].empty(); });
    }
    Weight equivocating(VoteKind kind) const {
        return sum([&](const Voter& voter) { return voter.equivocates(kind); });
    }
    /// Spec: defn-observed-votes
    Weight observed(VoteKind kind, size_t block) const {
        return sum([&](const Voter& voter) {
            const auto& votes = voter.votes[static_cast<size_t>(kind)];
            return votes.size() == 2 || (votes.size() == 1 && at_or_above(block, votes[0]));
        });
    }
    /// Spec: defn-total-potential-votes
    bool can_be_precommitted(size_t block) const {
        const Weight elsewhere = voted(kPrecommit) - observed(kPrecommit, block);
        const Weight may_equivocate = tolerated() - equivocating(kPrecommit);
        const Weight to_come = total() - voted(kPrecommit);
        return enough(observed(kPrecommit, block) + to_come + std::min(elsewhere, may_equivocate));
    }
    template <class F>
    std::optional<size_t> highest(F&& which) const {
        std::optional<size_t> out;
        for (size_t i = 0; i < parents.size(); ++i) {
            if (which(i) && (!out || number(i) > number(*out))) out = i;
        }
        return out;
    }
    struct Result {
        std::optional<size_t> ghost, finalized, estimate;
        bool completable = false;
    };
    Result result() const {
        Result out;
        out.ghost = highest([&](size_t block) { return enough(observed(kPrevote, block)); });
        if (!out.ghost) return out;
        if (!enough(voted(kPrecommit))) {
            out.estimate = out.ghost;
            return out;
        }
        out.finalized = highest(
            [&](size_t block) { return at_or_above(block, *out.ghost) && enough(observed(kPrecommit, block)); });
        out.estimate =
            highest([&](size_t block) { return at_or_above(block, *out.ghost) && can_be_precommitted(block); });
        const auto above = highest([&](size_t block) {
            return block != *out.ghost && at_or_above(*out.ghost, block) && can_be_precommitted(block);
        });
        out.completable = out.estimate && (*out.estimate != *out.ghost || !above);
        return out;
    }
};

/// Random votes on a random tree, imported one by one; never more who equivocate than may be.
class RandomRound {
  public:
    explicit RandomRound(std::mt19937_64& random) : random_(random), tree_("0", 1) {
        const size_t blocks = 4 + random_() % 7, voters = 1 + random_() % 9;
        for (size_t block = 1; block < blocks; ++block) {
            // Mostly on the latest, so that there are chains as well as forks.
            model_.parents.push_back(random_() % 3 == 0 ? random_() % block : block - 1);
            tree_.push(std::to_string(model_.parents.back()), {std::to_string(block).c_str()});
        }
        AuthorityList authorities;
        const bool weighted = random_() % 2 == 0;
        for (uint64_t i = 0; i < voters; ++i) {
            model_.voters.push_back({.weight = weighted ? 1 + random_() % 3 : 1, .votes = {}});
            authorities.push_back({test_id(i + 1), model_.voters.back().weight});
        }
        round_.emplace(1, test::test_voters(authorities), id(0));
    }

    void play() {
        for (int i = 0; i < 40; ++i) {
            cast();
            const Model::Result expected = model_.result();
            ASSERT_EQ(round_->result().prevote_ghost, id(expected.ghost));
            ASSERT_EQ(round_->result().finalized, id(expected.finalized));
            ASSERT_EQ(round_->result().estimate, id(expected.estimate));
            ASSERT_EQ(round_->result().completable, expected.completable);
            const auto final_block =
                model_.highest([&](size_t block) { return model_.enough(model_.observed(kPrecommit, block)); });
            ASSERT_EQ(round_->precommit_ghost(), id(final_block));
            if (final_block) check_commit_of(*final_block);
        }
    }

  private:
    BlockId id(size_t block) const { return tree_[std::to_string(block)]; }
    std::optional<BlockId> id(const std::optional<size_t>& block) const {
        return block ? std::optional(id(*block)) : std::nullopt;
    }
    void cast() {
        const size_t i = random_() % model_.voters.size();
        const VoteKind kind = random_() % 2 == 0 ? kPrevote : kPrecommit;
        const size_t block = random_() % 2 == 0 ? random_() % model_.parents.size() : model_.parents.size() - 1;
        auto& votes = model_.voters[i].votes[static_cast<size_t>(kind)];
        ImportedVote expected = ImportedVote::kNew;
        if (std::ranges::find(votes, block) != votes.end()) {
            expected = ImportedVote::kDuplicate;
        } else if (votes.size() == 2) {
            expected = ImportedVote::kSuperfluous;
        } else if (votes.size() == 1) {
            if (model_.equivocating(kind) + model_.voters[i].weight > model_.tolerated()) return;
            expected = ImportedVote::kEquivocation;
        }
        if (votes.size() < 2 && expected != ImportedVote::kDuplicate) votes.push_back(block);
        ASSERT_EQ(round_->import(test_vote(kind, id(block), test_id(i + 1)), tree_), expected);
        ASSERT_EQ(round_->weight(kind), model_.voted(kind));
    }
    void check_commit_of(size_t block) {
        const Commit commit = round_->finalizing_commit(tree_);
        ASSERT_EQ(commit.target, id(block));
        Weight direct = 0;
        for (const SignedVote& vote : commit.precommits) {
            if (tree_.is_same_or_above(commit.target, vote.target)) {
                direct += round_->voters().voters()[*round_->voters().find(vote.id)].weight;
            }
        }
        // Votes that meet below all of them cannot show it. Observed: the rule of finality_grandpa 0.16.
        const bool on_target =
            std::ranges::any_of(commit.precommits, [&](const auto& vote) { return vote.target == commit.target; });
        if (!model_.enough(direct) || !on_target) return;
        ASSERT_EQ(check_commit(commit, test::test_voters(round_->voters().voters()), tree_), std::nullopt);
    }

    std::mt19937_64& random_;
    NamedTree tree_;
    Model model_;
    std::optional<Round> round_;
};

// Spec: defn-observed-votes, defn-total-potential-votes, algo-finalizable
TEST(GrandpaRoundRules, HoldForAnyVotes) {
    auto random = serinus::test::seeded_random();
    for (int i = 0; i < 250 && !testing::Test::HasFatalFailure(); ++i) {
        SCOPED_TRACE("round " + std::to_string(i));
        RandomRound(random).play();
    }
}

}  // namespace
}  // namespace serinus::consensus::grandpa
