// NominationPools: in, more, rewards, out. Observed: pallet-nomination-pools 40
#include "runtime/pallets/nomination_pools/pools_world_test.hpp"

namespace serinus::mock::stakers {
namespace {

using Extra = pallet_nomination_pools::BondExtra<Balance>;

/// Pool 1 as in PoolsTest; who joins, how a pool loses and earns.
class PoolMembersTest : public PoolsTest {
  protected:
    static Extra from_balance(Balance amount) { return {Extra::FreeBalance{amount}}; }
    static Extra from_rewards() { return {Extra::Rewards{}}; }
    static Balance points_of(const AccountId& who) { return NominationPools::storage.PoolMembers.get(who)->points; }
    static auto pool() { return *NominationPools::storage.BondedPools.get(1); }
    /// What comes for the pool as a whole.
    static void earn(Balance amount) { ASSERT_TRUE(Currency::mint_into(rewards(), amount)); }
    /// The pool nominates Alice, who loses a part of what she has at stake, and the pool of its own.
    static void lose(uint32_t percent) {
        make_ok(signed_by(kCharlie), NominationPools::nominate{1, {kAlice}});
        first_era();
        make_ok(root(), Staking::manual_slash{kAlice, 0, Perbill::from_percent(percent)});
    }
};

TEST_F(PoolMembersTest, OneJoinsAnOpenPoolWithEnoughAndNoOther) {
    NominationPools::storage.MinJoinBond.put(10 * kUnit);
    make_error(signed_by(kEve), NominationPools::join{{10 * kUnit - 1}, 1},
               pools_error<PoolsError::MinimumBondNotMet>());
    make_error(signed_by(kEve), NominationPools::join{{10 * kUnit}, 2}, pools_error<PoolsError::PoolNotFound>());
    make_error(signed_by(kDave), NominationPools::join{{10 * kUnit}, 1},
               pools_error<PoolsError::AccountBelongsToOtherPool>());
    make_ok(signed_by(kCharlie), NominationPools::set_state{1, PoolState::Blocked});
    make_error(signed_by(kEve), NominationPools::join{{10 * kUnit}, 1}, pools_error<PoolsError::NotOpen>());
    make_ok(signed_by(kCharlie), NominationPools::set_state{1, PoolState::Open});
    make_ok(signed_by(kEve), NominationPools::join{{10 * kUnit}, 1});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::Bonded{kEve, 1, 10 * kUnit, true}));
    EXPECT_EQ(points_of(kEve), 10 * kUnit);
    EXPECT_EQ(pool().points, 160 * kUnit);
    EXPECT_EQ(pool().member_counter, 3u);
    EXPECT_EQ(locked(), 160 * kUnit);
}

TEST_F(PoolMembersTest, APoolAndAllPoolsHaveRoomForSoMany) {
    const auto join = NominationPools::join{{10 * kUnit}, 1};
    NominationPools::storage.MaxPoolMembersPerPool.put(2);
    make_error(signed_by(kEve), join, pools_error<PoolsError::MaxPoolMembers>());
    NominationPools::storage.MaxPoolMembersPerPool.put(3);
    NominationPools::storage.MaxPoolMembers.put(2);
    make_error(signed_by(kEve), join, pools_error<PoolsError::MaxPoolMembers>());
    NominationPools::storage.MaxPoolMembers.put(3);
    make_ok(signed_by(kEve), join);
}

TEST_F(PoolMembersTest, APointCostsWhatItIsWorth) {
    lose(50);  // 150 points for 75 units
    make_ok(signed_by(kEve), NominationPools::join{{10 * kUnit}, 1});
    EXPECT_EQ(points_of(kEve), 20 * kUnit);
    EXPECT_EQ(NominationPools::points_to_balance(1, 20 * kUnit), 10 * kUnit);
    EXPECT_EQ(NominationPools::balance_to_points(1, 10 * kUnit), 20 * kUnit);
    make_ok(signed_by(kEve), NominationPools::bond_extra{from_balance(5 * kUnit)});
    EXPECT_EQ(points_of(kEve), 30 * kUnit);
}

