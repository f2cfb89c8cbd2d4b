// Bonds, roles, rewards and deferred slashes, read as a specification. Pallet: staking
#include "runtime/mock/validators_test.hpp"

namespace serinus::pallet_staking {
namespace {

using namespace mock::validators;
using mock::validators::Balances;
using mock::validators::Session;
using mock::validators::Staking;
using mock::validators::VoterList;
using Error = Staking::Error;
using Event = Staking::Event;
using Payee = Staking::Payee;
const auto& kStakingStore = Staking::storage;
constexpr EraIndex kNow = 40;
constexpr EraIndex kBondingEras = 28;
constexpr EraIndex kDeferral = 27;
constexpr Balance kLeast = kLeastBalance;

Perbill part_of(uint32_t percent) { return Perbill::from_percent(percent); }

/// Era 40 is under way, and nobody has bonded anything.
class BondsTest : public World {
  protected:
    void SetUp() override {
        World::SetUp();
        kStakingStore.CurrentEra.put(kNow);
        kStakingStore.ActiveEra.put({.index = kNow, .start = 1});
        kStakingStore.ErasStartSessionIndex.put(kNow, 6 * kNow);
        kStakingStore.BondedEras.put({{kNow - 1, 6 * kNow - 6}, {kNow, 6 * kNow}});
        kStakingStore.ValidatorCount.put(3);
    }
    void TearDown() override {
        for (const auto check : {&Staking::try_state, &VoterList::try_state}) {
            const auto state = check();
            EXPECT_TRUE(state) << state.error();
        }
        World::TearDown();
    }

