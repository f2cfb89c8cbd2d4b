#pragma once

#include "runtime/pallets/nomination_pools/administration.ipp"

namespace serinus::pallet_nomination_pools {

template <class T>
void Pallet<T>::integrity_test() {
    static_assert(StakingInterface<typename T::Staking>);
    static_assert(OnBondUpdate<Pallet>);
    SERINUS_ASSERT(T::kConstants.MaxPointsToBalance > 0);
    SERINUS_ASSERT(T::kTotalUnbondingPools == T::Staking::bonding_duration() + T::kPostUnbondingPoolsWindow);
    SERINUS_ASSERT(T::Staking::bonding_duration() < T::kTotalUnbondingPools);
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    uint32_t pools = 0;
    auto bonded = storage.BondedPools.iter();
    while (const auto pool = bonded.next()) {
        ++pools;
        ENSURE(storage.RewardPools.exists(pool->first), std::string("a pool has no reward pool"));
    }
    ENSURE(storage.RewardPools.count() == pools, std::string("there are other reward pools than pools"));
    auto sub = storage.SubPoolsStorage.iter();
    while (const auto entry = sub.next()) {
        ENSURE(storage.BondedPools.exists(entry->first), std::string("sub pools have no pool"));
    }
    auto described = storage.Metadata.iter();
    while (const auto entry = described.next()) {
        ENSURE(storage.BondedPools.exists(entry->first), std::string("a description has no pool"));
    }
    const auto most = storage.MaxPools.get();
    ENSURE(!most || pools <= *most, std::string("there are more pools than there may be"));
    TRY(check_members());
    return check_balances();
}

/// Each pool has the members that it counts, and enough for their rewards.
template <class T>
TryStateResult Pallet<T>::check_members() {
    std::map<PoolId, uint32_t> members;
    std::map<PoolId, Balance> pending;
    uint32_t all = 0;
    auto entries = storage.PoolMembers.iter();
    while (const auto entry = entries.next()) {
        const Member& member = entry->second;
        ENSURE(member.total_points() != 0, std::string("a member has no points"));
        const auto pool = Pool::get(member.pool_id);
        const auto rewards = storage.RewardPools.get(member.pool_id);
        ENSURE(pool && rewards, std::string("a member's pool is missing"));
        ++members[member.pool_id];
        ++all;
        if (pool->inner.points == 0) continue;
        const auto counter = reward_counter(*rewards, *pool);
        ENSURE(counter.has_value(), std::string("rewards of a pool are too large"));
        const auto own = pending_rewards(member, counter->first);
        ENSURE(own.has_value(), std::string("rewards of a member are too large"));
        pending[member.pool_id] += *own;
    }
    const auto most = storage.MaxPoolMembers.get();
    ENSURE(!most || all <= *most, std::string("there are more members than there may be"));
    auto pools = storage.BondedPools.iter();
    while (const auto entry = pools.next()) {
        const Pool pool{entry->first, entry->second};
        ENSURE(reward_balance(pool.id) >= pending[pool.id], std::string("a pool owes more than it has"));
        ENSURE(members[pool.id] == pool.inner.member_counter, std::string("a pool has other members than it counts"));
        const auto in_pool = storage.MaxPoolMembersPerPool.get();
        ENSURE(!in_pool || pool.inner.member_counter <= *in_pool, std::string("a pool has too many members"));
        const auto depositor = storage.PoolMembers.get(pool.inner.roles.depositor);
        ENSURE(depositor.has_value(), std::string("the depositor has left"));
        ENSURE(pool.is_destroying_and_only_depositor(depositor->points) ||
                   depositor->points >= storage.MinCreateBond.get(),
               std::string("the depositor has too few points"));
    }
    return {};
}

/// What is at stake is known.
template <class T>
TryStateResult Pallet<T>::check_balances() {
    Balance staked = 0;
    auto pools = storage.BondedPools.iter();
    while (const auto entry = pools.next()) {
        const auto stake = T::Staking::total_stake(bonded_account(entry->first));
        staked += stake ? *stake : 0;
    }
    ENSURE(storage.TotalValueLocked.get() == staked, std::string("TotalValueLocked is not what pools have at stake"));
    return {};
}

}  // namespace serinus::pallet_nomination_pools