TEST_F(PoolMembersTest, WhoHasLostNineTenthsTakesNobodyAndMayBeDestroyedByAnybody) {
    make_error(signed_by(kEve), NominationPools::set_state{1, PoolState::Destroying},
               pools_error<PoolsError::CanNotChangeState>());
    lose(90);
    make_error(signed_by(kEve), NominationPools::join{{10 * kUnit}, 1}, pools_error<PoolsError::OverflowRisk>());
    make_error(signed_by(kDave), NominationPools::bond_extra{from_balance(kUnit)},
               pools_error<PoolsError::OverflowRisk>());
    make_error(signed_by(kEve), NominationPools::set_state{1, PoolState::Blocked},
               pools_error<PoolsError::CanNotChangeState>());
    make_ok(signed_by(kEve), NominationPools::set_state{1, PoolState::Destroying});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::StateChanged{1, PoolState::Destroying}));
}

TEST_F(PoolMembersTest, WhoHasLostAllTakesNobody) {
    lose(100);
    make_error(signed_by(kEve), NominationPools::join{{10 * kUnit}, 1}, pools_error<PoolsError::OverflowRisk>());
}

TEST_F(PoolMembersTest, ASlashThatIsWorthLessThanADepositIsNotAppliedForItself) {
    make_ok(signed_by(kCharlie), NominationPools::nominate{1, {kAlice}});
    first_era();
    make_ok(root(), Staking::manual_slash{kAlice, 0, Perbill::from_parts(19'999)});
    EXPECT_EQ(NominationPools::member_pending_slash(kDave), 999'950'000u);
    ASSERT_EQ(Currency::minimum_balance(), 1'000'000'000u);
    make_error(signed_by(kEve), NominationPools::apply_slash{id(kDave)}, pools_error<PoolsError::SlashTooLow>());
    make_ok(signed_by(kEve), NominationPools::apply_slash{id(kCharlie)});
}

TEST_F(PoolMembersTest, RewardsArePaidByPointsFromTheDayOfJoining) {
    earn(30 * kUnit);
    make_ok(signed_by(kEve), NominationPools::join{{150 * kUnit}, 1});
    EXPECT_EQ(NominationPools::pending_rewards(kCharlie), 20 * kUnit);
    EXPECT_EQ(NominationPools::pending_rewards(kDave), 10 * kUnit);
    EXPECT_EQ(NominationPools::pending_rewards(kEve), 0u);
    earn(30 * kUnit);
    EXPECT_EQ(NominationPools::pending_rewards(kEve), 15 * kUnit);
    EXPECT_EQ(NominationPools::pending_rewards(kDave), 15 * kUnit);

    const Balance before = Balances::free_balance(kDave);
    make_ok(signed_by(kDave), NominationPools::claim_payout{});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::PaidOut{kDave, 1, 15 * kUnit}));
    EXPECT_EQ(Balances::free_balance(kDave), before + 15 * kUnit);
    make_ok(signed_by(kDave), NominationPools::claim_payout{});
    EXPECT_FALSE(saw<NominationPools>(PoolsEvent::PaidOut{kDave, 1, 0}));
    EXPECT_EQ(Balances::free_balance(kDave), before + 15 * kUnit);
    make_error(signed_by(kAlice), NominationPools::claim_payout{}, pools_error<PoolsError::PoolMemberNotFound>());
}

TEST_F(PoolMembersTest, OneBondsMoreOfWhatIsFreeOrOfRewards) {
    earn(30 * kUnit);
    make_ok(signed_by(kDave), NominationPools::bond_extra{from_balance(5 * kUnit)});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::PaidOut{kDave, 1, 10 * kUnit})) << "rewards are paid first";
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::Bonded{kDave, 1, 5 * kUnit, false}));
    EXPECT_EQ(points_of(kDave), 55 * kUnit);

    const Balance before = Balances::free_balance(kCharlie);
    make_ok(signed_by(kCharlie), NominationPools::bond_extra{from_rewards()});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::Bonded{kCharlie, 1, 20 * kUnit, false}));
    EXPECT_EQ(points_of(kCharlie), 120 * kUnit);
    EXPECT_EQ(Balances::free_balance(kCharlie), before);
    EXPECT_EQ(locked(), 175 * kUnit);

    make_ok(signed_by(kCharlie), NominationPools::set_state{1, PoolState::Destroying});
    make_error(signed_by(kDave), NominationPools::bond_extra{from_balance(kUnit)},
               pools_error<PoolsError::CanNotChangeState>());
}

