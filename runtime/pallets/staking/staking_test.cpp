// Staking: holds, pages, repairs. Observed: pallet-staking 42
#include "runtime/mock/stakers.hpp"
#include "runtime/mock/world_test.hpp"

namespace serinus::mock::stakers {
namespace {

using StakingEvent = Staking::Event;
using StakingError = Staking::Error;
using StakingPayee = pallet_staking::RewardDestination<AccountId>;
using Direct = pallet_staking::Interface<Staking>;
using pallet_staking::kStakingId;

constexpr AccountId nominator(uint8_t i) { return AccountId{{0x90, i}}; }

/// Alice and Bob validate with 100 units each; era 0 is active. Everybody has 1000 units.
class StakingTest : public sdk::test::World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        Session::all = {kAlice, kBob};
        Session::reports.clear();
        Clock::now_ms = 1'000;
        for (const AccountId& who : {kAlice, kBob, kCharlie, kDave, kEve, kPot}) endow(who);
        Staking::storage.ValidatorCount.put(2);
        Staking::storage.SlashRewardFraction.put(Perbill::from_percent(10));
        for (const AccountId& who : {kAlice, kBob}) {
            bond(who, 100 * kUnit, StakingPayee{StakingPayee::Staked{}});
            make_ok(signed_by(who), Staking::validate{});
        }
        System::reset_events();
    }
    void TearDown() override {
        for (const auto& state : {Staking::try_state(), DelegatedStaking::try_state()}) EXPECT_TRUE(state);
    }
    static void endow(const AccountId& who) { make_ok(root(), Balances::force_set_balance{id(who), {1000 * kUnit}}); }
    static void bond(const AccountId& who, Balance amount, StakingPayee payee = {StakingPayee::Stash{}}) {
        make_ok(signed_by(who), Staking::bond{{amount}, payee});
    }
    static Balance held(const AccountId& who) { return Staking::Hold::balance(who); }
    static Staking::restore_ledger restored(const AccountId& stash, std::optional<Balance> total = std::nullopt) {
        return {.stash = stash, .maybe_controller = {}, .maybe_total = total, .maybe_unlocking = {}};
    }
    /// The first era: that of the genesis.
    static void first_era() {
        ASSERT_TRUE(Staking::new_session_genesis(0, {}).has_value());
        Staking::start_session(0);
        Staking::on_finalize(1);
    }
    /// One more era, after three sessions.
    static void next_era() {
        const uint32_t start = (Staking::storage.CurrentEra.get().value_or(0) + 1) * 3;
        ASSERT_TRUE(Staking::new_session(start).has_value());
        Clock::now_ms += 1'000;
        Staking::end_session(start - 1);
        Staking::start_session(start);
        Staking::on_finalize(1);
    }
};

TEST_F(StakingTest, AStakeIsOnHoldAndTheExistentialDepositStays) {
    bond(kCharlie, 2000 * kUnit);
    EXPECT_EQ(held(kCharlie), 1000 * kUnit - Currency::minimum_balance());
    EXPECT_EQ(Balances::free_balance(kCharlie), Currency::minimum_balance());
    EXPECT_TRUE(saw<Staking>(StakingEvent::Bonded{kCharlie, held(kCharlie)}));
    EXPECT_EQ(System::consumers(kCharlie), 1u);
    make_error(signed_by(kCharlie), Staking::bond{{kUnit}, {StakingPayee::Stash{}}}, StakingError::AlreadyBonded);
    make_error(signed_by(kDave), Staking::bond{{1}, {StakingPayee::Stash{}}}, StakingError::InsufficientBond);
    make_error(signed_by(kDave), Staking::bond_extra{{1}}, StakingError::NotStash);
    make_error(signed_by(kDave), Staking::unbond{{1}}, StakingError::NotController);
}

TEST_F(StakingTest, WhoUnbondsEverythingIsChilled) {
    Staking::storage.MinValidatorBond.put(50 * kUnit);
    make_error(signed_by(kAlice), Staking::unbond{{60 * kUnit}}, StakingError::InsufficientBond);
    make_ok(signed_by(kAlice), Staking::unbond{{100 * kUnit}});
    EXPECT_TRUE(saw<Staking>(StakingEvent::Chilled{kAlice}));
    EXPECT_TRUE(saw<Staking>(StakingEvent::Unbonded{kAlice, 100 * kUnit}));
    EXPECT_EQ(held(kAlice), 100 * kUnit);
    Staking::storage.CurrentEra.put(3);
    make_ok(signed_by(kAlice), Staking::withdraw_unbonded{0});
    EXPECT_EQ(held(kAlice), 0u);
    EXPECT_EQ(System::consumers(kAlice), 0u);
    EXPECT_FALSE(Staking::storage.Payee.exists(kAlice));
}

