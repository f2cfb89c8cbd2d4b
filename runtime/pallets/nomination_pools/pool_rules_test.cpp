// NominationPools: creation, states, roles, commission, limits. Observed: pallet-nomination-pools 40
#include "runtime/pallets/nomination_pools/pools_world_test.hpp"

namespace serinus::mock::stakers {
namespace {

using Rate = pallet_nomination_pools::CommissionChangeRate<BlockNumber>;
template <class T>
using Op = pallet_nomination_pools::ConfigOp<T>;

constexpr Perbill percent(uint32_t some) { return Perbill::from_percent(some); }

/// Pool 1 as in PoolsTest; its depositor Charlie, root Alice, nominator Bob, bouncer Eve.
class PoolRulesTest : public PoolsTest {
  protected:
    void SetUp() override {
        PoolsTest::SetUp();
        NominationPools::storage.BondedPools.mutate(1,
                                                    [](auto& pool) { pool->roles = {kCharlie, kAlice, kBob, kEve}; });
    }
    static auto pool() { return *NominationPools::storage.BondedPools.get(1); }
    static DispatchResultWithPostInfo set(uint32_t commission, const AccountId& payee = kPot) {
        return make(signed_by(kAlice), NominationPools::set_commission{1, std::pair(percent(commission), payee)});
    }
    static void expect_set(uint32_t commission) { EXPECT_TRUE(set(commission)) << commission; }
    template <class Case>
    static void expect_refused(uint32_t commission) {
        const auto result = set(commission);
        ASSERT_FALSE(result) << commission;
        EXPECT_EQ(result.error().error, DispatchError(pools_error<Case>())) << commission;
    }
};

TEST_F(PoolRulesTest, WhoCreatesAPoolBondsEnoughAndPaysItsDeposit) {
    const auto create = [](Balance amount) { return NominationPools::create{{amount}, id(kEve), id(kEve), id(kEve)}; };
    NominationPools::storage.MinJoinBond.put(10 * kUnit);
    make_error(signed_by(kEve), create(10 * kUnit - 1), pools_error<PoolsError::MinimumBondNotMet>());
    NominationPools::storage.MinCreateBond.put(20 * kUnit);
    make_error(signed_by(kEve), create(20 * kUnit - 1), pools_error<PoolsError::MinimumBondNotMet>());
    Staking::storage.MinNominatorBond.put(30 * kUnit);
    make_error(signed_by(kEve), create(30 * kUnit - 1), pools_error<PoolsError::MinimumBondNotMet>());
    make_error(signed_by(kDave), create(30 * kUnit), pools_error<PoolsError::AccountBelongsToOtherPool>());
    NominationPools::storage.MaxPools.put(1);
    make_error(signed_by(kEve), create(30 * kUnit), pools_error<PoolsError::MaxPools>());
    NominationPools::storage.MaxPools.put(2);
    make_ok(signed_by(kEve), create(30 * kUnit));
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::Created{kEve, 2}));
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::Bonded{kEve, 2, 30 * kUnit, true}));
    EXPECT_EQ(Balances::free_balance(kEve), 970 * kUnit - Currency::minimum_balance());
    EXPECT_EQ(NominationPools::Freeze::balance(NominationPools::reward_account(2)), Currency::minimum_balance());
}

TEST_F(PoolRulesTest, OnlyTheNumberOfAPoolThatIsNoMoreCanBeChosen) {
    const auto with_id = [](uint32_t number) {
        return NominationPools::create_with_pool_id{{10 * kUnit}, id(kEve), id(kEve), id(kEve), number};
    };
    make_error(signed_by(kEve), with_id(1), pools_error<PoolsError::PoolIdInUse>());
    make_error(signed_by(kEve), with_id(2), pools_error<PoolsError::InvalidPoolId>());
    NominationPools::storage.LastPoolId.put(3);
    make_ok(signed_by(kEve), with_id(2));
    EXPECT_EQ(NominationPools::storage.LastPoolId.get(), 3u);
}