TEST_F(PoolMembersTest, OthersDoWithRewardsWhatTheMemberAllows) {
    earn(30 * kUnit);
    const auto may_bond = [&](ClaimPermission permission) {
        NominationPools::storage.ClaimPermissions.put(kDave, permission);
        const auto before = native::state();
        const bool out =
            make(signed_by(kEve), NominationPools::bond_extra_other{id(kDave), from_rewards()}).has_value();
        native::state() = before;
        return out;
    };
    const auto may_pay = [&](ClaimPermission permission) {
        NominationPools::storage.ClaimPermissions.put(kDave, permission);
        const auto before = native::state();
        const bool out = make(signed_by(kEve), NominationPools::claim_payout_other{kDave}).has_value();
        native::state() = before;
        return out;
    };
    EXPECT_FALSE(may_bond(ClaimPermission::Permissioned));
    EXPECT_TRUE(may_bond(ClaimPermission::PermissionlessCompound));
    EXPECT_FALSE(may_bond(ClaimPermission::PermissionlessWithdraw));
    EXPECT_TRUE(may_bond(ClaimPermission::PermissionlessAll));
    EXPECT_FALSE(may_pay(ClaimPermission::Permissioned));
    EXPECT_FALSE(may_pay(ClaimPermission::PermissionlessCompound));
    EXPECT_TRUE(may_pay(ClaimPermission::PermissionlessWithdraw));
    EXPECT_TRUE(may_pay(ClaimPermission::PermissionlessAll));

    NominationPools::storage.ClaimPermissions.put(kDave, ClaimPermission::Permissioned);
    make_error(signed_by(kEve), NominationPools::claim_payout_other{kDave},
               pools_error<PoolsError::DoesNotHavePermission>());
    NominationPools::storage.ClaimPermissions.put(kDave, ClaimPermission::PermissionlessAll);
    make_error(signed_by(kEve), NominationPools::bond_extra_other{id(kDave), from_balance(kUnit)},
               pools_error<PoolsError::BondExtraRestricted>());
    make_ok(signed_by(kEve), NominationPools::bond_extra_other{id(kDave), from_rewards()});
    EXPECT_EQ(points_of(kDave), 60 * kUnit) << "it is the member's money";
    make_error(signed_by(kEve), NominationPools::set_claim_permission{ClaimPermission::Permissioned},
               pools_error<PoolsError::PoolMemberNotFound>());
}

TEST_F(PoolMembersTest, OneLeavesInPartsThatLeaveEnough) {
    NominationPools::storage.MinJoinBond.put(10 * kUnit);
    make_error(signed_by(kDave), NominationPools::unbond{id(kDave), {40 * kUnit + 1}},
               pools_error<PoolsError::MinimumBondNotMet>());
    make_ok(signed_by(kDave), NominationPools::unbond{id(kDave), {40 * kUnit}});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::Unbonded{kDave, 1, 40 * kUnit, 40 * kUnit, 3}));
    EXPECT_EQ(points_of(kDave), 10 * kUnit);
    EXPECT_EQ(pool().points, 110 * kUnit);
    EXPECT_EQ(locked(), 150 * kUnit) << "what is on its way out is still locked";
    make_ok(signed_by(kDave), NominationPools::unbond{id(kDave), {10 * kUnit}});
    EXPECT_EQ(NominationPools::storage.PoolMembers.get(kDave)->unbonding_points(), 50 * kUnit);
    make_error(signed_by(kDave), NominationPools::claim_payout{}, pools_error<PoolsError::FullyUnbonding>());
    make_error(signed_by(kDave), NominationPools::bond_extra{from_balance(kUnit)},
               pools_error<PoolsError::FullyUnbonding>());
    make_error(signed_by(kEve), NominationPools::unbond{id(kEve), {1}}, pools_error<PoolsError::PoolMemberNotFound>());
}

