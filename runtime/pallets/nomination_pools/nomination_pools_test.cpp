// NominationPools: delegated money, slashes, freezes, migration. Observed: pallet-nomination-pools 40
#include "runtime/pallets/nomination_pools/pools_world_test.hpp"

namespace serinus::mock::stakers {
namespace {

TEST_F(PoolsTest, MoneyStaysWithItsMembers) {
    EXPECT_EQ(delegated(kCharlie), 100 * kUnit);
    EXPECT_EQ(delegated(kDave), 50 * kUnit);
    EXPECT_EQ(Balances::free_balance(bonded()), 0u);
    EXPECT_TRUE(Staking::is_virtual_staker(bonded()));
    EXPECT_EQ(locked(), 150 * kUnit);
    EXPECT_EQ(NominationPools::pool_balance(1), 150 * kUnit);
    EXPECT_EQ(NominationPools::member_total_balance(kDave), 50 * kUnit);
    EXPECT_EQ(NominationPools::Freeze::balance(rewards()), Currency::minimum_balance());
    EXPECT_EQ(NominationPools::storage.ClaimPermissions.get(kDave), ClaimPermission::PermissionlessWithdraw);
}

TEST_F(PoolsTest, WhoLeavesHasItsMoneyBack) {
    make_ok(signed_by(kDave), NominationPools::unbond{id(kDave), {50 * kUnit}});
    Staking::storage.CurrentEra.put(3);
    const auto spent = make_ok(signed_by(kDave), NominationPools::withdraw_unbonded{id(kDave), 0});
    EXPECT_EQ(spent.actual_weight, NominationPoolsConfig::kWeights.withdraw_unbonded_update(0).saturating_add(
                                       NominationPoolsConfig::kWeights.apply_slash_fail()));
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::MemberRemoved{1, kDave, 0}));
    EXPECT_EQ(delegated(kDave), 0u);
    EXPECT_EQ(locked(), 100 * kUnit);

    make_ok(signed_by(kCharlie), NominationPools::set_state{1, PoolState::Destroying});
    make_ok(signed_by(kCharlie), NominationPools::unbond{id(kCharlie), {100 * kUnit}});
    Staking::storage.CurrentEra.put(6);
    make_ok(signed_by(kCharlie), NominationPools::withdraw_unbonded{id(kCharlie), 0});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::Destroyed{1}));
    EXPECT_EQ(Balances::free_balance(kCharlie), 1000 * kUnit);
    EXPECT_FALSE(System::account_exists(rewards()));
    EXPECT_FALSE(System::account_exists(bonded()));
    EXPECT_EQ(locked(), 0u);
}

TEST_F(PoolsTest, ASlashWaitsForEachMember) {
    make_ok(signed_by(kCharlie), NominationPools::nominate{1, {kAlice}});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::PoolNominationMade{1, kCharlie}));
    first_era();
    make_error(signed_by(kEve), NominationPools::apply_slash{id(kDave)}, pools_error<PoolsError::NothingToSlash>());
    make_ok(root(), Staking::manual_slash{kAlice, 0, Perbill::from_percent(10)});
    EXPECT_EQ(NominationPools::pool_pending_slash(1), 15 * kUnit);
    EXPECT_EQ(NominationPools::member_pending_slash(kDave), 5 * kUnit);
    EXPECT_EQ(locked(), 135 * kUnit);
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::PoolSlashed{1, 135 * kUnit}));
    const Balance before = Balances::free_balance(kEve);
    EXPECT_EQ(make_ok(signed_by(kEve), NominationPools::apply_slash{id(kDave)}).pays_fee, Pays::No);
    EXPECT_EQ(Balances::free_balance(kEve), before + 5 * kUnit / 100);
    EXPECT_EQ(delegated(kDave), 45 * kUnit);
    make_error(signed_by(kEve), NominationPools::apply_slash{id(kEve)}, pools_error<PoolsError::PoolMemberNotFound>());

    // Who leaves loses it on the way.
    make_ok(signed_by(kCharlie), NominationPools::unbond{id(kCharlie), {10 * kUnit}});
    Staking::storage.CurrentEra.put(3);
    make_ok(signed_by(kCharlie), NominationPools::withdraw_unbonded{id(kCharlie), 5});
    EXPECT_EQ(NominationPools::pool_pending_slash(1), 0u);
    EXPECT_EQ(delegated(kCharlie), 81 * kUnit);
}

TEST_F(PoolsTest, OthersMayHaveTheCommissionPaid) {
    make_ok(signed_by(kCharlie), NominationPools::set_commission{1, std::pair(Perbill::from_percent(50), kPot)});
    ASSERT_TRUE(Currency::mint_into(rewards(), 30 * kUnit));
    make_error(signed_by(kEve), NominationPools::claim_commission{1}, pools_error<PoolsError::DoesNotHavePermission>());
    using Permission = pallet_nomination_pools::CommissionClaimPermission<AccountId>;
    make_error(signed_by(kEve), NominationPools::set_commission_claim_permission{1, std::nullopt},
               pools_error<PoolsError::DoesNotHavePermission>());
    const Permission for_eve{Permission::Account{kEve}};
    make_ok(signed_by(kCharlie), NominationPools::set_commission_claim_permission{1, for_eve});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::PoolCommissionClaimPermissionUpdated{1, for_eve}));
    make_error(signed_by(kDave), NominationPools::claim_commission{1},
               pools_error<PoolsError::DoesNotHavePermission>());
    make_ok(signed_by(kEve), NominationPools::claim_commission{1});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::PoolCommissionClaimed{1, 15 * kUnit}));
    make_ok(signed_by(kEve), NominationPools::claim_payout_other{kDave});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::PaidOut{kDave, 1, 5 * kUnit}));
}

