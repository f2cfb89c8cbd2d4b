/// The fixture of tests of pools: two validators, a pool with two members.
#pragma once

#include "runtime/mock/stakers.hpp"
#include "runtime/mock/world_test.hpp"

namespace serinus::mock::stakers {

using PoolsEvent = NominationPools::Event;
using PoolsError = NominationPools::Error;
using PoolsPayee = pallet_staking::RewardDestination<AccountId>;
using pallet_nomination_pools::ClaimPermission;
using pallet_nomination_pools::PoolState;

template <class Case>
PoolsError pools_error() {
    return {Case{}};
}

/// Alice and Bob validate. Charlie has created pool 1 with 100 units, Dave is in it with 50. Everybody had 1000 units.
class PoolsTest : public sdk::test::World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        Session::all = {kAlice, kBob};
        Session::reports.clear();
        Clock::now_ms = 1'000;
        for (const AccountId& who : {kAlice, kBob, kCharlie, kDave, kEve, kPot}) {
            make_ok(root(), Balances::force_set_balance{id(who), {1000 * kUnit}});
        }
        Staking::storage.ValidatorCount.put(2);
        for (const AccountId& who : {kAlice, kBob}) {
            make_ok(signed_by(who), Staking::bond{{100 * kUnit}, PoolsPayee{PoolsPayee::Staked{}}});
            make_ok(signed_by(who), Staking::validate{});
        }
        make_ok(signed_by(kCharlie), NominationPools::create{{100 * kUnit}, id(kCharlie), id(kCharlie), id(kCharlie)});
        make_ok(signed_by(kDave), NominationPools::join{{50 * kUnit}, 1});
        System::reset_events();
    }
    void TearDown() override {
        for (const auto& state : {Staking::try_state(), DelegatedStaking::try_state(), NominationPools::try_state()}) {
            EXPECT_TRUE(state) << state.error();
        }
    }
    static AccountId bonded() { return NominationPools::bonded_account(1); }
    static AccountId rewards() { return NominationPools::reward_account(1); }
    static Balance delegated(const AccountId& who) { return DelegatedStaking::Hold::balance(who); }
    static Balance locked() { return NominationPools::storage.TotalValueLocked.get(); }
    static void first_era() {
        ASSERT_TRUE(Staking::new_session_genesis(0, {}).has_value());
        Staking::start_session(0);
        Staking::on_finalize(1);
    }
};

}  // namespace serinus::mock::stakers
