// Pools of nominators, read as a specification. Pallet: nomination-pools
#include "runtime/mock/validators_test.hpp"

namespace serinus::pallet_nomination_pools {
namespace {

using namespace mock::validators;
using mock::validators::Balances;
using mock::validators::NominationPools;
using mock::validators::Staking;
using Error = NominationPools::Error;
using Event = NominationPools::Event;
using Pools = NominationPools;
const auto& kStore = NominationPools::storage;
constexpr EraIndex kEra = 40;
constexpr EraIndex kBonding = 28;
constexpr PoolId kPool = 1;

Perbill percent(uint32_t n) { return Perbill::from_percent(n); }

class NominationPoolsTest : public World {
  protected:
    /// A pool of Alice, with 100 KSM.
    void SetUp() override {
        World::SetUp();
        Staking::storage.CurrentEra.put(kEra);
        make_ok(signed_by(kAlice), Pools::create{{100 * kUnit}, id(kAlice), id(kDave), id(kEve)});
    }
    void TearDown() override {
        const auto state = Pools::try_state();
        EXPECT_TRUE(state) << state.error();
        World::TearDown();
    }
    static void join(const AccountId& who, Balance amount) { make_ok(signed_by(who), Pools::join{{amount}, kPool}); }
    static void earn(Balance amount) {
        const AccountId account = Pools::reward_account(kPool);
        endow(account, Balances::free_balance(account) + amount);
    }
    static void unbond(const AccountId& who, Balance points) {
        make_ok(signed_by(who), Pools::unbond{id(who), {points}});
    }
    static void fails(const AccountId& who, const RuntimeCall& call, const Error& error) {
        make_error(signed_by(who), call, error);
    }
    template <class E>
    static bool has(const E& event) {
        return saw<NominationPools>(event);
    }
};

TEST_F(NominationPoolsTest, WhoCreatesAPoolBondsAndPaysForTheAccountOfRewards) {
    EXPECT_TRUE(has(Event::Created{kAlice, kPool}));
    EXPECT_TRUE(has(Event::Bonded{kAlice, kPool, 100 * kUnit, true}));
    EXPECT_EQ(Balances::free_balance(Pools::bonded_account(kPool)), 100 * kUnit);
    EXPECT_EQ(Balances::free_balance(Pools::reward_account(kPool)), Balances::minimum_balance());
    EXPECT_EQ(Staking::ledger_of_stash(Pools::bonded_account(kPool))->active.value, 100 * kUnit);
    EXPECT_EQ(kStore.PoolMembers.get(kAlice)->points, 100 * kUnit);
    fails(kAlice, Pools::create{{kUnit}, id(kAlice), id(kAlice), id(kAlice)},
          Error{Error::AccountBelongsToOtherPool{}});
}

TEST_F(NominationPoolsTest, RewardsAreSharedByThePointsOfTheirTime) {
    earn(10 * kUnit);
    join(kBob, 100 * kUnit);
    EXPECT_EQ(Pools::pending_rewards(kAlice), 10 * kUnit);
    EXPECT_EQ(Pools::pending_rewards(kBob), 0u);
    earn(4 * kUnit);
    EXPECT_EQ(Pools::pending_rewards(kAlice), 12 * kUnit);
    EXPECT_EQ(Pools::pending_rewards(kBob), 2 * kUnit);
    make_ok(signed_by(kBob), Pools::claim_payout{});
    EXPECT_TRUE(has(Event::PaidOut{kBob, kPool, 2 * kUnit}));
    EXPECT_EQ(Pools::pending_rewards(kBob), 0u);
    make_ok(signed_by(kAlice), Pools::bond_extra{{BondExtra<Balance>::Rewards{}}});
    EXPECT_EQ(kStore.PoolMembers.get(kAlice)->points, 112 * kUnit);
}

TEST_F(NominationPoolsTest, TheRootTakesACommissionWithinItsLimits) {
    const auto set = [](uint32_t n) { return Pools::set_commission{kPool, std::pair(percent(n), kEve)}; };
    fails(kBob, set(10), Error{Error::DoesNotHavePermission{}});
    make_ok(signed_by(kAlice), Pools::set_commission_max{kPool, percent(20)});
    fails(kAlice, Pools::set_commission_max{kPool, percent(21)}, Error{Error::MaxCommissionRestricted{}});
    fails(kAlice, set(21), Error{Error::CommissionExceedsMaximum{}});
    make_ok(signed_by(kAlice), set(10));
    make_ok(signed_by(kAlice), Pools::set_commission_change_rate{kPool, {percent(5), 10}});
    fails(kAlice, set(15), Error{Error::CommissionChangeThrottled{}});
    go_to(11);
    fails(kAlice, set(16), Error{Error::CommissionChangeThrottled{}});
    make_ok(signed_by(kAlice), set(15));
    earn(20 * kUnit);
    EXPECT_EQ(Pools::pending_rewards(kAlice), 17 * kUnit);
    make_ok(signed_by(kAlice), Pools::claim_commission{kPool});
    EXPECT_TRUE(has(Event::PoolCommissionClaimed{kPool, 3 * kUnit}));
    EXPECT_EQ(Balances::free_balance(kEve), 1003 * kUnit);
    fails(kAlice, Pools::claim_commission{kPool}, Error{Error::NoPendingCommission{}});
}

TEST_F(NominationPoolsTest, OthersMayDoWithRewardsWhatAMemberAllows) {
    earn(kUnit);
    fails(kBob, Pools::claim_payout_other{kAlice}, Error{Error::DoesNotHavePermission{}});
    make_ok(signed_by(kAlice), Pools::set_claim_permission{ClaimPermission::PermissionlessCompound});
    fails(kBob, Pools::claim_payout_other{kAlice}, Error{Error::DoesNotHavePermission{}});
    fails(kBob, Pools::bond_extra_other{id(kAlice), {BondExtra<Balance>::FreeBalance{1}}},
          Error{Error::BondExtraRestricted{}});
    make_ok(signed_by(kBob), Pools::bond_extra_other{id(kAlice), {BondExtra<Balance>::Rewards{}}});
    EXPECT_EQ(kStore.PoolMembers.get(kAlice)->points, 101 * kUnit);
}

TEST_F(NominationPoolsTest, WhatIsUnbondedComesBackAfterItsEraAlsoFromMergedSubPools) {
    join(kBob, 50 * kUnit);
    unbond(kBob, 20 * kUnit);
    EXPECT_TRUE(has(Event::Unbonded{kBob, kPool, 20 * kUnit, 20 * kUnit, kEra + kBonding}));
    const Pools::withdraw_unbonded withdraw{id(kBob), 0};
    Staking::storage.CurrentEra.put(kEra + kBonding - 1);
    fails(kBob, withdraw, Error{Error::CannotWithdrawAny{}});
    Staking::storage.CurrentEra.put(kEra + kBonding + 4);
    unbond(kBob, 30 * kUnit);
    EXPECT_EQ(kStore.SubPoolsStorage.get(kPool)->no_era.balance, 20 * kUnit) << "four eras later it is merged";
    EXPECT_EQ(kStore.SubPoolsStorage.get(kPool)->with_era.size(), 1u);
    make_ok(signed_by(kBob), withdraw);
    EXPECT_TRUE(has(Event::Withdrawn{kBob, kPool, 20 * kUnit, 20 * kUnit}));
    Staking::storage.CurrentEra.put(kEra + 2 * kBonding + 4);
    make_ok(signed_by(kBob), withdraw);
    EXPECT_TRUE(has(Event::MemberRemoved{kPool, kBob}));
    EXPECT_EQ(Balances::free_balance(kBob), 1000 * kUnit);
    EXPECT_EQ(kStore.BondedPools.get(kPool)->member_counter, 1u);
}

TEST_F(NominationPoolsTest, WhoKicksGetsTheRewardOfTheMember) {
    join(kBob, 100 * kUnit);
    earn(2 * kUnit);
    const Pools::unbond kick{id(kBob), {100 * kUnit}};
    fails(kEve, kick, Error{Error::NotKickerOrDestroying{}});
    make_ok(signed_by(kEve), Pools::set_state{kPool, PoolState::Blocked});
    fails(kEve, Pools::unbond{id(kBob), {1}}, Error{Error::PartialUnbondNotAllowedPermissionlessly{}});
    make_ok(signed_by(kEve), kick);
    EXPECT_TRUE(has(Event::PaidOut{kEve, kPool, kUnit}));
    fails(kBob, Pools::claim_payout{}, Error{Error::FullyUnbonding{}});
}

TEST_F(NominationPoolsTest, ASlashConcernsAllMembersAndTheSubPoolsThatStakingNames) {
    join(kBob, 100 * kUnit);
    unbond(kBob, 50 * kUnit);
    const AccountId bonded = Pools::bonded_account(kPool);
    auto ledger = *Staking::ledger_of_stash(bonded);
    EXPECT_EQ(ledger.slash(100 * kUnit, 1, kEra), 100 * kUnit);
    Staking::update_ledger(bonded, ledger);
    EXPECT_TRUE(has(Event::UnbondingPoolSlashed{kPool, kEra + kBonding, 25 * kUnit}));
    EXPECT_TRUE(has(Event::PoolSlashed{kPool, 75 * kUnit}));
    EXPECT_EQ(Pools::points_to_balance(kPool, 50 * kUnit), 25 * kUnit);
    EXPECT_EQ(Pools::balance_to_points(kPool, 25 * kUnit), 50 * kUnit);
    Staking::storage.CurrentEra.put(kEra + kBonding);
    make_ok(signed_by(kBob), Pools::withdraw_unbonded{id(kBob), 0});
    EXPECT_TRUE(has(Event::Withdrawn{kBob, kPool, 25 * kUnit, 50 * kUnit}));
}

TEST_F(NominationPoolsTest, ValuesOfPointsSaturateBeforeTheyAreDivided) {
    EXPECT_EQ(Pools::points_to_balance(kPool, max_value<Balance>()), max_value<Balance>() / (100 * kUnit));
    EXPECT_EQ(Pools::balance_to_points(kPool, max_value<Balance>()), max_value<Balance>());
}

TEST_F(NominationPoolsTest, ADestroyedPoolIsLeftByTheDepositorLast) {
    join(kBob, 10 * kUnit);
    make_ok(signed_by(kEve), Pools::set_metadata{kPool, {1}});
    make_ok(signed_by(kAlice), Pools::set_state{kPool, PoolState::Destroying});
    fails(kAlice, Pools::set_state{kPool, PoolState::Open}, Error{Error::CanNotChangeState{}});
    fails(kAlice, Pools::pool_withdraw_unbonded{kPool, 0}, Error{Error::NotDestroying{}});
    fails(kAlice, Pools::unbond{id(kAlice), {100 * kUnit}}, Error{Error::MinimumBondNotMet{}});
    make_ok(signed_by(kCharlie), Pools::unbond{id(kBob), {10 * kUnit}});
    fails(kAlice, Pools::unbond{id(kAlice), {100 * kUnit}}, Error{Error::MinimumBondNotMet{}});
    Staking::storage.CurrentEra.put(kEra + kBonding);
    make_ok(signed_by(kCharlie), Pools::withdraw_unbonded{id(kBob), 0});
    unbond(kAlice, 100 * kUnit);
    Staking::storage.CurrentEra.put(kEra + 2 * kBonding);
    make_ok(signed_by(kAlice), Pools::withdraw_unbonded{id(kAlice), 0});
    EXPECT_TRUE(has(Event::Destroyed{kPool}));
    EXPECT_EQ(Balances::free_balance(kAlice), 1000 * kUnit);
    EXPECT_EQ(kStore.BondedPools.count() + kStore.RewardPools.count() + kStore.SubPoolsStorage.count() +
                  kStore.Metadata.count() + kStore.ReversePoolIdLookup.count() + kStore.PoolMembers.count(),
              0u);
}

TEST_F(NominationPoolsTest, LimitsAreThoseOfTheGenesisUntilRootSetsOthers) {
    Pools::build({});
    EXPECT_EQ(kStore.MaxPools.get(), 16u);
    EXPECT_EQ(kStore.MaxPoolMembersPerPool.get(), 32u);
    EXPECT_EQ(kStore.MaxPoolMembers.get(), 512u);
    EXPECT_FALSE(kStore.GlobalMaxCommission.get());
    make_ok(root(), Pools::set_configs{{ConfigOp<Balance>::Set{5 * kUnit}},
                                       {},
                                       {ConfigOp<uint32_t>::Set{1}},
                                       {ConfigOp<uint32_t>::Remove{}},
                                       {ConfigOp<uint32_t>::Set{1}},
                                       {}});
    fails(kBob, Pools::join{{4 * kUnit}, kPool}, Error{Error::MinimumBondNotMet{}});
    fails(kBob, Pools::join{{5 * kUnit}, kPool}, Error{Error::MaxPoolMembers{}});
    fails(kBob, Pools::create{{5 * kUnit}, id(kBob), id(kBob), id(kBob)}, Error{Error::MaxPools{}});
    EXPECT_FALSE(kStore.MaxPoolMembers.get());
}

}  // namespace
}  // namespace serinus::pallet_nomination_pools
