// Phases, solutions and results of elections, read as a specification. Pallet: election-provider-multi-phase
#include "runtime/pallets/election_provider_multi_phase/electorate_test.hpp"

namespace serinus::pallet_election_provider_multi_phase {
namespace chain {

using mock::kAlice, mock::kUnit;
using Elections = Pallet<struct ElectionConfig>;

struct OnChain {
    static Result<Supports<AccountId>, ElectionFailure> instant_elect(const Electorate::Voters&,
                                                                      const std::vector<AccountId>&, uint32_t) {
        return ElectionFailure("nobody is asked");
    }
};

/// What transactions pay: a unit of weight and a byte cost one each.
struct Fees {
    static Balance compute_actual_fee(uint32_t length, const DispatchInfo& info, const PostDispatchInfo& post,
                                      Balance tip) {
        return length + post.calc_actual_weight(info).ref_time.value + tip;
    }
};

struct ElectionConfig : SmallElections<20> {
    static constexpr Balance signed_deposit_base(uint32_t) { return 100 * kUnit; }
    static constexpr ElectionBounds kElectionBounds{.voters = {.count = 20, .size = {}}, .targets = {}};
    using TransactionPayment = Fees;
    using GovernanceFallback = OnChain;
};

struct Runtime : mock::RuntimeOf<Elections> {};

}  // namespace chain
}  // namespace serinus::pallet_election_provider_multi_phase

SERINUS_PALLET(serinus::pallet_election_provider_multi_phase::Pallet<
               serinus::pallet_election_provider_multi_phase::chain::ElectionConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_election_provider_multi_phase::chain::Runtime)

namespace serinus::pallet_election_provider_multi_phase {
namespace {

using namespace mock;
using namespace chain;
using Error = Elections::Error;
using Event = Elections::Event;
using Phase = Elections::Phase;
using Raw = Elections::Raw;
const auto& kStore = Elections::storage;

class ElectionTest : public World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        Electorate::begin();
        Electorate::vote(kAlice, 100, {account(1), account(2)});
        Electorate::vote(kBob, 70, {account(2), account(3)});
        Electorate::vote(kCharlie, 30, {account(1)});
    }
    static Weight at(BlockNumber number) {
        go_to(number);
        System::reset_events();
        return Elections::on_initialize(number);
    }
    /// The solution that a miner finds.
    static Raw best() {
        const Phase phase = kStore.CurrentPhase.get();
        kStore.CurrentPhase.put({Phase::Unsigned{{true, 1}}});
        auto mined = Elections::mine_checked_call();
        kStore.CurrentPhase.put(phase);
        EXPECT_TRUE(mined);
        return mined ? mined->raw_solution : Raw{};
    }
    /// Charlie left out: a worse one, which is right too.
    static Raw worse() {
        Raw raw = best();
        EXPECT_TRUE(raw.solution.remove_voter(2));
        const auto snapshot = *kStore.Snapshot.get();
        raw.score = *npos::score_of(raw.solution, std::span<const AccountId>(snapshot.targets), snapshot.voters);
        return raw;
    }
    static DispatchResult submit(const AccountId& who, const Raw& raw) {
        System::reset_events();
        return Elections::submit{raw}(Signed{who});
    }
    template <class E>
    static bool has(const E& event) {
        return saw<Elections>(event);
    }
    template <class F>
    static bool panics(F&& f) {
        try {
            f();
        } catch (const native::Panic&) {
            return true;
        }
        return false;
    }
    static bool is(const DispatchResult& result, Error error) {
        return !result && result.error() == DispatchError(error);
    }
};

TEST_F(ElectionTest, PhasesOpenWhileTheElectionComesNearer) {
    constexpr auto kWeights = ElectionConfig::kWeights;
    EXPECT_EQ(at(69), kWeights.on_initialize_nothing());
    EXPECT_FALSE(Elections::ongoing());
    EXPECT_EQ(at(70), kWeights.on_initialize_open_signed());
    EXPECT_TRUE(has(Event::PhaseTransitioned{{Phase::Off{}}, {Phase::Signed{}}, 1}));
    EXPECT_TRUE(Elections::ongoing());
    EXPECT_EQ(kStore.DesiredTargets.get(), 2u);
    EXPECT_EQ(kStore.SnapshotMetadata.get()->voters.value, 3u);
    EXPECT_EQ(at(84), kWeights.on_initialize_nothing());
    EXPECT_EQ(at(85), kWeights.on_initialize_open_unsigned());
    EXPECT_EQ(kStore.CurrentPhase.get(), (Phase{Phase::Unsigned{{true, 85}}}));
    EXPECT_EQ(at(86), kWeights.on_initialize_nothing());
}

TEST_F(ElectionTest, TheUnsignedPhaseMakesTheSnapshotIfThereWasNoSignedOne) {
    EXPECT_EQ(at(90), ElectionConfig::kWeights.on_initialize_open_unsigned());
    EXPECT_TRUE(kStore.Snapshot.exists());
}

