// What elections have: deposits, rounds, scores, bounds, and governance's result.
// Observed: pallet-election-provider-multi-phase 41
#include "runtime/pallets/election_provider_multi_phase/electorate_test.hpp"

namespace serinus::pallet_election_provider_multi_phase::rounds {

using mock::kUnit;
using Elections = Pallet<struct ElectionConfig>;
using Voters = Electorate::Voters;

/// All voters back the first target.
struct OfTheSnapshot {
    static Result<Supports<AccountId>, ElectionFailure> instant_elect(const Voters& voters,
                                                                      const std::vector<AccountId>& targets,
                                                                      uint32_t desired) {
        if (desired == 0) return ElectionFailure("nobody is wanted");
        npos::Support<AccountId> support;
        for (const auto& [who, stake, votes] : voters) {
            support.total += stake;
            support.voters.emplace_back(who, stake);
        }
        return Supports<AccountId>{{targets.at(0), support}};
    }
};

struct NoFees {
    static Balance compute_actual_fee(uint32_t, const DispatchInfo&, const PostDispatchInfo&, Balance) { return 0; }
};

struct ElectionConfig : SmallElections<3> {
    static constexpr Balance signed_deposit_base(uint32_t queued) { return (1 + queued) * kUnit; }
    static constexpr ElectionBounds kElectionBounds{};
    using TransactionPayment = NoFees;
    using GovernanceFallback = OfTheSnapshot;
};
using Runtime = mock::RuntimeOf<Elections>;

}  // namespace serinus::pallet_election_provider_multi_phase::rounds

SERINUS_PALLET(serinus::pallet_election_provider_multi_phase::Pallet<
               serinus::pallet_election_provider_multi_phase::rounds::ElectionConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_election_provider_multi_phase::rounds::Runtime)

namespace serinus::pallet_election_provider_multi_phase::rounds {
namespace {

using namespace mock;
using Refusal = Elections::Error;
using RoundsPhase = Elections::Phase;

const auto& kElections = Elections::storage;

/// Alice votes for two, Bob and Charlie for one of them each.
class ElectionRoundsTest : public World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        Electorate::begin();
        Electorate::vote(kAlice, 100, {account(1), account(2)});
        Electorate::vote(kBob, 70, {account(2)});
        Electorate::vote(kCharlie, 30, {account(1)});
    }
    static void open_signed() {
        go_to(70);
        Elections::on_initialize(70);
    }
    /// Bob and Charlie back their targets, Alice gives `parts` of 65535 to the first one.
    static Elections::Raw solution(uint16_t parts) {
        const PerU16 part{parts};
        return scored(*Elections::Solution::from(
            {{0, {{0, part}, {1, left_from_one(part)}}}, {1, {{1, PerU16::one()}}}, {2, {{0, PerU16::one()}}}}));
    }
    static Elections::Raw scored(const Elections::Solution& solution) {
        const auto score =
            npos::score_of(solution, std::span<const AccountId>(Electorate::targets), Electorate::voters);
        EXPECT_TRUE(score);
        return {solution, score.value_or(ElectionScore{}), kElections.Round.get()};
    }
    static Balance reserved_for(const AccountId& who, const Elections::Raw& raw) {
        make_ok(signed_by(who), Elections::submit{raw});
        return Balances::reserved_balance(who) - Balance{1000} * scale::encoded_size(raw);
    }
};