TEST_F(StakingTest, NobodyIsPaidByTheControllerAnyMore) {
    make_error(signed_by(kAlice), Staking::set_payee{{StakingPayee::Controller{}}}, StakingError::ControllerDeprecated);
    make_error(signed_by(kEve), Staking::update_payee{kAlice}, StakingError::NotController);
    Staking::storage.Payee.put(kAlice, {StakingPayee::Controller{}});
    EXPECT_EQ(make_ok(signed_by(kEve), Staking::update_payee{kAlice}).pays_fee, Pays::No);
    EXPECT_EQ(Staking::storage.Payee.get(kAlice), StakingPayee{StakingPayee::Account{kAlice}});
    make_error(signed_by(kAlice), Staking::set_controller{}, StakingError::AlreadyPaired);
}

TEST_F(StakingTest, ControllersBecomeTheirStashes) {
    const auto ledger = *Staking::storage.Ledger.get(kAlice);
    Staking::storage.Ledger.remove(kAlice);
    Staking::storage.Ledger.put(kEve, ledger);
    Staking::storage.Bonded.put(kAlice, kEve);
    make_ok(root(), Staking::deprecate_controller_batch{
                        *decltype(Staking::deprecate_controller_batch::controllers)::from({kEve, kBob, kDave})});
    EXPECT_TRUE(saw<Staking>(StakingEvent::ControllerBatchDeprecated{0}));
    EXPECT_EQ(Staking::bonded(kAlice), kAlice);
    EXPECT_FALSE(Staking::storage.Ledger.exists(kEve));
}

TEST_F(StakingTest, ABondThatContradictsItselfFailsAndIsRestored) {
    Staking::storage.Bonded.put(kCharlie, kBob);  // Bob has his own ledger
    make_error(signed_by(kCharlie), Staking::bond_extra{{kUnit}}, StakingError::BadState);
    make_error(root(), restored(kBob), StakingError::CannotRestoreLedger);
    make_ok(root(), restored(kCharlie, 5 * kUnit));
    EXPECT_EQ(held(kCharlie), 5 * kUnit);
    Staking::storage.Payee.put(kCharlie, {StakingPayee::Stash{}});
    make_ok(signed_by(kCharlie), Staking::bond_extra{{kUnit}});

    Staking::storage.Ledger.remove(kCharlie);
    make_ok(root(), restored(kCharlie));
    EXPECT_EQ(Direct::total_stake(kCharlie).value(), 6 * kUnit);
    ASSERT_TRUE(Staking::Hold::set(kCharlie, kUnit));
    make_error(root(), restored(kCharlie), StakingError::CannotRestoreLedger);
    make_ok(root(), restored(kCharlie, 2 * kUnit));
    EXPECT_EQ(held(kCharlie), 2 * kUnit);

    ASSERT_TRUE(Staking::Hold::set(kDave, kUnit));
    make_ok(root(), restored(kDave));
    EXPECT_EQ(held(kDave), 0u);
}

TEST_F(StakingTest, ALockBecomesAHold) {
    const auto lock = [](const AccountId& who, Balance amount) {
        ASSERT_TRUE(Staking::Hold::release_all(who));
        Currency::set_lock(kStakingId, who, amount, WithdrawReasons::all());
        ASSERT_TRUE(System::inc_consumers(who));
    };
    make_error(signed_by(kEve), Staking::migrate_currency{kAlice}, StakingError::AlreadyMigrated);
    lock(kAlice, 100 * kUnit);
    EXPECT_EQ(make_ok(signed_by(kEve), Staking::migrate_currency{kAlice}).pays_fee, Pays::No);
    EXPECT_TRUE(saw<Staking>(StakingEvent::CurrencyMigrated{kAlice, 0}));
    EXPECT_EQ(held(kAlice), 100 * kUnit);
    EXPECT_EQ(StakingConfig::OldLocks::balance_locked(kStakingId, kAlice), 0u);
}