    static void bond(const AccountId& who, Balance amount, Payee payee = {typename Payee::Stash{}}) {
        make_ok(signed_by(who), Staking::bond{{amount}, payee});
    }
    static void validate(const AccountId& who, uint32_t commission = 0, bool blocked = false) {
        make_ok(signed_by(who), Staking::validate{{{part_of(commission)}, blocked}});
    }
    static void nominate(const AccountId& who, std::initializer_list<AccountId> targets) {
        Staking::nominate call;
        for (const AccountId& target : targets) call.targets.push_back(id(target));
        make_ok(signed_by(who), call);
    }
    static void fails(const AccountId& who, const RuntimeCall& call, Error error) {
        make_error(signed_by(who), call, error);
    }
    template <class E>
    static bool has(const E& event) {
        return saw<Staking>(event);
    }
    static Balance active(const AccountId& who) { return kStakingStore.Ledger.get(who)->active.value; }
    static std::vector<AccountId> voters() {
        std::vector<AccountId> out;
        auto list = VoterList::iter();
        while (const auto voter = list.next()) out.push_back(*voter);
        return out;
    }
    static void to_era(EraIndex era) {
        kStakingStore.CurrentEra.put(era);
        kStakingStore.ActiveEra.put({.index = era, .start = 1});
    }
};

// Bonds

TEST_F(BondsTest, WhatIsUnbondedIsFreeAfterTwentyEightEras) {
    bond(kAlice, 100 * kUnit);
    make_ok(signed_by(kAlice), Staking::unbond{{30 * kUnit}});
    EXPECT_TRUE(has(Event::Unbonded{kAlice, 30 * kUnit}));
    make_ok(signed_by(kAlice), Staking::unbond{{10 * kUnit}});
    EXPECT_EQ(kStakingStore.Ledger.get(kAlice)->unlocking.size(), 1u) << "one chunk for an era";
    to_era(kNow + kBondingEras - 1);
    make_ok(signed_by(kAlice), Staking::withdraw_unbonded{});
    EXPECT_EQ(kStakingStore.Ledger.get(kAlice)->total.value, 100 * kUnit);
    to_era(kNow + kBondingEras);
    make_ok(signed_by(kAlice), Staking::withdraw_unbonded{});
    EXPECT_TRUE(has(Event::Withdrawn{kAlice, 40 * kUnit}));
    EXPECT_EQ(kStakingStore.Ledger.get(kAlice)->total.value, 60 * kUnit);
}

TEST_F(BondsTest, ARestBelowTheExistentialDepositGoesAlongAndTheStashIsForgotten) {
    bond(kAlice, 10 * kUnit);
    make_ok(signed_by(kAlice), Staking::unbond{{10 * kUnit - kLeast + 1}});
    EXPECT_EQ(active(kAlice), 0u);
    to_era(kNow + kBondingEras);
    make_ok(signed_by(kAlice), Staking::withdraw_unbonded{});
    EXPECT_FALSE(kStakingStore.Bonded.exists(kAlice));
    EXPECT_FALSE(kStakingStore.Ledger.exists(kAlice));
    EXPECT_EQ(Staking::Hold::balance(kAlice), 0u);
}

TEST_F(BondsTest, ThereAreThirtyTwoChunksAndTheYoungestComesBackFirst) {
    bond(kAlice, 100 * kUnit);
    for (EraIndex era = 0; era < 32; ++era) {
        // Within the bonding duration nothing of it is withdrawn by the calls themselves.
        kStakingStore.CurrentEra.put(kNow + era % kBondingEras);
        if (era < kBondingEras) make_ok(signed_by(kAlice), Staking::unbond{{kUnit + era}});
    }
    EXPECT_EQ(kStakingStore.Ledger.get(kAlice)->unlocking.size(), kBondingEras);
    make_ok(signed_by(kAlice), Staking::rebond{{kUnit + 27 + 5}});
    const auto chunks = kStakingStore.Ledger.get(kAlice)->unlocking.inner();
    EXPECT_EQ(chunks.size(), kBondingEras - 1) << "the last is whole again";
    EXPECT_EQ(chunks.back().value.value, kUnit + 26 - 5);
    bond(kBob, kUnit);
    fails(kBob, Staking::rebond{{1}}, Error::NoUnlockChunk);

    auto ledger = *kStakingStore.Ledger.get(kBob);
    std::vector<UnlockChunk<Balance>> full;
    for (EraIndex era = 0; era < 32; ++era) full.push_back({{1}, {kNow + 10 + era}});
    ledger.unlocking = *decltype(ledger.unlocking)::from(full);
    ledger.total.value += 32;
    kStakingStore.Ledger.put(kBob, ledger);
    kStakingStore.CurrentEra.put(kNow);
    fails(kBob, Staking::unbond{{1}}, Error::NoMoreChunks);
    // Those that can be withdrawn make room.
    kStakingStore.CurrentEra.put(kNow + 15);
    make_ok(signed_by(kBob), Staking::unbond{{1}});
}

// Roles

TEST_F(BondsTest, WhoChangesItsRoleGoesToTheEndOfItsBag) {
    for (const AccountId& who : {kAlice, kBob, kCharlie}) bond(who, 100 * kUnit);
    validate(kAlice);
    validate(kBob);
    nominate(kCharlie, {kAlice});
    EXPECT_EQ(voters(), (std::vector{kAlice, kBob, kCharlie}));
    nominate(kAlice, {kBob});
    EXPECT_EQ(voters(), (std::vector{kBob, kCharlie, kAlice}));
    EXPECT_FALSE(kStakingStore.Validators.exists(kAlice));
    validate(kBob, 10);
    EXPECT_EQ(voters(), (std::vector{kBob, kCharlie, kAlice})) << "the same role keeps its place";
    make_ok(signed_by(kBob), Staking::chill{});
    EXPECT_TRUE(has(Event::Chilled{kBob}));
    EXPECT_EQ(voters(), (std::vector{kCharlie, kAlice}));
}

TEST_F(BondsTest, AValidatorThatIsBlockedTakesNoNewNominatorsAndKicksOldOnes) {
    for (const AccountId& who : {kAlice, kBob, kCharlie}) bond(who, 100 * kUnit);
    validate(kAlice);
    nominate(kBob, {kAlice});
    validate(kAlice, 0, true);
    fails(kCharlie, Staking::nominate{{id(kAlice)}}, Error::BadTarget);
    nominate(kBob, {kAlice});  // an old one stays
    fails(kCharlie, Staking::nominate{}, Error::EmptyTargets);
    make_ok(signed_by(kAlice), Staking::kick{{id(kBob), id(kCharlie)}});
    EXPECT_TRUE(has(Event::Kicked{kBob, kAlice}));
    EXPECT_TRUE(kStakingStore.Nominators.get(kBob)->targets.empty());
    EXPECT_EQ(voters().size(), 2u) << "it stays in the list without targets";
}

TEST_F(BondsTest, BoundsHoldForNewOnesAndOthersAreChilledOnlyWhenItIsFull) {
    bond(kAlice, 5 * kUnit);
    validate(kAlice);
    bond(kBob, 500 * kUnit);
    validate(kBob);
    bond(kCharlie, 5 * kUnit);
    using Amount = ConfigOp<Balance>;
    using Count = ConfigOp<uint32_t>;
    const auto noop = Staking::set_staking_configs{{typename Amount::Noop{}},
                                                   {Amount::Set{10 * kUnit}},
                                                   {typename Count::Noop{}},
                                                   {typename Count::Noop{}},
                                                   {{}},
                                                   {ConfigOp<Perbill>::Set{part_of(5)}},
                                                   {{}}};
    make_ok(root(), noop);
    fails(kCharlie, Staking::validate{}, Error::InsufficientBond);
    fails(kBob, Staking::validate{}, Error::CommissionTooLow);
    fails(kBob, Staking::unbond{{495 * kUnit}}, Error::InsufficientBond);
    fails(kDave, Staking::chill_other{kAlice}, Error::CannotChillOther);
    kStakingStore.MaxValidatorsCount.put(2);
    kStakingStore.ChillThreshold.put(Percent{75});
    fails(kDave, Staking::chill_other{kBob}, Error::CannotChillOther);
    make_ok(signed_by(kDave), Staking::chill_other{kAlice});
    EXPECT_FALSE(kStakingStore.Validators.exists(kAlice));
    make_ok(signed_by(kDave), Staking::force_apply_min_commission{kBob});
    EXPECT_EQ(kStakingStore.Validators.get(kBob).commission.value, part_of(5));
}

TEST_F(BondsTest, TheNumberOfValidatorsIsBoundByWhatCanBeElected) {
    make_ok(root(), Staking::set_validator_count{{50}});
    make_ok(root(), Staking::increase_validator_count{{25}});
    make_ok(root(), Staking::scale_validator_count{Percent{20}});
    EXPECT_EQ(kStakingStore.ValidatorCount.get(), 90u);
    make_error(root(), Staking::increase_validator_count{{11}}, Error::TooManyValidators);
    make_error(signed_by(kAlice), Staking::set_validator_count{{1}}, kBadOrigin);
}

// Rewards

class StakingPayoutTest : public BondsTest {
  protected:
    static constexpr EraIndex kPaid = kNow - 1;
    static constexpr Balance kPot = 1000 * kUnit;