TEST_F(PoolRulesTest, TheBouncerAndTheRootSetTheStateUntilThePoolIsDestroyed) {
    for (const AccountId& other : {kBob, kCharlie, kDave}) {
        make_error(signed_by(other), NominationPools::set_state{1, PoolState::Blocked},
                   pools_error<PoolsError::CanNotChangeState>());
    }
    make_ok(signed_by(kEve), NominationPools::set_state{1, PoolState::Blocked});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::StateChanged{1, PoolState::Blocked}));
    make_ok(signed_by(kAlice), NominationPools::set_state{1, PoolState::Open});
    make_ok(signed_by(kEve), NominationPools::set_state{1, PoolState::Open});
    EXPECT_FALSE(saw<NominationPools>(PoolsEvent::StateChanged{1, PoolState::Open})) << "it was";
    make_ok(signed_by(kEve), NominationPools::set_state{1, PoolState::Destroying});
    for (const PoolState state : {PoolState::Open, PoolState::Blocked, PoolState::Destroying}) {
        make_error(signed_by(kAlice), NominationPools::set_state{1, state},
                   pools_error<PoolsError::CanNotChangeState>());
    }
    make_error(signed_by(kAlice), NominationPools::set_state{2, PoolState::Open},
               pools_error<PoolsError::PoolNotFound>());
}

TEST_F(PoolRulesTest, EachRoleHasItsCalls) {
    const std::vector<uint8_t> long_text(NominationPoolsConfig::kMaxMetadataLen + 1);
    for (const AccountId& other : {kBob, kCharlie, kDave}) {
        make_error(signed_by(other), NominationPools::set_metadata{1, {1}},
                   pools_error<PoolsError::DoesNotHavePermission>());
    }
    make_error(signed_by(kEve), NominationPools::set_metadata{1, long_text},
               pools_error<PoolsError::MetadataExceedsMaxLen>());
    make_ok(signed_by(kEve), NominationPools::set_metadata{1, {1}});
    for (const AccountId& other : {kEve, kCharlie, kDave}) {
        make_error(signed_by(other), NominationPools::nominate{1, {kAlice}}, pools_error<PoolsError::NotNominator>());
    }
    make_ok(signed_by(kBob), NominationPools::nominate{1, {kAlice}});
    make_ok(signed_by(kAlice), NominationPools::chill{1});
    const Op<AccountId> noop{}, remove{Op<AccountId>::Remove{}}, dave{Op<AccountId>::Set{kDave}};
    for (const AccountId& other : {kBob, kCharlie, kEve}) {
        make_error(signed_by(other), NominationPools::update_roles{1, dave, noop, noop},
                   pools_error<PoolsError::DoesNotHavePermission>());
    }
    make_ok(signed_by(kAlice), NominationPools::update_roles{1, remove, dave, noop});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::RolesUpdated{std::nullopt, kEve, kDave}));
    make_error(signed_by(kAlice), NominationPools::update_roles{1, dave, noop, noop},
               pools_error<PoolsError::DoesNotHavePermission>());
    make_ok(root(), NominationPools::update_roles{1, dave, noop, noop});
    EXPECT_EQ(pool().roles.root, kDave);
    make_error(none(), NominationPools::update_roles{1, dave, noop, noop}, kBadOrigin);
}

TEST_F(PoolRulesTest, TheCommissionIsTakenOfWhatComesAfterIt) {
    ASSERT_TRUE(Currency::mint_into(rewards(), 30 * kUnit));
    for (const AccountId& other : {kBob, kCharlie, kEve}) {
        make_error(signed_by(other), NominationPools::set_commission{1, std::nullopt},
                   pools_error<PoolsError::DoesNotHavePermission>());
    }
    expect_set(20);
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::PoolCommissionUpdated{1, std::pair(percent(20), kPot)}));
    make_error(signed_by(kAlice), NominationPools::claim_commission{1}, pools_error<PoolsError::NoPendingCommission>());
    ASSERT_TRUE(Currency::mint_into(rewards(), 30 * kUnit));
    EXPECT_EQ(NominationPools::pending_rewards(kDave), 18 * kUnit) << "a third of 30, and of 24";
    const Balance before = Balances::free_balance(kPot);
    make_ok(signed_by(kDave), NominationPools::claim_payout{});
    make_ok(signed_by(kAlice), NominationPools::claim_commission{1});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::PoolCommissionClaimed{1, 6 * kUnit}));
    EXPECT_EQ(Balances::free_balance(kPot), before + 6 * kUnit);
    make_error(signed_by(kAlice), NominationPools::claim_commission{1}, pools_error<PoolsError::NoPendingCommission>());
    EXPECT_EQ(NominationPools::pending_rewards(kCharlie), 36 * kUnit) << "nobody pays for it twice";
    // What is pending stays, but without somebody who gets it nobody is paid.
    ASSERT_TRUE(Currency::mint_into(rewards(), 30 * kUnit));
    make_ok(signed_by(kAlice), NominationPools::set_commission{1, std::nullopt});
    make_error(signed_by(kAlice), NominationPools::claim_commission{1},
               pools_error<PoolsError::NoCommissionCurrentSet>());
}

