// Imbalances that tell how they end, locks, and money that is burnt. Observed: pallet-balances 43, frame-support 42
#include "runtime/mock/small_test.hpp"

namespace serinus::mock::small {
namespace {

using Money = Balances::Event;
using MoneyError = Balances::Error;
using Burn = struct Balances::burn;

constexpr Balance kLeast = holds::BalancesConfig::kConstants.ExistentialDeposit;
constexpr LockIdentifier kLock{'l', 'o', 'c', 'k'};
const holds::HoldReason kOwn{holds::HoldReason::Own{mock::HoldReason::First}};

class ImbalancesTest : public SmallPallets {
  protected:
    /// What a part of the pallet does by itself, without a call.
    static void forget_events() { System::reset_events(); }
};

TEST_F(ImbalancesTest, AnImbalanceThatEndsTells) {
    forget_events();
    {
        const auto paid = Balances::deposit_creating(kAlice, kUnit);
    }
    expect_events({event<Balances>(Money::Deposit{kAlice, kUnit}), event<Balances>(Money::Issued{kUnit})});
    forget_events();
    {
        const auto taken = Balances::slash(kAlice, kUnit);
    }
    expect_events({event<Balances>(Money::Slashed{kAlice, kUnit}), event<Balances>(Money::Rescinded{kUnit})});
    EXPECT_EQ(Balances::total_issuance(), 5000 * kUnit);
}

TEST_F(ImbalancesTest, ImbalancesThatAreSettledAreSilent) {
    forget_events();
    Balances::resolve_creating(kBob, Balances::slash(kAlice, kUnit).first);
    expect_events({event<Balances>(Money::Slashed{kAlice, kUnit}), event<Balances>(Money::Deposit{kBob, kUnit})});
}

TEST_F(ImbalancesTest, BurningAndIssuingTellAtOnce) {
    forget_events();
    const auto debt = Balances::burn(kUnit);
    expect_events({event<Balances>(Money::Rescinded{kUnit})});
    forget_events();
    auto credit = Balances::issue(2 * kUnit);
    expect_events({event<Balances>(Money::Issued{2 * kUnit})});
    static_cast<void>(credit.forget());
    Balances::set_total_issuance(5000 * kUnit - kUnit);  // and the debt that ends here makes it whole
}

TEST_F(ImbalancesTest, CreditsOfFungibleEndInSilence) {
    forget_events();
    {
        const auto taken =
            Balances::withdraw(kAlice, kUnit, Precision::Exact, Preservation::Preserve, Fortitude::Polite);
        ASSERT_TRUE(taken);
    }
    expect_events({event<Balances>(Money::Withdraw{kAlice, kUnit})});
    EXPECT_EQ(Balances::total_issuance(), 4999 * kUnit);
    forget_events();
    {
        const auto none = Balances::issue_credit(0);
    }
    expect_events({});
}

TEST_F(ImbalancesTest, ABalanceThatIsSetTellsOfTheIssuanceFirst) {
    make_ok(root(), Balances::force_set_balance{id(kAlice), {1001 * kUnit}});
    expect_events({event<Balances>(Money::Issued{kUnit}), event<Balances>(Money::BalanceSet{kAlice, 1001 * kUnit})});
    make_ok(root(), Balances::force_set_balance{id(kAlice), {1000 * kUnit}});
    expect_events({event<Balances>(Money::Rescinded{kUnit}), event<Balances>(Money::BalanceSet{kAlice, 1000 * kUnit})});
}

TEST_F(ImbalancesTest, ATransferToOneselfDoesNothing) {
    make_ok(signed_by(kAlice), Balances::transfer_allow_death{id(kAlice), {kUnit}});
    expect_events({});
    make_error(signed_by(kAlice), Balances::transfer_allow_death{id(kAlice), {1001 * kUnit}},
               TokenError::FundsUnavailable);
}

TEST_F(ImbalancesTest, MoneyIsBurntByItsOwner) {
    make_ok(signed_by(kAlice), Burn{.value = {kUnit}, .keep_alive = true});
    expect_events({event<Balances>(Money::Burned{kAlice, kUnit})});
    make_error(signed_by(kAlice), Burn{.value = {999 * kUnit}, .keep_alive = true}, TokenError::FundsUnavailable);
    make_ok(signed_by(kAlice), Burn{.value = {999 * kUnit}, .keep_alive = false});
    EXPECT_EQ(Balances::total_issuance(), 4000 * kUnit);
    EXPECT_EQ(Balances::total_balance(kAlice), 0u);
}

TEST_F(ImbalancesTest, TheIssuanceIsForced) {
    using Change = Balances::force_adjust_total_issuance;
    using Direction = pallet_balances::AdjustmentDirection;
    make_error(root(), Change{Direction::Increase, {0}}, MoneyError::DeltaZero);
    make_error(signed_by(kAlice), Change{Direction::Increase, {1}}, kBadOrigin);
    Balances::deactivate(3 * kUnit);
    make_error(root(), Change{Direction::Decrease, {4998 * kUnit}}, MoneyError::IssuanceDeactivated);
    make_ok(root(), Change{Direction::Decrease, {kUnit}});
    expect_events({event<Balances>(Money::TotalIssuanceForced{5000 * kUnit, 4999 * kUnit})});
    make_ok(root(), Change{Direction::Increase, {kUnit}});
    EXPECT_EQ(Balances::total_issuance(), 5000 * kUnit);
}

TEST_F(ImbalancesTest, NoMoreIsInactiveThanIsIssued) {
    Balances::deactivate(6000 * kUnit);
    EXPECT_EQ(Balances::inactive_issuance(), 5000 * kUnit);
    EXPECT_EQ(Balances::active_issuance(), 0u);
}

TEST_F(ImbalancesTest, ALockHasNoReferenceOfItsOwn) {
    Balances::set_lock(kLock, kAlice, kUnit, WithdrawReasons::all());
    EXPECT_EQ(System::consumers(kAlice), 1u);
    Balances::remove_lock(kLock, kAlice);
    EXPECT_EQ(System::consumers(kAlice), 0u);
}

TEST_F(ImbalancesTest, ALockIsSetWhereNoMoreReferencesFit) {
    for (uint32_t i = 0; i < SystemConfig::kMaxConsumers; ++i) ASSERT_TRUE(System::inc_consumers(kAlice));
    Balances::set_lock(kLock, kAlice, kUnit, WithdrawReasons::all());
    EXPECT_EQ(Balances::account(kAlice).frozen, kUnit);
    EXPECT_EQ(System::consumers(kAlice), SystemConfig::kMaxConsumers + 1);
}

TEST_F(ImbalancesTest, ALockOfNobodyIsToldAsAFailure) {
    constexpr AccountId kNobody = account(0xf5);
    forget_events();
    Balances::set_lock(kLock, kNobody, kUnit, WithdrawReasons::all());
    EXPECT_TRUE(saw<Balances>(Money::Unexpected{pallet_balances::UnexpectedKind::FailedToMutateAccount}));
    Balances::remove_lock(kLock, kNobody);
}

TEST_F(ImbalancesTest, HoldsAreSilentAndLookForMoneyFirst) {
    forget_events();
    ASSERT_TRUE(Balances::hold(kOwn, kAlice, kUnit));
    ASSERT_TRUE(Balances::release(kOwn, kAlice, kUnit, Precision::Exact));
    expect_events({});
    constexpr AccountId kNobody = account(0xf5);
    EXPECT_EQ(Balances::ensure_can_hold(kOwn, kNobody, 1).error(), DispatchError(TokenError::FundsUnavailable));
    EXPECT_EQ(Balances::ensure_can_hold(kOwn, kNobody, 0).error(), DispatchError(TokenError::CannotCreateHold));
    EXPECT_EQ(Balances::ensure_can_hold(kOwn, kAlice, 1000 * kUnit - kLeast + 1).error(),
              DispatchError(TokenError::FundsUnavailable));
}

TEST_F(ImbalancesTest, ExactlyWhatIsFrozenCannotBeTaken) {
    Balances::set_lock(kLock, kAlice, 999 * kUnit, WithdrawReasons::all());
    const auto taken =
        Balances::decrease_balance(kAlice, 2 * kUnit, Precision::Exact, Preservation::Preserve, Fortitude::Polite);
    EXPECT_EQ(taken.error(), DispatchError(TokenError::FundsUnavailable));
}

TEST_F(ImbalancesTest, ANamedReserveDoesNotOverflow) {
    constexpr ReserveIdentifier kName{'n', 'a', 'm', 'e'};
    Balances::storage.Reserves.put(kAlice,
                                   *Balances::ReserveList::from({Balances::Reserve{kName, max_value<Balance>()}}));
    EXPECT_EQ(Balances::reserve_named(kName, kAlice, 1).error(), DispatchError(ArithmeticError::Overflow));
    Balances::storage.Reserves.remove(kAlice);
}

}  // namespace
}  // namespace serinus::mock::small