TEST_F(StakingTest, AnExposureHasPages) {
    for (uint8_t i = 0; i < 5; ++i) {
        endow(nominator(i));
        bond(nominator(i), (10 + i) * kUnit);
        make_ok(signed_by(nominator(i)), Staking::nominate{{id(kAlice)}});
    }
    first_era();
    const auto overview = Staking::storage.ErasStakersOverview.get(0, kAlice);
    ASSERT_TRUE(overview);
    EXPECT_EQ(overview->nominator_count, 5u);
    EXPECT_EQ(overview->page_count, 3u);
    EXPECT_EQ(overview->total.value, 160 * kUnit);
    EXPECT_EQ(Staking::storage.ErasStakersPaged.get(0, kAlice, 2)->others.size(), 1u);
    EXPECT_EQ(Staking::storage.ErasStakersOverview.get(0, kBob)->page_count, 0u);
    EXPECT_EQ(Staking::page_count(0, kBob), 1u);
    EXPECT_EQ(Staking::eras_stakers(0, kAlice).others.size(), 5u);
    EXPECT_TRUE(Direct::is_exposed_in_era(nominator(4), 0));
    EXPECT_TRUE(Direct::is_exposed_in_era(kAlice, 0));
    EXPECT_FALSE(Direct::is_exposed_in_era(kBob, 0)) << "the reference looks at nominators' pages alone";

    Staking::reward_by_ids({{kAlice, 1}, {kBob, 1}});
    next_era();
    make_error(signed_by(kEve), Staking::payout_stakers_by_page{kAlice, 0, 3}, StakingError::InvalidPage);
    make_error(signed_by(kEve), Staking::payout_stakers{kAlice, 1}, StakingError::InvalidEraToReward);
    System::reset_events();
    make_ok(signed_by(kEve), Staking::payout_stakers_by_page{kAlice, 0, 1});
    EXPECT_TRUE(saw<Staking>(StakingEvent::PayoutStarted{0, kAlice, 1, 0}));
    make_error(signed_by(kEve), Staking::payout_stakers_by_page{kAlice, 0, 1}, StakingError::AlreadyClaimed);
    make_ok(signed_by(kEve), Staking::payout_stakers{kAlice, 0});
    EXPECT_TRUE(saw<Staking>(StakingEvent::PayoutStarted{0, kAlice, 0, 2}));
    EXPECT_TRUE(Staking::pending_rewards(0, kAlice));
    make_ok(signed_by(kEve), Staking::payout_stakers{kAlice, 0});
    EXPECT_TRUE(saw<Staking>(StakingEvent::PayoutStarted{0, kAlice, 2, std::nullopt}));
    make_error(signed_by(kEve), Staking::payout_stakers{kAlice, 0}, StakingError::AlreadyClaimed);
    EXPECT_FALSE(Staking::pending_rewards(0, kAlice));
    EXPECT_EQ(Staking::storage.ClaimedRewards.get(0, kAlice), (std::vector<uint32_t>{1, 0, 2}));

    // Half of what the era pays is Alice's: her share of it by her stake, added to that.
    const Balance payout = *Staking::storage.ErasValidatorReward.get(0) / 2;
    EXPECT_EQ(held(kAlice), 100 * kUnit + Perbill::from_rational(100u, 160u) * payout);
    make_ok(signed_by(kEve), Staking::payout_stakers{kBob, 0});
    EXPECT_EQ(held(kBob), 100 * kUnit + payout);
    EXPECT_FALSE(Staking::pending_rewards(0, kBob));
}

TEST_F(StakingTest, WithoutAPayeeNobodyIsPaid) {
    first_era();
    Staking::reward_by_ids({{kAlice, 1}});
    next_era();
    Staking::storage.Payee.remove(kAlice);
    System::reset_events();
    make_ok(signed_by(kEve), Staking::payout_stakers{kAlice, 0});
    EXPECT_EQ(held(kAlice), 100 * kUnit);
    Staking::storage.Payee.put(kAlice, {StakingPayee::Stash{}});
}

TEST_F(StakingTest, StakersGetAtMostThatPart) {
    first_era();
    Staking::set_staking_configs change;
    change.max_staked_rewards = {pallet_staking::ConfigOp<Percent>::Set{Percent::from_percent(20)}};
    make_ok(root(), change);
    const Balance before = Balances::free_balance(kPot);
    const Balance all = Balances::total_issuance() / 1'000 * 2;
    next_era();
    EXPECT_EQ(*Staking::storage.ErasValidatorReward.get(0), Percent::from_percent(20) * all);
    EXPECT_EQ(Balances::free_balance(kPot), before + all - Percent::from_percent(20) * all);
}