TEST_F(PoolRulesTest, TheCommissionHasTwoLimits) {
    expect_set(50);
    make_error(signed_by(kEve), NominationPools::set_commission_max{1, percent(40)},
               pools_error<PoolsError::DoesNotHavePermission>());
    make_ok(signed_by(kAlice), NominationPools::set_commission_max{1, percent(40)});
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::PoolMaxCommissionUpdated{1, percent(40)}));
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::PoolCommissionUpdated{1, std::pair(percent(40), kPot)}));
    expect_refused<PoolsError::CommissionExceedsMaximum>(41);
    make_error(signed_by(kAlice), NominationPools::set_commission_max{1, percent(41)},
               pools_error<PoolsError::MaxCommissionRestricted>());
    NominationPools::storage.GlobalMaxCommission.put(percent(10));
    expect_refused<PoolsError::CommissionExceedsGlobalMaximum>(11);
    make_error(signed_by(kAlice), NominationPools::set_commission_max{1, percent(11)},
               pools_error<PoolsError::CommissionExceedsGlobalMaximum>());
    // Of the 40 percent that are set 10 count.
    ASSERT_TRUE(Currency::mint_into(rewards(), 30 * kUnit));
    EXPECT_EQ(NominationPools::pending_rewards(kDave), 9 * kUnit);
    expect_set(10);
}

TEST_F(PoolRulesTest, TheCommissionGrowsByItsRate) {
    const auto rate = [](uint32_t max_increase, BlockNumber min_delay) {
        return NominationPools::set_commission_change_rate{1, {percent(max_increase), min_delay}};
    };
    make_error(signed_by(kEve), rate(5, 10), pools_error<PoolsError::DoesNotHavePermission>());
    go_to(100);
    make_ok(signed_by(kAlice), rate(5, 10));
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::PoolCommissionChangeRateUpdated{1, Rate{percent(5), 10}}));
    make_error(signed_by(kAlice), rate(6, 10), pools_error<PoolsError::CommissionChangeRateNotAllowed>());
    make_error(signed_by(kAlice), rate(5, 9), pools_error<PoolsError::CommissionChangeRateNotAllowed>());

    go_to(109);
    expect_refused<PoolsError::CommissionChangeThrottled>(5);
    go_to(110);
    expect_refused<PoolsError::CommissionChangeThrottled>(6);
    expect_set(5);
    go_to(119);
    expect_refused<PoolsError::CommissionChangeThrottled>(10);
    go_to(120);
    expect_set(10);
    expect_set(3);  // it may fall at any time, and waits anew
    go_to(129);
    expect_refused<PoolsError::CommissionChangeThrottled>(4);
    go_to(130);
    expect_set(8);
    go_to(135);
    make_ok(signed_by(kAlice), rate(1, 20));
    EXPECT_EQ(pool().commission.throttle_from, 130u) << "a rate after the first one lets the delay run on";
    // A largest commission that takes the commission down counts as a change too.
    go_to(140);
    make_ok(signed_by(kAlice), NominationPools::set_commission_max{1, percent(7)});
    EXPECT_EQ(pool().commission.throttle_from, 140u);
}

TEST_F(PoolRulesTest, TheAdministrationSetsTheLimits) {
    const auto call =
        NominationPools::set_configs{{Op<Balance>::Set{7}},  {Op<Balance>::Noop{}},    {Op<uint32_t>::Set{3}},
                                     {Op<uint32_t>::Set{4}}, {Op<uint32_t>::Remove{}}, {Op<Perbill>::Set{percent(9)}}};
    make_error(signed_by(kAlice), call, kBadOrigin);
    NominationPools::storage.MinCreateBond.put(8);
    make_ok(root(), call);
    EXPECT_TRUE(saw<NominationPools>(PoolsEvent::GlobalParamsUpdated{7, 8, 3, 4, std::nullopt, percent(9)}));
    EXPECT_EQ(NominationPools::storage.MaxPoolMembersPerPool.get(), std::nullopt);
    EXPECT_EQ(NominationPools::storage.MaxPools.get(), 3u);
}

}  // namespace
}  // namespace serinus::mock::stakers
