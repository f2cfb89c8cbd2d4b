// The fungible functions of Balances: inspection, minting and burning, holds and freezes.
#include "runtime/mock/world_test.hpp"

namespace serinus::pallet_balances {
namespace {

using namespace mock;
using mock::Balances;
using mock::System;
using Event = Balances::Event;
using Error = Balances::Error;

constexpr Balance kDeposit = BalancesConfig::kConstants.ExistentialDeposit;
constexpr Balance kAll = 5000 * kUnit;
constexpr AccountId kFresh = account(0xf5);
constexpr LockIdentifier kLock{'l', 'o', 'c', 'k'};
constexpr auto kExact = Precision::Exact;
constexpr auto kBest = Precision::BestEffort;
constexpr auto kPolite = Fortitude::Polite;
constexpr auto kForce = Fortitude::Force;

constexpr auto kReason = HoldReason::First;

/// All accounts have 1000 KSM.
class FungibleTest : public World<PlainRuntime> {
  protected:
    void SetUp() override {
        World::SetUp();
        System::reset_events();
    }
    void TearDown() override {
        const auto state = Balances::try_state();
        EXPECT_TRUE(state) << state.error();
        World::TearDown();
    }
    static Balances::Data data(const AccountId& who) { return Balances::account(who); }
};

TEST_F(FungibleTest, ReducibleBalanceKnowsWhatMustStay) {
    const auto reducible = [](Preservation preservation, Fortitude force) {
        return Balances::reducible_balance(kAlice, preservation, force);
    };
    EXPECT_EQ(reducible(Preservation::Expendable, kPolite), 1000 * kUnit);
    EXPECT_EQ(reducible(Preservation::Protect, kPolite), 1000 * kUnit - kDeposit);
    EXPECT_EQ(reducible(Preservation::Preserve, kPolite), 1000 * kUnit - kDeposit);
    Balances::set_lock(kLock, kAlice, 300 * kUnit, WithdrawReasons::all());
    ASSERT_TRUE(Balances::reserve(kAlice, 100 * kUnit));
    EXPECT_EQ(reducible(Preservation::Expendable, kPolite), 700 * kUnit);
    EXPECT_EQ(reducible(Preservation::Expendable, kForce), 900 * kUnit - kDeposit);
    // With a second provider this one may go.
    System::inc_providers(kAlice);
    EXPECT_EQ(reducible(Preservation::Expendable, kForce), 900 * kUnit);
    EXPECT_EQ(reducible(Preservation::Protect, kForce), 900 * kUnit);
    EXPECT_EQ(reducible(Preservation::Preserve, kForce), 900 * kUnit - kDeposit);
    EXPECT_EQ(Balances::usable_balance(kAlice), 700 * kUnit);
    EXPECT_EQ(Balances::usable_balance_for_fees(kBob), 1000 * kUnit - kDeposit);
}

TEST_F(FungibleTest, ConsequencesAreForeseen) {
    using enum DepositConsequence;
    EXPECT_EQ(Balances::can_deposit(kFresh, 0, Provenance::Minted), Success);
    EXPECT_EQ(Balances::can_deposit(kFresh, kDeposit - 1, Provenance::Extant), BelowMinimum);
    EXPECT_EQ(Balances::can_deposit(kFresh, kDeposit, Provenance::Extant), Success);
    EXPECT_EQ(Balances::can_deposit(kFresh, max_value<Balance>(), Provenance::Minted), Overflow);
    EXPECT_EQ(Balances::can_deposit(kAlice, max_value<Balance>(), Provenance::Extant), Overflow);
    EXPECT_EQ(Balances::can_withdraw(kFresh, 0), WithdrawConsequence::Success);
    EXPECT_EQ(Balances::can_withdraw(kAlice, kAll + 1), WithdrawConsequence::Underflow);
    EXPECT_EQ(Balances::can_withdraw(kAlice, 1001 * kUnit), WithdrawConsequence::BalanceLow);
    EXPECT_EQ(Balances::can_withdraw(kAlice, 1000 * kUnit), WithdrawConsequence::ReducedToZero);
    EXPECT_EQ(Balances::can_withdraw(kAlice, 1000 * kUnit - kDeposit), WithdrawConsequence::Success);
    Balances::set_lock(kLock, kAlice, 1, WithdrawReasons::all());
    EXPECT_EQ(Balances::can_withdraw(kAlice, 1000 * kUnit), WithdrawConsequence::Frozen);
}

TEST_F(FungibleTest, EachConsequenceIsAnError) {
    EXPECT_EQ(into_result(WithdrawConsequence::WouldDie, false).error(), TokenError::OnlyProvider);
    EXPECT_EQ(into_result(WithdrawConsequence::UnknownAsset, false).error(), TokenError::UnknownAsset);
    EXPECT_EQ(into_result(WithdrawConsequence::Overflow, false).error(), ArithmeticError::Overflow);
    EXPECT_EQ(into_result(WithdrawConsequence::ReducedToZero, true).error(), TokenError::NotExpendable);
    EXPECT_TRUE(into_result(WithdrawConsequence::ReducedToZero, false));
    EXPECT_EQ(into_result(DepositConsequence::CannotCreate).error(), TokenError::CannotCreate);
    EXPECT_EQ(into_result(DepositConsequence::UnknownAsset).error(), TokenError::UnknownAsset);
}

TEST_F(FungibleTest, MintAndBurnMoveTheIssuance) {
    EXPECT_EQ(Balances::mint_into(kAlice, kUnit), kUnit);
    EXPECT_EQ(Balances::burn_from(kAlice, 2 * kUnit, kExact, kPolite), 2 * kUnit);
    EXPECT_EQ(Balances::total_issuance(), kAll - kUnit);
    expect_events({event<Balances>(Event::Minted{kAlice, kUnit}), event<Balances>(Event::Burned{kAlice, 2 * kUnit})});
    EXPECT_EQ(Balances::mint_into(kFresh, kDeposit - 1).error(), TokenError::BelowMinimum);
    EXPECT_EQ(Balances::mint_into(kAlice, max_value<Balance>()).error(), ArithmeticError::Overflow);
    EXPECT_EQ(Balances::burn_from(kBob, 1001 * kUnit, kExact, kPolite).error(), TokenError::FundsUnavailable);
    EXPECT_EQ(Balances::burn_from(kBob, 1001 * kUnit, kBest, kPolite), 1000 * kUnit);
    EXPECT_FALSE(System::account_exists(kBob));
}

TEST_F(FungibleTest, ShelvedMoneyCanBeRestored) {
    EXPECT_EQ(Balances::shelve(kAlice, kUnit), kUnit);
    EXPECT_EQ(Balances::total_issuance(), kAll - kUnit);
    EXPECT_EQ(Balances::restore(kAlice, kUnit), kUnit);
    expect_events({event<Balances>(Event::Suspended{kAlice, kUnit}), event<Balances>(Event::Restored{kAlice, kUnit})});
    EXPECT_EQ(Balances::shelve(kAlice, 1001 * kUnit).error(), TokenError::FundsUnavailable);
}

TEST_F(FungibleTest, SetBalanceMintsOrBurns) {
    EXPECT_EQ(Balances::set_balance(kAlice, 5 * kUnit), 5 * kUnit);
    EXPECT_EQ(Balances::set_balance(kAlice, 6 * kUnit), 6 * kUnit);
    EXPECT_EQ(Balances::set_balance(kFresh, 1), 0u) << "too little to exist";
}

TEST_F(FungibleTest, CreditsAreIssuedAndResolved) {
    ASSERT_TRUE(Balances::resolve(kFresh, Balances::issue_credit(kUnit)));
    EXPECT_EQ(data(kFresh).free, kUnit);
    EXPECT_FALSE(Balances::resolve(account(1), Balances::issue_credit(kDeposit - 1)));
    EXPECT_EQ(Balances::total_issuance(), kAll + kUnit);
    EXPECT_TRUE(saw(event<Balances>(Event::Issued{kUnit})));
    {
        const auto debt = Balances::rescind(7);
    }
    EXPECT_TRUE(saw(event<Balances>(Event::Rescinded{7})));
    const auto paid = Balances::withdraw(kAlice, 5, kExact, Preservation::Preserve, kPolite);
    ASSERT_TRUE(paid);
    EXPECT_EQ(paid->peek(), 5u);
    EXPECT_EQ(Balances::deposit(kAlice, 5, kExact)->peek(), 5u);
}

TEST_F(FungibleTest, HoldsAreReservedMoneyWithAReason) {
    ASSERT_TRUE(Balances::hold(kReason, kAlice, 10 * kUnit));
    EXPECT_EQ(data(kAlice).free, 990 * kUnit);
    EXPECT_EQ(data(kAlice).reserved, 10 * kUnit);
    EXPECT_EQ(Balances::balance_on_hold(kReason, kAlice), 10 * kUnit);
    EXPECT_EQ(System::consumers(kAlice), 1u);
    expect_events({});
    EXPECT_EQ(Balances::hold(kReason, kAlice, 990 * kUnit).error(), TokenError::FundsUnavailable);
    EXPECT_EQ(Balances::hold(kReason, kFresh, 1).error(), TokenError::FundsUnavailable);
    EXPECT_EQ(Balances::release(kReason, kAlice, 11 * kUnit, kExact).error(), TokenError::FundsUnavailable);
    EXPECT_EQ(Balances::release(kReason, kAlice, 4 * kUnit, kExact), 4 * kUnit);
    EXPECT_EQ(Balances::release(kReason, kAlice, 100 * kUnit, kBest), 6 * kUnit);
    EXPECT_TRUE(Balances::storage.Holds.get(kAlice).empty());
    EXPECT_EQ(System::consumers(kAlice), 0u);
}

TEST_F(FungibleTest, HeldMoneyIsBurntSlashedAndMoved) {
    ASSERT_TRUE(Balances::hold(kReason, kAlice, 100));
    EXPECT_EQ(Balances::burn_held(kReason, kAlice, 10, kExact, kPolite), Balance{10});
    EXPECT_EQ(Balances::burn_held(kReason, kAlice, 1000, kExact, kPolite).error(), TokenError::Frozen);
    EXPECT_EQ(Balances::slash_held(kReason, kAlice, 10).second, 0u);
    EXPECT_EQ(Balances::total_issuance(), kAll - 20);
    EXPECT_EQ(Balances::transfer_on_hold(kReason, kAlice, kBob, 30, kExact, Restriction::OnHold, kPolite), Balance{30});
    EXPECT_EQ(Balances::transfer_on_hold(kReason, kAlice, kBob, 99, kBest, Restriction::Free, kPolite), Balance{50});
    EXPECT_EQ(data(kBob).free, 1000 * kUnit + 50);
    EXPECT_EQ(Balances::balance_on_hold(kReason, kBob), 30u);
    EXPECT_EQ(Balances::transfer_and_hold(kReason, kAlice, kBob, 70, kExact, Preservation::Preserve, kPolite),
              Balance{70});
    EXPECT_EQ(data(kBob).reserved, 100u);
    EXPECT_EQ(Balances::transfer_on_hold(kReason, kBob, kFresh, 100, kExact, Restriction::OnHold, kPolite).error(),
              TokenError::CannotCreate);
}

TEST_F(FungibleTest, FrozenMoneyStaysOnHold) {
    ASSERT_TRUE(Balances::hold(kReason, kAlice, 900 * kUnit));
    Balances::set_lock(kLock, kAlice, 300 * kUnit, WithdrawReasons::all());
    EXPECT_EQ(Balances::reducible_total_balance_on_hold(kAlice, kPolite), 700 * kUnit);
    EXPECT_EQ(Balances::reducible_total_balance_on_hold(kAlice, kForce), 900 * kUnit);
}

// Kusama has no freezes: their list is bounded by 0.
TEST_F(FungibleTest, NothingIsFrozenOnKusama) {
    EXPECT_FALSE(Balances::can_freeze({}, kAlice));
    EXPECT_EQ(Balances::set_freeze({}, kAlice, 1).error(), Error::TooManyFreezes);
    EXPECT_EQ(Balances::extend_freeze({}, kAlice, 1).error(), Error::TooManyFreezes);
    EXPECT_TRUE(Balances::extend_freeze({}, kAlice, 0));
    EXPECT_TRUE(Balances::set_freeze({}, kAlice, 0));
    EXPECT_EQ(Balances::balance_frozen({}, kAlice), 0u);
}

}  // namespace
}  // namespace serinus::pallet_balances
