// Approval voting over restarts, checks that are tried again, and what GRANDPA votes for.
// Observed: polkadot-node-core-approval-voting 36.0.0; polkadot-service 42.0.0, relay_chain_selection.rs
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "parachain/approval/approval_test_support.hpp"
#include "parachain/approval/finality_vote.hpp"
#include "tests/support/random.hpp"

namespace serinus::parachain {
namespace {

using approval_test::draw;
using approval_test::hash_with;
using approval_test::of_kind;
using approval_test::World;
using Effects = ApprovalVoting::Effects;

/// Validators that store what they are told to store before they do anything, and die at any moment.
class DyingNetwork {
  public:
    DyingNetwork(World world, std::mt19937_64& random) : world_(std::move(world)), random_(random) {
        for (size_t i = 0; i < world_.keys.size(); ++i) nodes_.emplace_back();
    }
    unsigned deaths = 0;
    /// What each validator has signed: for each candidate and block, the groups that it was signed in.
    std::map<std::tuple<ValidatorIndex, Hash256, size_t>, std::set<std::vector<size_t>>> signed_as;

    void import(const ApprovalBlock& block, Tick now) {
        for (size_t i = 0; i < nodes_.size(); ++i) {
            Effects out;
            const ValidatorIndex index{static_cast<uint32_t>(i)};
            nodes_[i].voting->import_block(block, std::pair(world_.keys[i], index), draw, now, out);
            handle(i, out, now);
        }
    }
    /// In each tick each node dies with a chance of one in `rarity`.
    void run(Tick from, Tick to, uint64_t rarity) {
        for (Tick now = from; now <= to; ++now) {
            for (size_t i = 0; i < nodes_.size(); ++i) {
                if (rarity > 0 && random_() % rarity == 0) restart(i, now);
                Effects out;
                nodes_[i].voting->on_time(now, out);
                handle(i, out, now);
            }
            for (const auto& action : std::exchange(queue_[now], {})) action(now);
        }
    }
    size_t count_approved(const Hash256& block) const {
        size_t count = 0;
        for (const Node& node : nodes_) count += node.voting->is_approved(block) ? 1 : 0;
        return count;
    }
    const StoredApprovals& stored(size_t node) const { return nodes_[node].stored; }
    ApprovalVoting& voting(size_t node) { return *nodes_[node].voting; }
    std::shared_ptr<const ApprovalSession> facts() const { return world_.facts; }