TEST_F(ElectionRoundsTest, TheDepositGrowsWithTheQueue) {
    open_signed();
    const auto raw = solution(32'000);
    EXPECT_EQ(reserved_for(kAlice, raw), kUnit);
    EXPECT_EQ(reserved_for(kBob, raw), 2 * kUnit);
    EXPECT_EQ(reserved_for(kCharlie, raw), 3 * kUnit);
    auto better = raw;
    better.score.minimal_stake += 1;
    EXPECT_EQ(reserved_for(kDave, better), 4 * kUnit) << "the one that is ejected counts";
    EXPECT_EQ(kElections.SignedSubmissionIndices.get().size(), 3u);
}

TEST_F(ElectionRoundsTest, ASignedSolutionOfAnotherRoundIsRefusedBeforeTheSnapshotIsAsked) {
    open_signed();
    auto raw = solution(32'000);
    const auto size = *kElections.SnapshotMetadata.get();
    kElections.SnapshotMetadata.remove();
    make_error(signed_by(kAlice), Elections::submit{raw}, Refusal::MissingSnapshotMetadata);
    raw.round += 1;
    make_error(signed_by(kAlice), Elections::submit{raw}, Refusal::PreDispatchDifferentRound);
    EXPECT_EQ(static_cast<uint8_t>(Refusal::PreDispatchDifferentRound), 14);
    kElections.SnapshotMetadata.put(size);
}

TEST_F(ElectionRoundsTest, AnyBetterUnsignedSolutionIsTaken) {
    open_signed();
    kElections.CurrentPhase.put({RoundsPhase::Unsigned{{true, 70}}});
    const auto raw = solution(32'000);
    const auto submit = [](const Elections::Raw& one) {
        return Elections::submit_unsigned{one, *kElections.SnapshotMetadata.get()};
    };
    make_ok(none(), submit(raw));
    EXPECT_EQ(Elections::unsigned_pre_dispatch_checks(raw).error(), DispatchError(Refusal::PreDispatchWeakSubmission));
    auto queued = *kElections.QueuedSolution.get();
    queued.score.sum_stake_squared += 1;
    kElections.QueuedSolution.put(queued);
    make_ok(none(), submit(raw));
    EXPECT_EQ(kElections.QueuedSolution.get()->score, raw.score) << "of one unit in what shall be small";
}

TEST_F(ElectionRoundsTest, BackersStandInTheOrderOfTheSnapshot) {
    open_signed();
    const auto ready = Elections::feasibility_check(solution(32'000), ElectionCompute::Signed);
    ASSERT_TRUE(ready);
    auto result = *ready;
    const Supports<AccountId> supports = std::move(result.supports).into_inner();
    ASSERT_EQ(supports.size(), 2u);
    EXPECT_EQ(supports[0].second.voters[0].first, kAlice) << "though she has two targets";
    EXPECT_EQ(supports[0].second.voters[1].first, kCharlie);
    EXPECT_EQ(supports[1].second.voters[0].first, kAlice);
    EXPECT_EQ(supports[1].second.voters[1].first, kBob);
    const auto twice =
        Elections::Solution::from({{1, {{1, PerU16::one()}}}, {2, {{0, PerU16::one()}}}, {2, {{0, PerU16::one()}}}});
    EXPECT_EQ(Elections::feasibility_check(scored(*twice), ElectionCompute::Signed).error(),
              FeasibilityError::NposElection);
}

TEST_F(ElectionRoundsTest, AWinnerHasNoMoreBackersThanTheBound) {
    Electorate::vote(kDave, 20, {account(1)});
    Electorate::vote(kEve, 10, {account(1)});
    open_signed();
    const PerU16 all = PerU16::one();
    const auto of = [&](uint32_t backers) {
        std::vector<npos::Assignment<PerU16>> assignments{{1, {{1, all}}}, {0, {{0, all}}}};
        for (uint32_t who = 2; assignments.size() <= backers; ++who) assignments.push_back({who, {{0, all}}});
        return scored(*Elections::Solution::from(assignments));
    };
    EXPECT_TRUE(Elections::feasibility_check(of(3), ElectionCompute::Signed));
    EXPECT_FALSE(Elections::feasibility_check(of(4), ElectionCompute::Signed));

    kElections.CurrentPhase.put({RoundsPhase::Emergency{}});
    npos::Support<AccountId> support{.total = 4, .voters = {{kAlice, 1}, {kBob, 1}, {kCharlie, 1}, {kDave, 1}}};
    make_error(root(), Elections::set_emergency_election_result{{{account(1), support}}}, Refusal::TooManyWinners);
    support.voters.pop_back();
    make_ok(root(), Elections::set_emergency_election_result{{{account(1), support}}});
}

TEST_F(ElectionRoundsTest, GovernanceAsksForTheResultOfTheSnapshot) {
    open_signed();
    using Fallback = Elections::governance_fallback;
    make_error(root(), Fallback{}, Refusal::CallNotAllowed);
    EXPECT_FALSE(Elections::elect());
    Electorate::voters.clear();  // the snapshot still has them
    make_ok(root(), Fallback{});
    EXPECT_TRUE(saw<Elections>(Elections::Event::SolutionStored{ElectionCompute::Fallback, std::nullopt, false}));
    kElections.DesiredTargets.put(0);
    make_error(root(), Fallback{}, Refusal::FallbackFailed);
    kElections.DesiredTargets.put(2);
    const auto elected = Elections::elect();
    ASSERT_TRUE(elected);
    EXPECT_EQ((*elected)[0].second.total, 200u);

    kElections.CurrentPhase.put({RoundsPhase::Emergency{}});
    make_error(root(), Fallback{}, Refusal::MissingSnapshotMetadata);
}

}  // namespace
}  // namespace serinus::pallet_election_provider_multi_phase::rounds
