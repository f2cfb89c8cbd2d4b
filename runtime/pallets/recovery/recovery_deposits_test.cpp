// Deposits of Recovery at today's price. Observed: pallet-recovery 42
#include "runtime/mock/small_test.hpp"

namespace serinus::mock::small {
namespace {

using Saved = Recovery::Event;
using SavingError = Recovery::Error;
using SavingDeposit = Recovery::DepositKind;

/// Alice can be recovered by Charlie and Dave, and Bob by Charlie; Alice has begun to recover Bob.
class RecoveryDepositsTest : public SmallPallets {
  protected:
    static constexpr Balance kForTwo = 7 * kUnit;
    static constexpr Balance kForABegun = 4 * kUnit;

    void SetUp() override {
        SmallPallets::SetUp();
        make_ok(signed_by(kAlice), Recovery::create_recovery{{kCharlie, kDave}, 1, 10});
        make_ok(signed_by(kBob), Recovery::create_recovery{{kCharlie}, 1, 10});
        make_ok(signed_by(kAlice), Recovery::initiate_recovery{id(kBob)});
        System::reset_events();
    }
    /// Something that was reserved for more, or for less, than it is today.
    static void have_for_being_recoverable(Balance deposit) {
        auto config = *Recovery::storage.Recoverable.get(kAlice);
        ASSERT_TRUE(change_reserve<Balances>(kAlice, config.deposit, deposit));
        config.deposit = deposit;
        Recovery::storage.Recoverable.put(kAlice, config);
    }
    static void have_for_a_begun_one(Balance deposit) {
        auto begun = *Recovery::storage.ActiveRecoveries.get(kBob, kAlice);
        ASSERT_TRUE(change_reserve<Balances>(kAlice, begun.deposit, deposit));
        begun.deposit = deposit;
        Recovery::storage.ActiveRecoveries.put(kBob, kAlice, begun);
    }
};

TEST_F(RecoveryDepositsTest, DepositsBecomeTodays) {
    EXPECT_EQ(make_ok(signed_by(kAlice), Recovery::poke_deposit{id(kBob)}), PostDispatchInfo{});
    expect_events({});

    have_for_being_recoverable(kUnit);
    have_for_a_begun_one(9 * kUnit);
    expect_free_of_charge(make(signed_by(kAlice), Recovery::poke_deposit{}));
    EXPECT_TRUE(saw<Recovery>(Saved::DepositPoked{kAlice, {SavingDeposit::RecoveryConfig{}}, kUnit, kForTwo}));
    EXPECT_EQ(reserved(kAlice), kForTwo + 9 * kUnit);
    expect_free_of_charge(make(signed_by(kAlice), Recovery::poke_deposit{id(kBob)}));
    EXPECT_TRUE(
        saw<Recovery>(Saved::DepositPoked{kAlice, {SavingDeposit::ActiveRecoveryFor{kBob}}, 9 * kUnit, kForABegun}));
    EXPECT_EQ(reserved(kAlice), kForTwo + kForABegun);
    EXPECT_TRUE(Recovery::try_state());
}

TEST_F(RecoveryDepositsTest, OnlyABegunRecoveryHasADeposit) {
    make_error(signed_by(kAlice), Recovery::poke_deposit{id(kCharlie)}, SavingError::NotStarted);
    make_error(signed_by(kBob), Recovery::poke_deposit{id(kAlice)}, SavingError::NotStarted);
    EXPECT_EQ(make_ok(signed_by(kEve), Recovery::poke_deposit{}), PostDispatchInfo{});
}

}  // namespace
}  // namespace serinus::mock::small
