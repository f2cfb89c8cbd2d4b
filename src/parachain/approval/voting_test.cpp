// Approval voting, alone and among validators.
// Observed: polkadot-node-core-approval-voting 36.0.0
#include "parachain/approval/voting.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "parachain/approval/approval_test_support.hpp"
#include "parachain/approval/finality_vote.hpp"
#include "tests/support/random.hpp"

namespace serinus::parachain {
namespace {

namespace sr25519 = crypto::sr25519;
using approval_test::draw;
using approval_test::hash_with;
using approval_test::of_kind;
using approval_test::World;
using Effects = ApprovalVoting::Effects;

/// All validators; messages reach all after some ticks.
class Network {
  public:
    Network(World world, std::mt19937_64& random) : world_(std::move(world)), random_(random) {
        for (size_t i = 0; i < world_.keys.size(); ++i) nodes_.emplace_back(6000);
    }
    std::set<size_t> dead;  ///< validators that do nothing
    std::set<size_t> idle;  ///< that announce themselves and check nothing
    size_t checks = 0, approvals = 0;

    void import(const ApprovalBlock& block, Tick now) {
        for (size_t i = 0; i < nodes_.size(); ++i) {
            Effects out;
            const auto index = ValidatorIndex{static_cast<uint32_t>(i)};
            nodes_[i].import_block(block, std::pair(world_.keys[i], index), draw, now, out);
            handle(i, out, now);
        }
    }
    void run(Tick from, Tick to) {
        for (Tick now = from; now <= to; ++now) {
            for (size_t i = 0; i < nodes_.size(); ++i) {
                Effects out;
                nodes_[i].on_time(now, out);
                handle(i, out, now);
                ASSERT_TRUE(!nodes_[i].wake_at() || *nodes_[i].wake_at() > now);
            }
            auto due = std::exchange(queue_[now], {});
            std::shuffle(due.begin(), due.end(), random_);
            for (const auto& action : due) action(now);
        }
    }
    /// Of those that live.
    size_t count_approved(const Hash256& block) const {
        size_t count = 0;
        for (size_t i = 0; i < nodes_.size(); ++i) count += !dead.contains(i) && nodes_[i].is_approved(block);
        return count;
    }
    ApprovalVoting& operator[](size_t node) { return nodes_[node]; }