TEST_F(StakingTest, AnOffenderIsReportedAndSlashedButNotChilled) {
    bond(kCharlie, 50 * kUnit);
    make_ok(signed_by(kCharlie), Staking::nominate{{id(kAlice)}});
    first_era();
    const Balance before = Balances::free_balance(kPot);
    make_ok(root(), Staking::manual_slash{kAlice, 0, Perbill::from_percent(10)});
    EXPECT_EQ(Session::reports, (std::vector<std::pair<AccountId, Perbill>>{{kAlice, Perbill::from_percent(10)}}));
    EXPECT_EQ(held(kAlice), 90 * kUnit);
    EXPECT_EQ(held(kCharlie), 45 * kUnit);
    EXPECT_EQ(Balances::free_balance(kPot), before + 15 * kUnit);
    EXPECT_TRUE(Staking::storage.Validators.exists(kAlice));
    EXPECT_EQ(Staking::storage.ForceEra.get(), pallet_staking::Forcing::NotForcing);
    EXPECT_TRUE(saw<Staking>(StakingEvent::SlashReported{kAlice, Perbill::from_percent(10), 0}));
    EXPECT_TRUE(saw<Staking>(StakingEvent::Slashed{kCharlie, 5 * kUnit}));
    make_error(root(), Staking::manual_slash{kAlice, 1, Perbill::one()}, StakingError::InvalidEraToReward);
    Staking::storage.Invulnerables.put({kBob});
    make_ok(root(), Staking::manual_slash{kBob, 0, Perbill::one()});
    EXPECT_EQ(held(kBob), 100 * kUnit);
}

TEST_F(StakingTest, ReportersGetTheirPart) {
    first_era();
    const Staking::OffenceDetails offence{{kAlice, {}}, {kEve}};
    const Perbill all = Perbill::from_percent(50);
    Staking::on_offence(std::span(&offence, 1), std::span(&all, 1), 0);
    // A tenth of the slash, and of that one half.
    EXPECT_EQ(Balances::free_balance(kEve), 1000 * kUnit + 50 * kUnit / 20);
}

TEST_F(StakingTest, NothingOfAVirtualStakerIsOnHold) {
    const sdk::Agent agent{kPot};
    ASSERT_TRUE(DelegatedStaking::register_agent(agent, kEve));
    ASSERT_TRUE(DelegatedStaking::delegate({kCharlie}, agent, 100 * kUnit));
    EXPECT_TRUE(Staking::is_virtual_staker(kPot));
    EXPECT_EQ(held(kPot), 0u);
    ASSERT_TRUE(Direct::nominate(kPot, {kAlice}));
    make_error(signed_by(kEve), Staking::reap_stash{kPot, 0}, StakingError::VirtualStakerNotAllowed);
    make_error(root(), restored(kPot), StakingError::VirtualStakerNotAllowed);
    EXPECT_EQ(Direct::set_payee(kPot, kPot).error(), DispatchError(StakingError::RewardDestinationRestricted));
    first_era();
    make_ok(root(), Staking::manual_slash{kAlice, 0, Perbill::from_percent(10)});
    EXPECT_EQ(DelegatedStaking::pending_slash(agent), 10 * kUnit);
    EXPECT_EQ(Direct::total_stake(kPot).value(), 90 * kUnit);
    ASSERT_TRUE(Direct::unbond(kPot, 90 * kUnit));
    Staking::storage.CurrentEra.put(3);
    const auto is_gone = Direct::withdraw_unbonded(kPot, 2);
    ASSERT_TRUE(is_gone);
    EXPECT_TRUE(*is_gone);
    EXPECT_EQ(DelegatedStaking::agent_transferable_balance(agent), 90 * kUnit);
    EXPECT_FALSE(Staking::storage.VirtualStakers.exists(kPot));
}

TEST_F(StakingTest, OtherPalletsSeeWhatIsBonded) {
    EXPECT_EQ(Direct::stash_by_ctrl(kAlice).value(), kAlice);
    EXPECT_FALSE(*Direct::is_unbonding(kAlice));
    EXPECT_TRUE(Direct::is_validator(kAlice));
    EXPECT_EQ(Staking::score(kDave), std::nullopt);
    EXPECT_EQ(pallet_staking::NoExposureOf<Staking>::convert(kAlice), (sp_staking::Exposure<AccountId, Balance>{}));
    EXPECT_EQ(pallet_staking::NoExposureOf<Staking>::convert(kDave), std::nullopt);
    // Less is reserved than is on hold: nothing happens, though other entries go first.
    auto account = System::storage.Account.get(kAlice);
    const auto before = account;
    account.data.reserved = 0;
    System::storage.Account.put(kAlice, account);
    EXPECT_EQ(Direct::force_unstake(kAlice).error(), DispatchError(ArithmeticError::Underflow));
    EXPECT_TRUE(Staking::storage.Bonded.exists(kAlice));
    EXPECT_TRUE(Direct::is_validator(kAlice));
    System::storage.Account.put(kAlice, before);
    ASSERT_TRUE(Direct::force_unstake(kAlice));
    EXPECT_EQ(held(kAlice), 0u);
    EXPECT_FALSE(VoterList::contains(kAlice));
}

}  // namespace
}  // namespace serinus::mock::stakers