  private:
    struct Node {
        std::unique_ptr<ApprovalVoting> voting = std::make_unique<ApprovalVoting>(6000);
        StoredApprovals stored;
        uint64_t life = 0;
    };
    void restart(size_t i, Tick now) {
        ++deaths;
        Node& node = nodes_[i];
        ++node.life;
        node.voting = std::make_unique<ApprovalVoting>(6000);
        Effects out;
        node.voting->restore(node.stored, [this](SessionIndex) { return world_.facts; }, now, out);
        handle(i, out, now);
    }
    void later(Tick at, size_t node, std::function<void(Tick)> action) {
        // Jobs die with their node; messages are for whoever lives then.
        queue_[at].push_back([this, node, life = nodes_[node].life, action = std::move(action)](Tick now) {
            if (nodes_[node].life == life) action(now);
        });
    }
    void handle(size_t from, const Effects& effects, Tick now) {
        Node& node = nodes_[from];
        for (const ApprovalRecord& record : node.voting->take_records()) node.stored.apply(record);
        for (const ApprovalEffect& effect : effects) {
            // It may die between any two effects.
            if (random_() % 40 == 0 && deaths > 0) return restart(from, now);
            if (const auto* assignment = std::get_if<ApprovalEffect::DistributeAssignment>(&effect.v)) {
                for (size_t to = 0; to < nodes_.size(); ++to) {
                    if (to == from) continue;
                    queue_[now + 1].push_back([this, to, message = *assignment](Tick at) {
                        Effects out;
                        nodes_[to].voting->import_assignment(message.assignment, message.candidates, at, out);
                        handle(to, out, at);
                    });
                }
            } else if (const auto* check = std::get_if<ApprovalEffect::Check>(&effect.v)) {
                later(now + 1 + random_() % 3, from, [this, from, job = *check](Tick at) {
                    Effects out;
                    nodes_[from].voting->on_checked(job.block, job.candidate.candidate, ApprovalVoting::Outcome::kValid,
                                                    at, out);
                    handle(from, out, at);
                });
            } else if (const auto* sign = std::get_if<ApprovalEffect::Sign>(&effect.v)) {
                for (const size_t index : ones_of(sign->indices)) {
                    signed_as[{sign->validator, sign->block, index}].insert(ones_of(sign->indices));
                }
                Effects out;
                node.voting->on_signed(world_.sign(*sign), out);
                handle(from, out, now);
            } else if (const auto* approval = std::get_if<ApprovalEffect::DistributeApproval>(&effect.v)) {
                for (size_t to = 0; to < nodes_.size(); ++to) {
                    if (to == from) continue;
                    queue_[now + 2].push_back([this, to, message = approval->approval](Tick at) {
                        Effects out;
                        nodes_[to].voting->import_approval(message, at, out);
                        handle(to, out, at);
                    });
                }
            }
        }
    }
    World world_;
    std::mt19937_64& random_;
    std::vector<Node> nodes_;
    std::map<Tick, std::vector<std::function<void(Tick)>>> queue_;
};

// --- restarts ---

TEST(ApprovalRestarts, NothingIsForgottenAndNothingIsSignedInTwoWays) {
    auto random = test::seeded_random();
    unsigned deaths = 0;
    for (int round = 0; round < 5; ++round) {
        const World world(8);
        DyingNetwork network(World(8), random);
        const Tick begin = World::begin(1);
        network.import(world.block(1, 4), begin);
        network.import(world.block(2, 4), begin + 12);
        network.run(begin, begin + 60, 30);
        network.run(begin + 61, begin + 200, 0);
        deaths += network.deaths;
        EXPECT_EQ(network.count_approved(hash_with(1)), 8u);
        EXPECT_EQ(network.count_approved(hash_with(2)), 8u);
        EXPECT_FALSE(network.signed_as.empty());
        for (const auto& [what, groups] : network.signed_as) EXPECT_EQ(groups.size(), 1u);
    }
    EXPECT_GT(deaths, 20u);
}

TEST(ApprovalRestarts, TheRestoredIsTheSame) {
    auto random = test::seeded_random();
    const World world(8);
    DyingNetwork network(World(8), random);
    const Tick begin = World::begin(1);
    network.import(world.block(1, 4), begin);
    network.run(begin, begin + 20, 0);
    for (size_t i = 0; i < 8; ++i) {
        ApprovalVoting again(6000);
        Effects out;
        again.restore(network.stored(i), [&](SessionIndex) { return network.facts(); }, begin + 20, out);
        EXPECT_EQ(again.block_count(), 1u);
        EXPECT_EQ(again.candidate_count(), 4u);
        EXPECT_EQ(again.is_approved(hash_with(1)), network.voting(i).is_approved(hash_with(1)));
        for (uint32_t core = 0; core < 4; ++core) {
            const CandidateHash hash{hash_with(100 + core, 0xcc)};
            const auto was = network.voting(i).status_of(hash_with(1), hash, begin + 20);
            const auto is = again.status_of(hash_with(1), hash, begin + 20);
            EXPECT_EQ(is->assigned, was->assigned);
            EXPECT_EQ(is->approved, was->approved);
            EXPECT_EQ(is->no_shows, was->no_shows);
        }
        EXPECT_EQ(again.blocks().size(), 1u);
        again.on_finalized(1, hash_with(1));
        StoredApprovals stored = network.stored(i);
        for (const auto& record : again.take_records()) stored.apply(record);
        EXPECT_TRUE(stored.blocks.empty() && stored.entries.empty() && stored.approvals.empty());
    }
}

// What is stored is bytes: it must come back as it was.
TEST(ApprovalRestarts, RecordsAreScale) {
    auto random = test::seeded_random();
    const World world(8);
    DyingNetwork network(World(8), random);
    network.import(world.block(1, 4), World::begin(1));
    network.run(World::begin(1), World::begin(1) + 20, 0);
    size_t with_own = 0;
    for (size_t i = 0; i < 8; ++i) {
        for (const auto& [hash, block] : network.stored(i).blocks) {
            EXPECT_EQ(scale::decode<StoredApprovalBlock>(scale::encode(block)).value(), block);
            with_own += block.own_approvals.size();
        }
        for (const auto& [place, entry] : network.stored(i).entries) {
            EXPECT_EQ(scale::decode<StoredApprovalEntry>(scale::encode(entry)).value(), entry);
            EXPECT_EQ(StoredApprovalEntry::of(entry.to_entry(8)), entry);
        }
    }
    EXPECT_GT(with_own, 0u);
}

TEST(ApprovalRestarts, BlocksOfForgottenSessionsAndBrokenRecordsAreLeftOut) {
    auto random = test::seeded_random();
    const World world(8);
    DyingNetwork network(World(8), random);
    network.import(world.block(1, 4), World::begin(1));
    network.run(World::begin(1), World::begin(1) + 20, 0);
    Effects out;
    ApprovalVoting forgetful(6000);
    forgetful.restore(network.stored(0), [](SessionIndex) { return nullptr; }, World::begin(1), out);
    EXPECT_EQ(forgetful.block_count(), 0u);
    EXPECT_TRUE(out.empty());
    StoredApprovals broken = network.stored(0);
    broken.entries.clear();
    broken.approvals.clear();
    broken.blocks.begin()->second.to_sign = {{0, 5}, {77, 5}};
    broken.blocks.begin()->second.signing = {{0}, {}, {99}};
    broken.blocks.begin()->second.signed_for = {99};
    ApprovalVoting voting(6000);
    voting.restore(broken, [&](SessionIndex) { return network.facts(); }, World::begin(1), out);
    voting.on_time(World::begin(1) + 100, out);
    EXPECT_TRUE(of_kind<ApprovalEffect::Sign>(out).empty());
}

// Ours: of what GRANDPA's votes do not wait for any more little is kept, also over a restart.
TEST(ApprovalRestarts, OfBlocksFarBelowOnlyThatTheyAreApprovedIsKept) {
    auto random = test::seeded_random();
    DyingNetwork network(World(8), random);
    const Tick begin = World::begin(1);
    network.import(World(8).block(1, 4), begin);
    network.run(begin, begin + 100, 0);
    StoredApprovals stored = network.stored(0);
    ApprovalVoting voting(6000);
    Effects out;
    const auto facts_of = [&](SessionIndex) { return network.facts(); };
    voting.restore(stored, facts_of, begin + 100, out);
    ASSERT_TRUE(voting.is_approved(hash_with(1)));
    // Another block includes one of the candidates, and waits for approvals.
    ApprovalBlock fork = World(8).block(2, 1);
    fork.candidates[0].candidate = CandidateHash{hash_with(100, 0xcc)};
    fork.facts = network.facts();
    voting.import_block(fork, std::nullopt, draw, begin + 100, out);
    for (const auto& record : voting.take_records()) stored.apply(record);
    voting.drop_details(0);
    EXPECT_EQ(voting.candidate_count(), 4u);
    voting.drop_details(2);
    for (const auto& record : voting.take_records()) stored.apply(record);
    voting.drop_details(2);
    EXPECT_TRUE(voting.take_records().empty()) << "once";
    EXPECT_EQ(voting.candidate_count(), 1u) << "that which waits";
    EXPECT_FALSE(voting.is_approved(hash_with(2)));
    const auto expect_approved = [](const ApprovalVoting& one) {
        EXPECT_TRUE(one.is_approved(hash_with(1)));
        EXPECT_EQ(one.approved_ancestor(hash_with(1), 0)->number, 1u);
        EXPECT_EQ(one.describe(hash_with(1), 0).at(0).candidates.size(), 4u);
    };
    expect_approved(voting);
    out.clear();
    const CandidateHash candidate{hash_with(100, 0xcc)};
    voting.on_checked(hash_with(1), candidate, ApprovalVoting::Outcome::kValid, begin + 101, out);
    voting.on_time(begin + 1000, out);
    EXPECT_TRUE(of_kind<ApprovalEffect::Sign>(out).empty());
    voting.on_checked(hash_with(1), candidate, ApprovalVoting::Outcome::kInvalid, begin + 101, out);
    EXPECT_EQ(of_kind<ApprovalEffect::Dispute>(out).size(), 1u);

    ApprovalVoting again(6000);
    out.clear();
    again.restore(stored, facts_of, begin + 2000, out);
    expect_approved(again);
    EXPECT_TRUE(of_kind<ApprovalEffect::DistributeAssignment>(out).empty());
    EXPECT_TRUE(of_kind<ApprovalEffect::Check>(out).empty());
    again.on_finalized(2, hash_with(2));
    for (const auto& record : again.take_records()) stored.apply(record);
    EXPECT_TRUE(stored.blocks.empty() && stored.entries.empty() && stored.approvals.empty());
}

// A node that was away has not seen who approved: it waits for what the others have to say.
TEST(ApprovalRestarts, NobodyIsANoShowBecauseThisNodeWasAway) {
    const World world(8, 2);
    const Tick begin = World::begin(1), later = begin + 200;
    Effects out;
    ApprovalVoting voting(6000);
    voting.import_block(world.block(1, 1), std::pair(world.keys[7], ValidatorIndex{7}), draw, begin, out);
    StoredApprovals stored;
    for (const auto& record : voting.take_records()) stored.apply(record);
    out.clear();
    ApprovalVoting again(6000);
    again.restore(stored, [&](SessionIndex) { return world.facts; }, later, out);
    again.on_time(later + ApprovalVoting::kRestartDelay - 1, out);
    EXPECT_TRUE(out.empty()) << "neither announced nor checked yet";
    EXPECT_EQ(again.wake_at(), later + ApprovalVoting::kRestartDelay);
}

// --- checks that are tried again ---

TEST(ApprovalRetries, WhatCannotBeRecoveredIsTriedAgain) {
    const World world(4, 4);
    const Tick begin = World::begin(1);
    ApprovalVoting voting(6000);
    Effects out;
    voting.import_block(world.block(1, 1), std::pair(world.keys[3], ValidatorIndex{3}), draw, begin, out);
    Tick now = begin;
    while (of_kind<ApprovalEffect::Check>(out).empty() && now < begin + 100) voting.on_time(++now, out);
    ASSERT_EQ(of_kind<ApprovalEffect::Check>(out).size(), 1u);
    const auto candidate = of_kind<ApprovalEffect::Check>(out)[0].candidate.candidate;
    for (uint32_t i = 0; i < ApprovalVoting::kMaxRetries; ++i) {
        out.clear();
        voting.on_checked(hash_with(1), candidate, ApprovalVoting::Outcome::kUnavailable, now, out);
        voting.on_time(now + ApprovalVoting::kRetryDelay - 1, out);
        EXPECT_TRUE(of_kind<ApprovalEffect::Check>(out).empty());
        now += ApprovalVoting::kRetryDelay;
        voting.on_time(now, out);
        EXPECT_EQ(of_kind<ApprovalEffect::Check>(out).size(), 1u) << i;
    }
    out.clear();
    voting.on_checked(hash_with(1), candidate, ApprovalVoting::Outcome::kUnavailable, now, out);
    voting.on_time(now + 1000, out);
    EXPECT_TRUE(of_kind<ApprovalEffect::Check>(out).empty()) << "others cover it";
    voting.on_checked(hash_with(1), candidate, ApprovalVoting::Outcome::kInvalid, now, out);
    EXPECT_EQ(of_kind<ApprovalEffect::Dispute>(out).size(), 1u);
    voting.on_checked(hash_with(1), candidate, ApprovalVoting::Outcome::kUnavailable, now, out);
    voting.on_finalized(1, hash_with(1));
    EXPECT_EQ(voting.wake_at(), std::nullopt);
}

// --- what GRANDPA votes for ---

class FinalityVotes : public testing::Test {
  protected:
    FinalityVotes() {
        const Tick begin = World::begin(1);
        Effects out;
        // Blocks 1 to 4; only blocks without candidates, and those with two approvals, are approved.
        for (uint32_t number = 1; number <= 4; ++number) {
            voting.import_block(world.block(number, number == 3 ? 2 : 0), std::nullopt, draw, begin, out);
        }
    }
    FinalityVote vote(uint32_t base, uint32_t best) const {
        return choose_finality_vote(voting, {hash_with(base), base}, {hash_with(best), best},
                                    [&](SessionIndex, const CandidateHash& hash) { return disputed.contains(hash); });
    }
    World world{8};
    ApprovalVoting voting{6000};
    std::set<CandidateHash> disputed;
};

TEST_F(FinalityVotes, GoUpToTheFirstBlockThatIsNotApproved) {
    const FinalityVote held = vote(0, 4);
    EXPECT_EQ(held.number, 2u);
    EXPECT_EQ(held.hash, hash_with(2));
    EXPECT_EQ(held.limit, FinalityVote::Limit::kApprovals);
    EXPECT_EQ(held.held_up_by, (std::vector<CandidateHash>{{hash_with(300, 0xcc)}, {hash_with(301, 0xcc)}}));
    EXPECT_EQ(held.approval_lag, 2u);
    EXPECT_EQ(vote(0, 2).limit, FinalityVote::Limit::kNone);
    EXPECT_EQ(vote(0, 2).number, 2u);
    EXPECT_EQ(vote(2, 4).number, 2u) << "the base itself";
    EXPECT_EQ(vote(4, 4).hash, hash_with(4));
    EXPECT_EQ(vote(4, 3).number, 4u) << "nothing below the base";
    EXPECT_EQ(vote(0, 9).number, 0u) << "an unknown block";
}

TEST_F(FinalityVotes, StayBelowWhatIsDisputed) {
    // A node that has seen all blocks approved before its restart.
    StoredApprovals stored;
    ApprovalVoting before(6000);
    Effects out;
    for (uint32_t number = 1; number <= 4; ++number) {
        before.import_block(world.block(number, 1), std::nullopt, draw, World::begin(1), out);
    }
    for (const auto& record : before.take_records()) stored.apply(record);
    for (auto& [place, entry] : stored.entries) entry.is_approved = true;
    ApprovalVoting approved(6000);
    approved.restore(stored, [&](SessionIndex) { return world.facts; }, World::begin(1), out);
    ASSERT_TRUE(approved.is_approved(hash_with(4)));
    const auto vote_with = [&](std::set<CandidateHash> bad) {
        return choose_finality_vote(approved, {hash_with(0), 0}, {hash_with(4), 4},
                                    [&](SessionIndex, const CandidateHash& hash) { return bad.contains(hash); });
    };
    EXPECT_EQ(vote_with({}).number, 4u);
    const FinalityVote held = vote_with({{hash_with(300, 0xcc)}});
    EXPECT_EQ(held.number, 2u);
    EXPECT_EQ(held.hash, hash_with(2));
    EXPECT_EQ(held.limit, FinalityVote::Limit::kDisputes);
    EXPECT_EQ(held.held_up_by, (std::vector<CandidateHash>{{hash_with(300, 0xcc)}}));
    EXPECT_EQ(vote_with({{hash_with(100, 0xcc)}}).hash, hash_with(0));
}

TEST_F(FinalityVotes, TheSafeguardIsAboveAll) {
    const FinalityVote vote =
        choose_finality_vote(voting, {hash_with(0), 0}, {hash_with(700), 700}, [](auto, const auto&) { return true; });
    EXPECT_EQ(vote.number, 200u);
    EXPECT_EQ(vote.hash, std::nullopt);
    EXPECT_EQ(vote.limit, FinalityVote::Limit::kSafeguard);
}

}  // namespace
}  // namespace serinus::parachain