TEST_F(PoolsTest, TheMemberGetsItsRewardsWhoeverUnbondsIt) {
    ASSERT_TRUE(Currency::mint_into(rewards(), 30 * kUnit));
    make_ok(signed_by(kCharlie), NominationPools::set_state{1, PoolState::Blocked});
    make_ok(signed_by(kCharlie), NominationPools::unbond{id(kDave), {50 * kUnit}});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::PaidOut{kDave, 1, 10 * kUnit}));
}

TEST_F(PoolsTest, WhatIsFrozenFollowsTheExistentialDeposit) {
    make_error(signed_by(kEve), NominationPools::adjust_pool_deposit{1}, pools_error<PoolsError::NothingToAdjust>());
    const Balance least = Currency::minimum_balance();
    ASSERT_TRUE(NominationPools::Freeze::set(rewards(), least / 2));
    make_ok(signed_by(kEve), NominationPools::adjust_pool_deposit{1});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::MinBalanceDeficitAdjusted{1, least / 2}));
    ASSERT_TRUE(NominationPools::Freeze::set(rewards(), least + least / 2));
    make_ok(signed_by(kEve), NominationPools::adjust_pool_deposit{1});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::MinBalanceExcessAdjusted{1, least / 2}));
}

TEST_F(PoolsTest, ChangesAreTold) {
    make_ok(signed_by(kDave), NominationPools::set_claim_permission{ClaimPermission::Permissioned});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::MemberClaimPermissionUpdated{kDave, ClaimPermission::Permissioned}));
    make_ok(signed_by(kCharlie), NominationPools::set_metadata{1, {7}});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::MetadataUpdated{1, kCharlie}));
    make_error(signed_by(kEve), NominationPools::chill{1}, pools_error<PoolsError::NotNominator>());
    Staking::storage.MinNominatorBond.put(200 * kUnit);
    make_ok(signed_by(kEve), NominationPools::chill{1});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::PoolNominatorChilled{1, kEve}));
    make_error(signed_by(kCharlie), NominationPools::nominate{1, {kAlice}},
               pools_error<PoolsError::MinimumBondNotMet>());
}

/// A pool as an older release made it: the bonded account has the money and a bond of its own.
TEST_F(PoolsTest, PoolsAndMembersOfOlderReleasesAreMigrated) {
    const AccountId old = NominationPools::bonded_account(2);
    make_ok(root(), Balances::force_set_balance{id(old), {60 * kUnit}});
    make_ok(signed_by(old),
            Staking::bond{{50 * kUnit}, PoolsPayee{PoolsPayee::Account{NominationPools::reward_account(2)}}});
    NominationPools::storage.BondedPools.put(
        2,
        {.commission = {}, .member_counter = 1, .points = 50 * kUnit, .roles = {kEve, kEve, kEve, kEve}, .state = {}});
    NominationPools::storage.RewardPools.put(2, {});
    NominationPools::storage.ReversePoolIdLookup.put(old, 2);
    NominationPools::storage.PoolMembers.put(
        kEve, {.pool_id = 2, .points = 50 * kUnit, .last_recorded_reward_counter = {}, .unbonding_eras = {}});
    NominationPools::storage.TotalValueLocked.put(200 * kUnit);

    make_error(signed_by(kEve), NominationPools::set_state{2, PoolState::Blocked},
               pools_error<PoolsError::NotMigrated>());
    make_error(signed_by(kEve), NominationPools::migrate_delegation{id(kEve)}, pools_error<PoolsError::NotMigrated>());
    make_error(signed_by(kEve), NominationPools::migrate_pool_to_delegate_stake{1},
               pools_error<PoolsError::AlreadyMigrated>());
    EXPECT_EQ(make_ok(signed_by(kBob), NominationPools::migrate_pool_to_delegate_stake{2}).pays_fee, Pays::No);
    make_error(signed_by(kEve), NominationPools::claim_payout{}, pools_error<PoolsError::NotMigrated>());
    EXPECT_TRUE(NominationPools::member_needs_delegate_migration(kEve));
    const auto before = native::state();
    NominationPools::storage.PoolMembers.mutate(kEve,
                                                [](auto& member) { member->points = Currency::minimum_balance() - 1; });
    make_error(signed_by(kBob), NominationPools::migrate_delegation{id(kEve)},
               pools_error<PoolsError::MinimumBondNotMet>());
    native::state() = before;
    EXPECT_EQ(make_ok(signed_by(kBob), NominationPools::migrate_delegation{id(kEve)}).pays_fee, Pays::No);
    EXPECT_EQ(delegated(kEve), 50 * kUnit);
    make_error(signed_by(kBob), NominationPools::migrate_delegation{id(kEve)},
               pools_error<PoolsError::AlreadyMigrated>());
    make_ok(signed_by(kEve), NominationPools::set_state{2, PoolState::Blocked});
}

}  // namespace
}  // namespace serinus::mock::stakers