TEST_F(PoolMembersTest, TheDepositorKeepsMoreAndLeavesLast) {
    NominationPools::storage.MinCreateBond.put(60 * kUnit);
    make_error(signed_by(kCharlie), NominationPools::unbond{id(kCharlie), {40 * kUnit + 1}},
               pools_error<PoolsError::MinimumBondNotMet>());
    make_ok(signed_by(kCharlie), NominationPools::unbond{id(kCharlie), {40 * kUnit}});
    make_error(signed_by(kCharlie), NominationPools::unbond{id(kCharlie), {60 * kUnit}},
               pools_error<PoolsError::MinimumBondNotMet>());
    make_ok(signed_by(kCharlie), NominationPools::set_state{1, PoolState::Destroying});
    make_error(signed_by(kCharlie), NominationPools::unbond{id(kCharlie), {60 * kUnit}},
               pools_error<PoolsError::MinimumBondNotMet>());
    make_error(signed_by(kEve), NominationPools::unbond{id(kCharlie), {60 * kUnit}},
               pools_error<PoolsError::DoesNotHavePermission>());
    make_ok(signed_by(kEve), NominationPools::unbond{id(kDave), {50 * kUnit}});
    Staking::storage.CurrentEra.put(3);
    make_ok(signed_by(kEve), NominationPools::withdraw_unbonded{id(kDave), 0});
    make_ok(signed_by(kCharlie), NominationPools::unbond{id(kCharlie), {60 * kUnit}});
}

TEST_F(PoolMembersTest, OthersUnbondAllOfAMemberWhereTheyMayKickOrThePoolEnds) {
    const auto all = NominationPools::unbond{id(kDave), {50 * kUnit}};
    make_error(signed_by(kCharlie), NominationPools::unbond{id(kDave), {49 * kUnit}},
               pools_error<PoolsError::PartialUnbondNotAllowedPermissionlessly>());
    make_error(signed_by(kCharlie), all, pools_error<PoolsError::NotKickerOrDestroying>());
    make_ok(signed_by(kCharlie), NominationPools::set_state{1, PoolState::Blocked});
    make_error(signed_by(kEve), all, pools_error<PoolsError::NotKickerOrDestroying>());
    make_ok(signed_by(kCharlie), all);
    Staking::storage.CurrentEra.put(3);
    const auto out = NominationPools::withdraw_unbonded{id(kDave), 0};
    make_error(signed_by(kEve), out, pools_error<PoolsError::NotKickerOrDestroying>());
    make_ok(signed_by(kCharlie), out);
    EXPECT_EQ(Balances::free_balance(kDave), 1000 * kUnit);
}

TEST_F(PoolMembersTest, AMemberUnbondsInSoManyErasAtOnce) {
    const auto part = NominationPools::unbond{id(kDave), {5 * kUnit}};
    for (EraIndex era = 0; era < NominationPoolsConfig::kMaxUnbonding; ++era) {
        Staking::storage.CurrentEra.put(era);
        make_ok(signed_by(kDave), part);
        make_ok(signed_by(kDave), part);
    }
    Staking::storage.CurrentEra.put(NominationPoolsConfig::kMaxUnbonding);
    make_error(signed_by(kDave), part, pools_error<PoolsError::MaxUnbondingLimit>());
    make_ok(signed_by(kDave), NominationPools::withdraw_unbonded{id(kDave), 0});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::Withdrawn{kDave, 1, 20 * kUnit, 20 * kUnit})) << "of eras 3 and 4";
    make_ok(signed_by(kDave), part);
}

