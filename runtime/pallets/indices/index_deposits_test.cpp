// Deposits for indices become today's. Observed: pallet-indices 42
#include "runtime/mock/small_test.hpp"

namespace serinus::mock::small {
namespace {

class IndexDepositsTest : public SmallPallets {
  protected:
    /// Alice's index 7 with that deposit.
    static void have(Balance deposit, bool is_frozen = false) {
        ASSERT_TRUE(Balances::reserve(kAlice, deposit));
        Indices::storage.Accounts.put(7, Indices::Entry{kAlice, deposit, is_frozen});
    }
};

TEST_F(IndexDepositsTest, ADepositBecomesTodays) {
    constexpr Balance kToday = IndicesConfig::kConstants.Deposit;
    for (const Balance old : {kToday / 2, 3 * kToday, Balance{0}}) {
        have(old);
        expect_free_of_charge(make(signed_by(kAlice), Indices::poke_deposit{7}));
        EXPECT_TRUE(saw<Indices>(Indices::Event::DepositPoked{kAlice, 7, old, kToday}));
        EXPECT_EQ(reserved(kAlice), kToday);
        EXPECT_EQ(make_ok(signed_by(kAlice), Indices::poke_deposit{7}), PostDispatchInfo{});
        expect_events({});
        make_ok(signed_by(kAlice), Indices::free{7});
    }
}

TEST_F(IndexDepositsTest, OnlyItsOwnerMayAsk) {
    make_error(signed_by(kAlice), Indices::poke_deposit{7}, Indices::Error::NotAssigned);
    have(0);
    make_error(signed_by(kBob), Indices::poke_deposit{7}, Indices::Error::NotOwner);
    have(0, true);
    make_error(signed_by(kAlice), Indices::poke_deposit{7}, Indices::Error::Permanent);
}

TEST_F(IndexDepositsTest, WhoCannotPayKeepsTheOldDeposit) {
    have(0);
    make_ok(signed_by(kAlice), Balances::transfer_keep_alive{id(kBob), {1000 * kUnit - kUnit / 10}});
    make_error(signed_by(kAlice), Indices::poke_deposit{7}, Balances::Error::InsufficientBalance);
}

}  // namespace
}  // namespace serinus::mock::small