  private:
    void later(Tick now, std::function<void(Tick)> action) {
        queue_[now + 1 + random_() % 2].push_back(std::move(action));
    }
    void handle(size_t from, const Effects& effects, Tick now) {
        if (dead.contains(from)) return;
        for (const ApprovalEffect& effect : effects) {
            if (const auto* assignment = std::get_if<ApprovalEffect::DistributeAssignment>(&effect.v)) {
                for (size_t to = 0; to < nodes_.size(); ++to) {
                    if (to == from) continue;
                    later(now, [this, to, message = *assignment](Tick at) {
                        Effects out;
                        const auto verdict =
                            nodes_[to].import_assignment(message.assignment, message.candidates, at, out);
                        ASSERT_TRUE(verdict == AssignmentVerdict::kAccepted) << static_cast<int>(verdict);
                        handle(to, out, at);
                    });
                }
            } else if (const auto* check = std::get_if<ApprovalEffect::Check>(&effect.v)) {
                ++checks;
                if (idle.contains(from)) continue;
                later(now, [this, from, job = *check](Tick at) {
                    Effects out;
                    nodes_[from].on_checked(job.block, job.candidate.candidate, ApprovalVoting::Outcome::kValid, at,
                                            out);
                    handle(from, out, at);
                });
            } else if (const auto* sign = std::get_if<ApprovalEffect::Sign>(&effect.v)) {
                Effects out;
                nodes_[from].on_signed(world_.sign(*sign), out);
                handle(from, out, now);
            } else if (const auto* approval = std::get_if<ApprovalEffect::DistributeApproval>(&effect.v)) {
                ++approvals;
                for (size_t to = 0; to < nodes_.size(); ++to) {
                    if (to == from) continue;
                    // Behind the assignments: who passes messages on sees to that.
                    queue_[now + 3].push_back([this, to, message = approval->approval](Tick at) {
                        Effects out;
                        const auto verdict = nodes_[to].import_approval(message, at, out);
                        ASSERT_EQ(verdict, ApprovalVerdict::kAccepted) << static_cast<int>(verdict);
                        handle(to, out, at);
                    });
                }
            }
        }
    }
    World world_;
    std::mt19937_64& random_;
    std::deque<ApprovalVoting> nodes_;
    std::map<Tick, std::vector<std::function<void(Tick)>>> queue_;
};

TEST(ApprovalNetwork, ApprovesBlocks) {
    auto random = test::seeded_random();
    Network network(World(12), random);
    const World world(12);
    network.import(world.block(1, 4), World::begin(1));
    network.run(World::begin(1), World::begin(1) + 60);
    EXPECT_EQ(network.count_approved(hash_with(1)), 12u);
    EXPECT_EQ(network[0].covered_no_shows(), 0u);
    EXPECT_LT(network.checks, 12u * 4) << "not all check all";
    EXPECT_GE(network.checks, 3u * 4);
}

TEST(ApprovalNetwork, CoversNoShows) {
    auto random = test::seeded_random();
    for (int round = 0; round < 4; ++round) {
        const World world(20);
        Network network(World(20), random);
        // A fifth announces itself and checks nothing, some are silent.
        while (network.idle.size() < 4) network.idle.insert(random() % 20);
        network.dead.insert(random() % 20);
        network.import(world.block(1, 3), World::begin(1));
        network.run(World::begin(1), World::begin(1) + 400);
        EXPECT_EQ(network.count_approved(hash_with(1)), 19u);
    }
}

TEST(ApprovalNetwork, CountsTheNoShowsThatOthersCovered) {
    auto random = test::seeded_random();
    uint64_t covered = 0;
    for (int round = 0; round < 2; ++round) {
        const World world(20);
        Network network(World(20), random);
        while (network.idle.size() < 10) network.idle.insert(random() % 20);
        network.import(world.block(1, 3), World::begin(1));
        network.run(World::begin(1), World::begin(1) + 400);
        EXPECT_EQ(network.count_approved(hash_with(1)), 20u);
        covered += network[0].covered_no_shows();
    }
    EXPECT_GT(covered, 0u);
}

TEST(ApprovalNetwork, DoesNotApproveWithoutCheckers) {
    auto random = test::seeded_random();
    const World world(12);
    Network network(World(12), random);
    for (size_t i = 0; i < 12; ++i) network.idle.insert(i);
    network.import(world.block(1, 3), World::begin(1));
    network.run(World::begin(1), World::begin(1) + 500);
    EXPECT_EQ(network.count_approved(hash_with(1)), 0u);
    const auto status = network[0].status_of(hash_with(1), {hash_with(100, 0xcc)}, World::begin(1) + 500);
    ASSERT_TRUE(status);
    EXPECT_GT(status->assigned, 3u);
    EXPECT_EQ(status->approved, 0u);
    EXPECT_FALSE(status->no_shows.empty());
    EXPECT_EQ(network[0].covered_no_shows(), 0u) << "nobody has covered for them";
}

TEST(ApprovalNetwork, PutsApprovalsOfABlockTogether) {
    auto random = test::seeded_random();
    const World world(12, 8, 4);
    Network together(World(12, 8, 4), random), alone(World(12, 8, 1), random);
    for (Network* network : {&together, &alone}) {
        network->import((network == &together ? World(12, 8, 4) : World(12, 8, 1)).block(1, 6), World::begin(1));
        network->run(World::begin(1), World::begin(1) + 200);
        EXPECT_EQ(network->count_approved(hash_with(1)), 12u);
    }
    EXPECT_EQ(alone.approvals, alone.checks);
    EXPECT_LT(together.approvals, together.checks);
}

TEST(ApprovalNetwork, ApprovalsHoldOnForks) {
    auto random = test::seeded_random();
    const World world(12);
    Network network(World(12), random);
    ApprovalBlock a = world.block(1, 3), b = world.block(1, 3, 1);
    network.import(a, World::begin(1));
    network.import(b, World::begin(1));
    network.run(World::begin(1), World::begin(1) + 80);
    EXPECT_EQ(network.count_approved(a.hash), 12u);
    EXPECT_EQ(network.count_approved(b.hash), 12u);
}

// --- one node ---

class Voting : public testing::Test {
  protected:
    void import(const ApprovalBlock& block, std::optional<uint32_t> own = std::nullopt) {
        std::optional<std::pair<sr25519::KeyPair, ValidatorIndex>> key;
        if (own) key.emplace(world.keys[*own], ValidatorIndex{*own});
        voting.import_block(block, key, draw, World::begin(block.number), effects);
    }
    /// The assignments that a validator announces for a block when all tranches have come.
    std::vector<ApprovalEffect::DistributeAssignment> announced(const ApprovalBlock& block, uint32_t validator) const {
        ApprovalVoting other(6000);
        Effects out;
        other.import_block(block, std::pair(world.keys[validator], ValidatorIndex{validator}), draw, World::begin(1),
                           out);
        for (Tick now = World::begin(1); now < World::begin(1) + 60; ++now) other.on_time(now, out);
        return of_kind<ApprovalEffect::DistributeAssignment>(out);
    }
    IndirectApproval approval(const ApprovalBlock& block, uint32_t validator, std::vector<size_t> indices) const {
        ApprovalEffect::Sign sign{block.hash, {validator}, block.session, {}, Bits(indices.back() + 1)};
        for (const size_t index : indices) {
            sign.candidates.push_back(block.candidates[index].candidate);
            sign.indices.set(index, true);
        }
        return world.sign(sign);
    }
    World world{12};
    ApprovalVoting voting{6000};
    Effects effects;
    Tick late = World::begin(1) + 60;
};

TEST_F(Voting, ABlockWithoutCandidatesIsApproved) {
    import(world.block(1, 0));
    EXPECT_EQ(of_kind<ApprovalEffect::BlockApproved>(effects).size(), 1u);
    EXPECT_TRUE(voting.is_approved(hash_with(1)));
    EXPECT_FALSE(voting.is_approved(hash_with(2)));
}

TEST_F(Voting, RefusesAssignmentsThatAreNotTrue) {
    const ApprovalBlock block = world.block(1, 4);
    import(block);
    const auto all = announced(block, 10);
    ASSERT_FALSE(all.empty());
    const auto& [assignment, bits] = all.front();
    const auto verdict = [&](const IndirectAssignment& one, const Bits& candidates, Tick now) {
        return voting.import_assignment(one, candidates, now, effects);
    };
    auto other = assignment;
    other.block_hash = hash_with(9);
    EXPECT_EQ(verdict(other, bits, late), AssignmentVerdict::kUnknownBlock);
    other = assignment;
    other.validator = {11};
    EXPECT_EQ(verdict(other, bits, late), AssignmentVerdict::kInvalid);
    Bits beyond(5);
    beyond.set(4, true);
    EXPECT_EQ(verdict(assignment, beyond, late), AssignmentVerdict::kNoSuchCandidate);
    Bits too_many(7);
    too_many.set(6, true);
    EXPECT_EQ(verdict(assignment, too_many, late), AssignmentVerdict::kBadBits) << "there are six cores";
    EXPECT_EQ(verdict(assignment, Bits(), late), AssignmentVerdict::kBadBits);
    EXPECT_EQ(verdict(assignment, bits, late), AssignmentVerdict::kAccepted);
    EXPECT_EQ(verdict(assignment, bits, late), AssignmentVerdict::kDuplicate);
}

TEST_F(Voting, RefusesAssignmentsThatComeTooEarly) {
    ApprovalBlock block = world.block(1, 6);
    import(block);
    bool found = false;
    for (uint32_t validator = 0; validator < 12 && !found; ++validator) {
        for (const auto& [assignment, bits] : announced(block, validator)) {
            ApprovalVoting other(6000);
            other.import_block(block, std::nullopt, draw, World::begin(1), effects);
            if (other.import_assignment(assignment, bits, World::begin(1), effects) != AssignmentVerdict::kTooEarly)
                continue;
            found = true;
            std::vector<LeavingCore> claimed;
            for (const size_t index : ones_of(bits)) claimed.push_back(block.candidates[index]);
            const auto tranche =
                check_assignment(claimed, assignment.validator, block.facts->config, block.story, assignment.cert);
            const Tick in_time = World::begin(1) + tranche.value() - ApprovalVoting::kTooFarInFuture + 1;
            EXPECT_EQ(other.import_assignment(assignment, bits, in_time - 1, effects), AssignmentVerdict::kTooEarly);
            EXPECT_EQ(other.import_assignment(assignment, bits, in_time, effects), AssignmentVerdict::kAccepted);
        }
    }
    EXPECT_TRUE(found) << "tranches go up to 39";
}

TEST_F(Voting, RefusesApprovalsWithoutAssignment) {
    const ApprovalBlock block = world.block(1, 4);
    import(block);
    EXPECT_EQ(voting.import_approval(approval(block, 10, {0}), late, effects), ApprovalVerdict::kNoAssignment);
    std::set<size_t> assigned;
    for (const auto& [assignment, bits] : announced(block, 10)) {
        voting.import_assignment(assignment, bits, late, effects);
        for (size_t i = 0; i < bits.size(); ++i) {
            if (bits[i]) assigned.insert(i);
        }
    }
    ASSERT_EQ(assigned.size(), 4u) << "no core is left out";
    EXPECT_EQ(voting.import_approval(approval(block, 10, {0, 1, 2}), late, effects), ApprovalVerdict::kAccepted);
    EXPECT_EQ(voting.import_approval(approval(block, 10, {0, 1, 2, 3}), late, effects), ApprovalVerdict::kBadBits)
        << "the parameter says three";
    auto bad = approval(block, 10, {3});
    bad.signature._0._0[5] ^= 1;
    EXPECT_EQ(voting.import_approval(bad, late, effects), ApprovalVerdict::kBadSignature);
    bad = approval(block, 10, {3});
    bad.candidate_indices = Bits(5);
    bad.candidate_indices.set(4, true);
    EXPECT_EQ(voting.import_approval(bad, late, effects), ApprovalVerdict::kNoSuchCandidate);
    bad = approval(block, 10, {3});
    bad.validator = {12};
    EXPECT_EQ(voting.import_approval(bad, late, effects), ApprovalVerdict::kNoSuchValidator);
    bad = approval(block, 10, {3});
    bad.block_hash = hash_with(7);
    EXPECT_EQ(voting.import_approval(bad, late, effects), ApprovalVerdict::kUnknownBlock);
}

TEST_F(Voting, DisputesWhatIsInvalidAndKeepsSilentOnWhatIsUnknown) {
    import(world.block(1, 6), 0);
    for (Tick now = World::begin(1); now < late; ++now) voting.on_time(now, effects);
    const auto checks = of_kind<ApprovalEffect::Check>(effects);
    ASSERT_GE(checks.size(), 3u);
    effects.clear();
    voting.on_checked(checks[0].block, checks[0].candidate.candidate, ApprovalVoting::Outcome::kInvalid, late, effects);
    ASSERT_EQ(effects.size(), 1u);
    EXPECT_EQ(std::get<ApprovalEffect::Dispute>(effects[0].v).candidate, checks[0].candidate.candidate);
    effects.clear();
    voting.on_checked(checks[1].block, checks[1].candidate.candidate, ApprovalVoting::Outcome::kUnknown, late, effects);
    EXPECT_TRUE(effects.empty());
    voting.on_checked(checks[2].block, checks[2].candidate.candidate, ApprovalVoting::Outcome::kValid, late, effects);
    voting.on_checked(checks[2].block, checks[2].candidate.candidate, ApprovalVoting::Outcome::kValid, late, effects);
    EXPECT_EQ(of_kind<ApprovalEffect::Sign>(effects).size(), 1u)
        << "half of the time of a no-show is over: at once, once";
}

TEST_F(Voting, WaitsForMoreToSign) {
    world = World(12, 3, 16);
    import(world.block(1, 6), 0);
    const Tick begin = World::begin(1);
    for (Tick now = begin; now <= begin + 2; ++now) voting.on_time(now, effects);
    const auto checks = of_kind<ApprovalEffect::Check>(effects);
    ASSERT_FALSE(checks.empty());
    effects.clear();
    for (const auto& check : checks) {
        voting.on_checked(check.block, check.candidate.candidate, ApprovalVoting::Outcome::kValid, begin + 2, effects);
    }
    EXPECT_TRUE(of_kind<ApprovalEffect::Sign>(effects).empty());
    for (Tick now = begin + 3; now < begin + 12; ++now) voting.on_time(now, effects);
    EXPECT_TRUE(of_kind<ApprovalEffect::Sign>(effects).empty());
    // A no-show is after two slots, 24 ticks: half of that from the tranche on.
    for (Tick now = begin + 12; now < begin + 15; ++now) voting.on_time(now, effects);
    const auto signs = of_kind<ApprovalEffect::Sign>(effects);
    ASSERT_EQ(signs.size(), 1u);
    EXPECT_EQ(signs[0].candidates.size(), checks.size());
}

// --- what may be final ---

// Observed: polkadot-node-core-approval-voting 36.0.0, import.rs: a digest of the relay chain forces approvals
TEST_F(Voting, WhatTheRelayChainForcesIsApprovedUpToANumber) {
    for (const uint32_t number : {1u, 2u, 3u}) import(world.block(number, 1));
    (void)voting.take_records();
    effects.clear();
    voting.force_approve(hash_with(3), 2, effects);
    EXPECT_TRUE(voting.is_approved(hash_with(1)));
    EXPECT_TRUE(voting.is_approved(hash_with(2)));
    EXPECT_FALSE(voting.is_approved(hash_with(3)));
    EXPECT_EQ(of_kind<ApprovalEffect::BlockApproved>(effects).size(), 2u);
    EXPECT_FALSE(voting.take_records().empty()) << "also after a restart";
    voting.force_approve(hash_with(9), 9, effects);
    EXPECT_FALSE(voting.is_approved(hash_with(3))) << "of a block that is not known nothing follows";
}

TEST_F(Voting, FindsTheHighestAncestorThatIsApprovedWithAllBelowIt) {
    for (const uint32_t number : {1u, 2u, 4u}) import(world.block(number, 0));
    import(world.block(3, 1));
    import(world.block(5, 0));
    const auto ancestor = [&](uint32_t target, BlockNumber bound) {
        const auto found = voting.approved_ancestor(hash_with(target), bound);
        return found ? found->number : 0;
    };
    EXPECT_EQ(ancestor(5, 0), 2u);
    EXPECT_EQ(ancestor(2, 0), 2u);
    EXPECT_EQ(ancestor(5, 3), 5u) << "nothing above 3 is missing";
    EXPECT_EQ(ancestor(3, 2), 0u);
    EXPECT_EQ(ancestor(2, 2), 0u) << "not above the bound";
    EXPECT_EQ(voting.approved_ancestor(hash_with(9), 0), std::nullopt) << "unknown";
}

TEST_F(Voting, ForgetsFinalBlocksAndForks) {
    import(world.block(1, 2));
    import(world.block(2, 2));
    import(world.block(2, 1, 7));
    import(world.block(3, 1, 7, 7));
    import(world.block(4, 1, 7, 7));
    import(world.block(3, 1));
    EXPECT_EQ(voting.block_count(), 6u);
    voting.on_finalized(2, hash_with(2));
    EXPECT_EQ(voting.block_count(), 1u) << "block 3 on the final one";
    EXPECT_EQ(voting.candidate_count(), 1u);
    EXPECT_TRUE(voting.status_of(hash_with(3), {hash_with(300, 0xcc)}, late));
    voting.on_finalized(3, hash_with(3));
    EXPECT_EQ(voting.block_count(), 0u);
    EXPECT_EQ(voting.wake_at(), std::nullopt);
}

// Observed: polkadot-service 42.0.0, relay_chain_selection.rs
TEST(FinalityTarget, IsTheApprovedAncestorOr500BehindTheBest) {
    EXPECT_EQ(finality_target(10, 20, 15), 15u);
    EXPECT_EQ(finality_target(10, 20, std::nullopt), 10u);
    EXPECT_EQ(finality_target(10, 510, std::nullopt), 10u) << "500 behind is not too far";
    EXPECT_EQ(finality_target(10, 511, std::nullopt), 11u);
    EXPECT_EQ(finality_target(10, 700, 150), 200u);
    EXPECT_EQ(finality_target(10, 700, 200), 200u);
    EXPECT_EQ(finality_target(300, 700, std::nullopt), 300u);
}

}  // namespace
}  // namespace serinus::parachain