TEST_F(ElectionTest, NoPhaseOpensWithoutData) {
    Electorate::desired = 4;  // more than there may be winners
    EXPECT_EQ(at(70), ElectionConfig::kWeights.on_initialize_nothing());
    EXPECT_FALSE(Elections::ongoing());
    EXPECT_FALSE(kStore.Snapshot.exists());
    Electorate::desired = 3;
    Electorate::targets.pop_back();
    at(71);
    EXPECT_EQ(kStore.DesiredTargets.get(), 2u) << "not more than there are targets";
    Elections::storage.Snapshot.remove();
    kStore.SnapshotMetadata.remove();
    kStore.DesiredTargets.remove();
    kStore.CurrentPhase.put({});
    Electorate::voters.resize(21, Electorate::voters[0]);
    at(72);
    EXPECT_FALSE(Elections::ongoing()) << "more voters than the bound";
}

TEST_F(ElectionTest, AMinedSolutionIsQueuedAndBecomesTheResult) {
    at(70);
    at(85);
    const auto call = Elections::mine_checked_call();
    ASSERT_TRUE(call);
    EXPECT_TRUE((*call)(None{}));
    EXPECT_TRUE(has(Event::SolutionStored{ElectionCompute::Unsigned, std::nullopt, false}));
    EXPECT_FALSE(Elections::mine_checked_call()) << "the same again is not better";
    const auto supports = Elections::elect();
    ASSERT_TRUE(supports);
    ASSERT_EQ(supports->size(), 2u);
    Balance sum = 0;
    for (const auto& [winner, support] : *supports) sum += support.total;
    EXPECT_EQ(sum, 200u);
    EXPECT_TRUE(has(Event::ElectionFinalized{ElectionCompute::Unsigned, call->raw_solution.score}));
    EXPECT_TRUE(has(Event::PhaseTransitioned{{Phase::Unsigned{{true, 85}}}, {Phase::Off{}}, 2}));
    EXPECT_FALSE(kStore.Snapshot.exists());
}

TEST_F(ElectionTest, RefusesUnsignedSolutionsBeforeTheyCost) {
    at(70);
    const Raw raw = best();
    EXPECT_TRUE(is(Elections::unsigned_pre_dispatch_checks(raw), Error::PreDispatchEarlySubmission));
    at(85);
    EXPECT_TRUE(Elections::unsigned_pre_dispatch_checks(raw));
    Raw other = raw;
    other.round = 2;
    EXPECT_TRUE(is(Elections::unsigned_pre_dispatch_checks(other), Error::OcwCallWrongEra));
    kStore.DesiredTargets.put(3);
    EXPECT_TRUE(is(Elections::unsigned_pre_dispatch_checks(raw), Error::PreDispatchWrongWinnerCount));
    kStore.DesiredTargets.put(2);
    EXPECT_TRUE(Elections::submit_unsigned({raw, *kStore.SnapshotMetadata.get()})(None{}));
    EXPECT_TRUE(is(Elections::unsigned_pre_dispatch_checks(raw), Error::PreDispatchWeakSubmission));
}

TEST_F(ElectionTest, ChecksWhatASolutionClaims) {
    at(70);
    const Raw raw = best();
    const auto check = [](const Raw& claimed) {
        const auto ready = Elections::feasibility_check(claimed, ElectionCompute::Signed);
        return ready ? std::nullopt : std::optional(ready.error());
    };
    EXPECT_EQ(check(raw), std::nullopt);
    Raw other = raw;
    other.score.sum_stake += 1;
    EXPECT_EQ(check(other), FeasibilityError::InvalidScore);
    other = raw;
    other.round = 7;
    EXPECT_EQ(check(other), FeasibilityError::InvalidRound);
    EXPECT_EQ(check(Raw{}), FeasibilityError::WrongWinnerCount);
    kStore.MinimumUntrustedScore.put(raw.score);
    EXPECT_EQ(check(raw), FeasibilityError::UntrustedScoreTooLow);
    kStore.MinimumUntrustedScore.remove();
    auto snapshot = *kStore.Snapshot.get();
    snapshot.voters.pop_back();
    kStore.Snapshot.put(snapshot);
    EXPECT_EQ(check(raw), FeasibilityError::NposElection) << "a voter that is not there";
    kStore.Snapshot.remove();
    EXPECT_EQ(check(raw), FeasibilityError::SnapshotUnavailable);
    kStore.SnapshotMetadata.remove();
    kStore.DesiredTargets.remove();
}

TEST_F(ElectionTest, AnUnsignedSolutionThatIsWrongPanics) {
    at(85);
    Raw raw = best();
    raw.score.minimal_stake += 1;
    const auto size = *kStore.SnapshotMetadata.get();
    EXPECT_TRUE(panics([&] { (void)Elections::submit_unsigned({raw, size})(None{}); }));
    EXPECT_TRUE(
        panics([&] { (void)Elections::submit_unsigned({best(), {size.voters.value + 1, size.targets}})(None{}); }));
}

