// Deposits of Multisig at today's price, and its events. Observed: pallet-multisig 42
#include "runtime/mock/small_test.hpp"

namespace serinus::mock::small {
namespace {

using Joint = Multisig::Event;
using JointError = Multisig::Error;

class MultisigDepositsTest : public SmallPallets {
  protected:
    const pallet_multisig::CallHash hash_ = host::blake2_256(Bytes{1, 2, 3}).bytes;
    const std::vector<AccountId> owners_{kAlice, kBob, kCharlie};

    Multisig::poke_deposit poke() const { return {2, {kBob, kCharlie}, hash_}; }
    void have(Balance deposit) const {
        make_ok(signed_by(kAlice), Multisig::approve_as_multi{2, {kBob, kCharlie}, std::nullopt, hash_, Weight{}});
        const AccountId id = Multisig::multi_account_id(owners_, 2);
        auto operation = *Multisig::storage.Multisigs.get(id, hash_);
        ASSERT_TRUE(change_reserve<Balances>(kAlice, operation.deposit, deposit));
        operation.deposit = deposit;
        Multisig::storage.Multisigs.put(id, hash_, operation);
    }
};

TEST_F(MultisigDepositsTest, ADepositBecomesTodays) {
    constexpr Balance kToday = 5 * kUnit;
    have(7 * kUnit);
    expect_free_of_charge(make(signed_by(kAlice), poke()));
    EXPECT_TRUE(saw<Multisig>(Joint::DepositPoked{kAlice, hash_, 7 * kUnit, kToday}));
    EXPECT_EQ(reserved(kAlice), kToday);
    EXPECT_EQ(make_ok(signed_by(kAlice), poke()), PostDispatchInfo{});
    expect_events({});
}

TEST_F(MultisigDepositsTest, OnlyWhoOpenedAnOperationMayAsk) {
    make_error(signed_by(kAlice), poke(), JointError::NotFound);
    have(kUnit);
    make_error(signed_by(kBob), Multisig::poke_deposit{2, {kAlice, kCharlie}, hash_}, JointError::NotOwner);
    make_error(signed_by(kAlice), Multisig::poke_deposit{1, {kBob, kCharlie}, hash_}, JointError::MinimumThreshold);
    make_error(signed_by(kAlice), Multisig::poke_deposit{2, {}, hash_}, JointError::TooFewSignatories);
    make_error(signed_by(kAlice), Multisig::poke_deposit{2, {kCharlie, kBob}, hash_},
               JointError::SignatoriesOutOfOrder);
    make_error(signed_by(kAlice), Multisig::poke_deposit{2, std::vector<AccountId>(5), hash_},
               JointError::TooManySignatories);
}

TEST_F(MultisigDepositsTest, ACallThatNeedsNobodyElseIsTold) {
    const RuntimeCall call = System::remark{{7}};
    make_ok(signed_by(kAlice), Multisig::as_multi_threshold_1{{kBob, kCharlie}, call});
    expect_events({event<Multisig>(Joint::MultisigExecuted{kAlice,
                                                           {1, 0},
                                                           Multisig::multi_account_id(owners_, 1),
                                                           host::blake2_256(scale::encode(call)).bytes,
                                                           DispatchResult{}})});
}

}  // namespace
}  // namespace serinus::mock::small