TEST_F(PoolMembersTest, WhatIsOnItsWayOutWaitsForItsEra) {
    make_error(signed_by(kDave), NominationPools::withdraw_unbonded{id(kDave), 0},
               pools_error<PoolsError::SubPoolsNotFound>());
    make_ok(signed_by(kDave), NominationPools::unbond{id(kDave), {20 * kUnit}});
    Staking::storage.CurrentEra.put(2);
    make_error(signed_by(kDave), NominationPools::withdraw_unbonded{id(kDave), 0},
               pools_error<PoolsError::CannotWithdrawAny>());
    make_error(signed_by(kEve), NominationPools::withdraw_unbonded{id(kEve), 0},
               pools_error<PoolsError::PoolMemberNotFound>());
    Staking::storage.CurrentEra.put(3);
    make_ok(signed_by(kDave), NominationPools::withdraw_unbonded{id(kDave), 0});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::Withdrawn{kDave, 1, 20 * kUnit, 20 * kUnit}));
    EXPECT_FALSE(saw<NominationPools>(PoolsEvent::MemberRemoved{1, kDave, 0})) << "it has 30 left";
    EXPECT_EQ(locked(), 130 * kUnit);
    EXPECT_EQ(delegated(kDave), 30 * kUnit);
    EXPECT_FALSE(NominationPools::storage.SubPoolsStorage.get(1)->with_era.contains(3)) << "nobody has a part of it";
}

TEST_F(PoolMembersTest, OldErasArePutTogether) {
    make_ok(signed_by(kDave), NominationPools::unbond{id(kDave), {20 * kUnit}});  // until era 3
    const auto sub_pools = [] { return *NominationPools::storage.SubPoolsStorage.get(1); };
    const EraIndex merged = 3 + NominationPoolsConfig::kPostUnbondingPoolsWindow;
    Staking::storage.CurrentEra.put(merged - 1);
    make_ok(signed_by(kCharlie), NominationPools::unbond{id(kCharlie), {kUnit}});
    EXPECT_TRUE(sub_pools().with_era.contains(3));
    Staking::storage.CurrentEra.put(merged);
    make_ok(signed_by(kCharlie), NominationPools::unbond{id(kCharlie), {kUnit}});
    EXPECT_FALSE(sub_pools().with_era.contains(3));
    EXPECT_EQ(sub_pools().no_era.points, 20 * kUnit);
    make_ok(signed_by(kDave), NominationPools::withdraw_unbonded{id(kDave), 0});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::Withdrawn{kDave, 1, 20 * kUnit, 20 * kUnit}));
    EXPECT_EQ(sub_pools().no_era.points, 0u);
}

TEST_F(PoolMembersTest, WhatIsOnItsWayOutIsSlashedToo) {
    make_ok(signed_by(kCharlie), NominationPools::nominate{1, {kAlice}});
    first_era();
    make_ok(signed_by(kDave), NominationPools::unbond{id(kDave), {50 * kUnit}});
    make_ok(root(), Staking::manual_slash{kAlice, 0, Perbill::from_percent(10)});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::UnbondingPoolSlashed{1, 3, 45 * kUnit}));
    EXPECT_EQ(NominationPools::member_total_balance(kDave), 45 * kUnit);
    Staking::storage.CurrentEra.put(3);
    make_ok(signed_by(kDave), NominationPools::withdraw_unbonded{id(kDave), 5});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::Withdrawn{kDave, 1, 45 * kUnit, 50 * kUnit}));
}

TEST_F(PoolMembersTest, APoolTakesOutWhatItCanUnlessItIsDestroyed) {
    make_ok(signed_by(kDave), NominationPools::unbond{id(kDave), {20 * kUnit}});
    Staking::storage.CurrentEra.put(3);
    make_ok(signed_by(kEve), NominationPools::pool_withdraw_unbonded{1, 0});
    EXPECT_EQ(locked(), 130 * kUnit);
    make_ok(signed_by(kDave), NominationPools::withdraw_unbonded{id(kDave), 0});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::Withdrawn{kDave, 1, 20 * kUnit, 20 * kUnit}));
    make_ok(signed_by(kCharlie), NominationPools::set_state{1, PoolState::Destroying});
    make_error(signed_by(kEve), NominationPools::pool_withdraw_unbonded{1, 0},
               pools_error<PoolsError::NotDestroying>());
}

}  // namespace
}  // namespace serinus::mock::stakers
