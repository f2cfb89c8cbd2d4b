// How fees are taken, returned and shared out.
#include "runtime/runtimes/kusama/world_test.hpp"

namespace serinus::kusama {
namespace {

using namespace test;
using Event = Balances::Event;

constexpr AccountId kAuthor = account(0xaa);
constexpr AccountId kPot = Treasury::account_id();

class FeesTest : public World {
  protected:
    void SetUp() override {
        World::SetUp();
        Authorship::storage.Author.put(kAuthor);
        endow(kAuthor, kUnit);
        endow(kPot, kUnit);
        System::reset_events();
        total_ = Balances::total_issuance();
    }
    static auto withdraw(const AccountId& who, Balance fee, Balance tip) {
        const auto could = OnChargeTransaction::can_withdraw_fee(who, System::remark{}, {}, fee, tip);
        auto paid = OnChargeTransaction::withdraw_fee(who, System::remark{}, {}, fee, tip);
        EXPECT_EQ(could.has_value(), paid.has_value()) << "the pool asks the former, blocks the latter";
        return paid;
    }
    static TransactionCheck settle(const AccountId& who, Balance corrected, Balance tip,
                                   OnChargeTransaction::LiquidityInfo paid) {
        return OnChargeTransaction::correct_and_deposit_fee(who, {}, {}, corrected, tip, std::move(paid));
    }
    static Balance free(const AccountId& who) { return Balances::free_balance(who); }
    static bool is_payment(const TransactionValidityError& error) {
        return scale::encode(error) == scale::encode(TransactionValidityError(InvalidTransaction::Payment{}));
    }
    Balance total_ = 0;
};

// Pallet: transaction-payment. First the refund, then the treasury, last the author.
TEST_F(FeesTest, FourFifthsGoToTheTreasuryTheRestAndTipsToTheAuthor) {
    auto paid = withdraw(kAlice, 1100, 100);
    ASSERT_TRUE(paid);
    EXPECT_EQ(free(kAlice), 1000 * kUnit - 1100);
    ASSERT_TRUE(settle(kAlice, 604, 100, *std::move(paid)));
    EXPECT_EQ(free(kAlice), 1000 * kUnit - 604);
    EXPECT_EQ(free(kPot), kUnit + 403) << "80 % of 504, rounded down";
    EXPECT_EQ(free(kAuthor), kUnit + 101 + 100);
    EXPECT_EQ(Balances::total_issuance(), total_);
    expect_events({event<Balances>(Event::Withdraw{kAlice, 1100}), event<Balances>(Event::Deposit{kAlice, 496}),
                   event<Balances>(Event::Deposit{kPot, 403}), event<Balances>(Event::Deposit{kAuthor, 201})});
}

TEST_F(FeesTest, NothingIsPaidForNothing) {
    auto paid = withdraw(account(1), 0, 0);
    ASSERT_TRUE(paid);
    EXPECT_FALSE(paid->has_value());
    ASSERT_TRUE(settle(account(1), 0, 0, *std::move(paid)));
    expect_events({});
}

TEST_F(FeesTest, AllIsReturnedIfTheCallIsFree) {
    auto paid = withdraw(kAlice, 1000, 0);
    ASSERT_TRUE(settle(kAlice, 0, 0, *std::move(paid)));
    expect_events({event<Balances>(Event::Withdraw{kAlice, 1000}), event<Balances>(Event::Deposit{kAlice, 1000})});
}

TEST_F(FeesTest, ThePayerMustSurviveAndMayNotUseLockedMoney) {
    const auto refused = [](const AccountId& who, Balance fee) {
        const auto paid = withdraw(who, fee, 0);
        return !paid && is_payment(paid.error());
    };
    EXPECT_TRUE(refused(kAlice, 1000 * kUnit));
    EXPECT_TRUE(refused(kAlice, 1000 * kUnit - currency::kExistentialDeposit + 1));
    EXPECT_TRUE(refused(account(1), 1));
    Balances::set_lock({'l'}, kAlice, 1000 * kUnit, sdk::WithdrawReasons::kTransfer);
    EXPECT_TRUE(refused(kAlice, 1));
}

TEST_F(FeesTest, NobodyIsRefundedWhoIsGone) {
    auto paid = withdraw(kAlice, 1000, 0);
    make_ok(root(), Balances::force_transfer{id(kAlice), id(kBob), {1000 * kUnit - 1000}});
    System::reset_events();
    ASSERT_TRUE(settle(kAlice, 500, 0, *std::move(paid)));
    EXPECT_FALSE(System::account_exists(kAlice));
    EXPECT_EQ(free(kPot), kUnit + 800);
    EXPECT_EQ(free(kAuthor), kUnit + 200);
    EXPECT_EQ(Balances::total_issuance(), total_);
}

// Too little to create an account, and no author: destroyed.
TEST_F(FeesTest, WhatNobodyCanHaveIsDestroyed) {
    make_ok(root(), Balances::force_set_balance{id(kAuthor), {0}});
    System::reset_events();
    total_ = Balances::total_issuance();
    ASSERT_TRUE(settle(kAlice, 1000, 0, *withdraw(kAlice, 1000, 0)));
    EXPECT_EQ(Balances::total_issuance(), total_ - 200);
    Authorship::storage.Author.remove();
}

}  // namespace
}  // namespace serinus::kusama