    /// Alice has 60, Bob 30 and Charlie 10 behind Alice; she has three quarters of the era's points and takes 10 %.
    void SetUp() override {
        BondsTest::SetUp();
        bond(kAlice, 60 * kUnit);
        bond(kBob, 30 * kUnit, {typename Payee::Staked{}});
        bond(kCharlie, 10 * kUnit, {typename Payee::Account{kEve}});
        kStakingStore.ErasValidatorReward.put(kPaid, kPot);
        kStakingStore.ErasRewardPoints.put(kPaid, {.total = 80, .individual = {{kAlice, 60}, {kDave, 20}}});
        kStakingStore.ErasValidatorPrefs.put(kPaid, kAlice, {{part_of(10)}, false});
        Staking::set_exposure(kPaid, kAlice,
                              {{100 * kUnit}, {60 * kUnit}, {{kBob, {30 * kUnit}}, {kCharlie, {10 * kUnit}}}});
    }
};

TEST_F(StakingPayoutTest, TheCommissionComesFirstAndTheRestIsSharedByStake) {
    make_ok(signed_by(kDave), Staking::payout_stakers{kAlice, kPaid});
    EXPECT_TRUE(has(Event::PayoutStarted{kPaid, kAlice, 0, std::nullopt}));
    // Of 750: 75, and of 675 six tenths.
    EXPECT_TRUE(has(Event::Rewarded{kAlice, {typename Payee::Stash{}}, 75 * kUnit + 405 * kUnit}));
    EXPECT_TRUE(has(Event::Rewarded{kBob, {typename Payee::Staked{}}, 202'500'000'000'000}));
    EXPECT_EQ(active(kBob), 30 * kUnit + 202'500'000'000'000) << "Staked raises the bond";
    EXPECT_EQ(Balances::free_balance(kEve), 1000 * kUnit + 67'500'000'000'000);
    EXPECT_EQ(active(kAlice), 60 * kUnit);
    fails(kDave, Staking::payout_stakers{kAlice, kPaid}, Error::AlreadyClaimed);
}

TEST_F(StakingPayoutTest, OnlyErasThatAreOverAndNotTooOldPay) {
    fails(kDave, Staking::payout_stakers{kAlice, kNow}, Error::InvalidEraToReward);
    fails(kDave, Staking::payout_stakers{kAlice, kNow + 1}, Error::InvalidEraToReward);
    fails(kDave, Staking::payout_stakers{kEve, kPaid}, Error::NotStash);
    kStakingStore.CurrentEra.put(kPaid + 85);
    fails(kDave, Staking::payout_stakers{kAlice, kPaid}, Error::InvalidEraToReward);
    kStakingStore.CurrentEra.put(kPaid + 84);
    make_ok(signed_by(kDave), Staking::payout_stakers{kAlice, kPaid});
}

TEST_F(StakingPayoutTest, WhoHasNoPointsIsPaidNothingAndIsDone) {
    make_ok(signed_by(kDave), Staking::payout_stakers{kBob, kPaid});
    EXPECT_FALSE(has(Event::PayoutStarted{kPaid, kBob, 0, std::nullopt}));
    fails(kDave, Staking::payout_stakers{kBob, kPaid}, Error::AlreadyClaimed);
}

// Slashes

class StakingSlashTest : public BondsTest {
  protected:
    /// Alice validates with 100, Bob has 50 behind her; ten others validate.
    void SetUp() override {
        BondsTest::SetUp();
        bond(kAlice, 100 * kUnit);
        bond(kBob, 50 * kUnit);
        validate(kAlice);
        nominate(kBob, {kAlice});
        kStakingStore.SlashRewardFraction.put(part_of(10));
        std::vector<AccountId> validators{kAlice};
        for (uint8_t i = 1; i <= 11; ++i) validators.push_back(account(i));
        Session::storage.Validators.put(validators);
        Staking::set_exposure(kNow, kAlice, {{150 * kUnit}, {100 * kUnit}, {{kBob, {50 * kUnit}}}});
        System::reset_events();
    }
    static void offence(uint32_t percent, std::vector<AccountId> reporters = {}, EraIndex era = kNow) {
        const Staking::OffenceDetails details{{kAlice, {}}, std::move(reporters)};
        const Perbill fraction = part_of(percent);
        Staking::on_offence({&details, 1}, {&fraction, 1}, 6 * era);
    }
    /// That era begins, and applies what is due.
    static void begin_era(EraIndex era) {
        kStakingStore.CurrentEra.put(era);
        kStakingStore.ActiveEra.put({.index = era - 1, .start = std::nullopt});
        kStakingStore.ErasStartSessionIndex.put(era, 6 * era);
        Staking::start_session(6 * era);
    }
};

TEST_F(StakingSlashTest, AnOffenceCostsAfterItsDeferral) {
    offence(20, {kEve});
    EXPECT_TRUE(has(Event::SlashReported{kAlice, part_of(20), kNow}));
    EXPECT_TRUE(kStakingStore.Validators.exists(kAlice));
    EXPECT_EQ(active(kAlice), 100 * kUnit);

    begin_era(kNow + kDeferral);
    EXPECT_EQ(active(kAlice), 100 * kUnit) << "one era too early";
    begin_era(kNow + kDeferral + 1);
    EXPECT_EQ(active(kAlice), 80 * kUnit);
    EXPECT_EQ(active(kBob), 40 * kUnit);
    EXPECT_TRUE(has(Event::Slashed{kAlice, 20 * kUnit}));
    // Half of a tenth of both slashes.
    EXPECT_EQ(Balances::free_balance(kEve), 1000 * kUnit + kUnit + kUnit / 2);
}

TEST_F(StakingSlashTest, OfSeveralOffencesInAnEraOnlyTheLargestCounts) {
    offence(20);
    offence(10);
    offence(30);
    const auto waiting = kStakingStore.UnappliedSlashes.get(kNow + kDeferral + 1);
    ASSERT_EQ(waiting.size(), 2u) << "the smaller one costs nothing";
    EXPECT_EQ(waiting[0].own, 20 * kUnit);
    EXPECT_EQ(waiting[1].own, 10 * kUnit) << "the difference";
    EXPECT_EQ(waiting[1].others[0].second, 5 * kUnit);
}

TEST_F(StakingSlashTest, SlashesThatWaitCanBeCancelledByTheirPlaces) {
    offence(20);
    offence(30);
    offence(40);
    const EraIndex due = kNow + kDeferral + 1;
    make_error(root(), Staking::cancel_deferred_slash{due, {}}, Error::EmptyTargets);
    make_error(root(), Staking::cancel_deferred_slash{due, {1, 0}}, Error::NotSortedAndUnique);
    make_error(root(), Staking::cancel_deferred_slash{due, {0, 3}}, Error::InvalidSlashIndex);
    make_ok(root(), Staking::cancel_deferred_slash{due, {0, 2}});
    ASSERT_EQ(kStakingStore.UnappliedSlashes.get(due).size(), 1u);
    EXPECT_EQ(kStakingStore.UnappliedSlashes.get(due)[0].own, 10 * kUnit);
}

TEST_F(StakingSlashTest, AStashWithSpansIsForgottenOnlyIfTheirNumberIsRight) {
    offence(10);
    make_error(root(), Staking::force_unstake{kAlice, 0}, Error::IncorrectSlashingSpans);
    fails(kDave, Staking::reap_stash{kAlice, 9}, Error::FundedTarget);
    make_ok(root(), Staking::force_unstake{kAlice, 2});
    EXPECT_FALSE(kStakingStore.Bonded.exists(kAlice));
    EXPECT_FALSE(kStakingStore.SlashingSpans.exists(kAlice));
    EXPECT_EQ(Staking::Hold::balance(kAlice), 0u);
}

}  // namespace
}  // namespace serinus::pallet_staking