TEST_F(ElectionTest, SignedSolutionsAreSortedAndTheWorstIsEjected) {
    EXPECT_TRUE(is(submit(kAlice, Raw{}), Error::PreDispatchEarlySubmission));
    at(70);
    const Raw good = best(), bad = worse();
    ASSERT_LT(bad.score, good.score);
    const Balance deposit = 100 * kUnit + 1000 * scale::encoded_size(bad);
    EXPECT_TRUE(submit(kAlice, bad));
    EXPECT_TRUE(has(Event::SolutionStored{ElectionCompute::Signed, kAlice, false}));
    EXPECT_EQ(Balances::reserved_balance(kAlice), deposit);
    EXPECT_TRUE(submit(kBob, good));
    EXPECT_TRUE(submit(kCharlie, bad));
    go_to(71);
    const auto indices = kStore.SignedSubmissionIndices.get();
    EXPECT_EQ(std::get<2>(indices[0]), 0u);
    EXPECT_EQ(std::get<2>(indices[1]), 2u) << "equal ones of one block stand in their order";
    EXPECT_EQ(std::get<2>(indices[2]), 1u);
    EXPECT_TRUE(is(submit(kDave, bad), Error::SignedQueueFull));
    EXPECT_TRUE(submit(kDave, good));
    EXPECT_TRUE(has(Event::SolutionStored{ElectionCompute::Signed, kDave, true}));
    EXPECT_EQ(Balances::reserved_balance(kAlice), 0u);
    EXPECT_EQ(std::get<2>(kStore.SignedSubmissionIndices.get()[1]), 3u) << "of equal ones the later block stands first";
    EXPECT_EQ(std::get<2>(kStore.SignedSubmissionIndices.get()[2]), 1u);
}

TEST_F(ElectionTest, TheEndOfTheSignedPhasePaysRefundsAndSlashes) {
    at(70);
    Raw wrong = best();
    wrong.score.sum_stake_squared -= 1;  // better than it is
    EXPECT_TRUE(submit(kAlice, worse()));
    EXPECT_TRUE(submit(kBob, best()));
    EXPECT_TRUE(submit(kCharlie, wrong));
    const Balance fee = kStore.SignedSubmissionsMap.get(1)->call_fee;
    EXPECT_GT(fee, 0u);
    const Balance refund = kStore.SignedSubmissionsMap.get(0)->call_fee;
    const Balance deposit = kStore.SignedSubmissionsMap.get(2)->deposit;
    at(85);
    EXPECT_TRUE(has(Event::Slashed{kCharlie, deposit}));
    EXPECT_TRUE(has(Event::Rewarded{kBob, kUnit}));
    EXPECT_EQ(Balances::free_balance(kAlice), 1000 * kUnit + refund);
    EXPECT_EQ(Balances::free_balance(kBob), 1001 * kUnit + fee);
    EXPECT_EQ(Balances::free_balance(kCharlie), 1000 * kUnit - deposit);
    for (const AccountId& who : {kAlice, kBob, kCharlie}) EXPECT_EQ(Balances::reserved_balance(who), 0u);
    EXPECT_EQ(kStore.QueuedSolution.get()->compute, ElectionCompute::Signed);
    EXPECT_EQ(kStore.SignedSubmissionNextIndex.get(), 0u);
}

TEST_F(ElectionTest, WithoutASolutionGovernanceGivesTheResult) {
    const auto root = Origin<EnsureRoot>{};
    EXPECT_TRUE(is(Elections::governance_fallback({})(root), Error::CallNotAllowed));
    EXPECT_TRUE(is(Elections::set_emergency_election_result({})(root), Error::CallNotAllowed));
    EXPECT_FALSE(Elections::elect());
    EXPECT_TRUE(has(Event::ElectionFailed{}));
    EXPECT_TRUE(kStore.CurrentPhase.get().is<Phase::Emergency>());
    EXPECT_FALSE(Elections::elect()) << "again and again";
    EXPECT_TRUE(is(Elections::set_emergency_election_result({Supports<AccountId>(4)})(root), Error::TooManyWinners));
    EXPECT_TRUE(Elections::set_emergency_election_result({{{kDave, {}}}})(root));
    EXPECT_TRUE(has(Event::SolutionStored{ElectionCompute::Emergency, std::nullopt, false}));
    EXPECT_TRUE(is(Elections::governance_fallback({})(root), Error::MissingSnapshotMetadata));
    const auto supports = Elections::elect();
    ASSERT_TRUE(supports);
    EXPECT_EQ(supports->size(), 1u);
    EXPECT_FALSE(Elections::ongoing());
    EXPECT_EQ(kStore.Round.get(), 2u);
}

TEST_F(ElectionTest, TheLeastScoreIsSetByGovernance) {
    EXPECT_TRUE(Elections::set_minimum_untrusted_score({ElectionScore{1, 2, 3}})(Origin<EnsureRoot>{}));
    EXPECT_EQ(kStore.MinimumUntrustedScore.get(), (ElectionScore{1, 2, 3}));
    EXPECT_TRUE(Elections::set_minimum_untrusted_score({})(Origin<EnsureRoot>{}));
    EXPECT_FALSE(kStore.MinimumUntrustedScore.exists());
}

}  // namespace
}  // namespace serinus::pallet_election_provider_multi_phase
