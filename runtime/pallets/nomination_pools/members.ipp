/// Calls of members: in, more, out.
#pragma once

#include "runtime/pallets/nomination_pools/delegations.ipp"

namespace serinus::pallet_nomination_pools {

template <class T>
DispatchResult Pallet<T>::join::operator()(Signed who) const {
    TRY(ensure_migrated(pool_id));
    ENSURE(amount.value >= storage.MinJoinBond.get(), error<typename Error::MinimumBondNotMet>());
    ENSURE(!storage.PoolMembers.exists(who), error<typename Error::AccountBelongsToOtherPool>());
    Pool pool = TRY(Pool::get(pool_id));
    ENSURE(pool.inner.state == PoolState::Open, error<typename Error::NotOpen>());
    TRY(pool.ok_to_be_open());
    auto rewards = storage.RewardPools.get(pool_id);
    ENSURE(rewards.has_value(), defensive(DefensiveError::RewardPoolNotFound));
    TRY(update_records(*rewards, pool));
    TRY(pool.try_inc_members());
    const Balance points = TRY(pool.bond(who, amount.value, BondType::kLater));
    storage.PoolMembers.put(who, Member{pool_id, points, rewards->last_recorded_reward_counter});
    deposit_event(typename Event::Bonded{who, pool_id, amount.value, true});
    pool.put();
    storage.RewardPools.put(pool_id, *rewards);
    return {};
}

template <class T>
DispatchResult Pallet<T>::do_bond_extra(const AccountId& signer, const AccountId& who,
                                        const BondExtra<Balance>& extra) {
    using FreeBalance = typename BondExtra<Balance>::FreeBalance;
    const auto* const free = std::get_if<FreeBalance>(&extra.v);
    if (signer != who) {
        ENSURE(can_bond_extra(storage.ClaimPermissions.get(who)), error<typename Error::DoesNotHavePermission>());
        ENSURE(!free, error<typename Error::BondExtraRestricted>());
    }
    auto all = TRY(member_with_pools(who));
    TRY(update_records(all.rewards, all.pool));
    const Balance claimed = TRY(pay_reward(who, all));
    const Balance amount = free ? free->_0 : claimed;
    const Balance points = TRY(all.pool.bond(who, amount, BondType::kLater));
    TRY(all.pool.ok_to_be_open());
    const auto sum = checked_add(all.member.points, points);
    ENSURE(sum.has_value(), error<typename Error::OverflowRisk>());
    all.member.points = *sum;
    deposit_event(typename Event::Bonded{who, all.member.pool_id, amount, false});
    put(who, all);
    return {};
}

template <class T>
DispatchResult Pallet<T>::bond_extra::operator()(Signed who) const {
    TRY(ensure_migrated(who));
    return do_bond_extra(who, who, extra);
}

template <class T>
DispatchResult Pallet<T>::bond_extra_other::operator()(Signed who) const {
    const AccountId target = TRY(T::System::lookup(member));
    TRY(ensure_migrated(target));
    return do_bond_extra(who, target, extra);
}

template <class T>
DispatchResult Pallet<T>::unbond::operator()(Signed who) const {
    const AccountId target = TRY(T::System::lookup(member_account));
    TRY(ensure_migrated(target));
    auto all = TRY(member_with_pools(target));
    auto& [member, pool, rewards] = all;
    TRY(pool.ok_to_unbond(who, target, member, unbonding_points.value));
    TRY(update_records(rewards, pool));
    TRY(pay_reward(target, all));

    const EraIndex current = T::Staking::current_era();
    const EraIndex era = saturating_add(T::Staking::bonding_duration(), current);
    const Balance balance = pool.dissolve(unbonding_points.value);
    TRY(T::Staking::unbond(bonded_account(pool.id), balance));

    auto sub_pools = storage.SubPoolsStorage.get(member.pool_id).value_or(SubPools<T>{});
    sub_pools.merge_old(current, T::kPostUnbondingPoolsWindow);
    if (!sub_pools.with_era.contains(era)) {
        ENSURE(sub_pools.with_era.try_insert(era, {}), defensive(DefensiveError::NotEnoughSpaceInUnbondPool));
    }
    UnbondPool<T>& in_era = *sub_pools.with_era.find(era);
    const Balance points = balance_to_point(in_era.balance, in_era.points, balance);
    in_era.points = saturating_add(in_era.points, points);
    in_era.balance = saturating_add(in_era.balance, balance);

    const auto left = checked_sub(member.points, unbonding_points.value);
    ENSURE(left.has_value(), error<typename Error::MinimumBondNotMet>());
    const auto* const already = member.unbonding_eras.find(era);
    ENSURE(member.unbonding_eras.try_insert(era, saturating_add(already ? *already : 0, points)),
           error<typename Error::MaxUnbondingLimit>());
    member.points = *left;
    deposit_event(typename Event::Unbonded{target, member.pool_id, balance, points, era});
    storage.SubPoolsStorage.put(member.pool_id, sub_pools);
    put(target, all);
    return {};
}

template <class T>
DispatchResult Pallet<T>::pool_withdraw_unbonded::operator()(Signed) const {
    TRY(ensure_migrated(pool_id));
    const Pool pool = TRY(Pool::get(pool_id));
    ENSURE(!pool.is_destroying(), error<typename Error::NotDestroying>());
    TRY(T::Staking::withdraw_unbonded(bonded_account(pool_id), num_slashing_spans));
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::withdraw_unbonded::operator()(Signed caller) const {
    const AccountId& by = caller;
    const AccountId target = TRY(T::System::lookup(member_account));
    TRY(ensure_migrated(target));
    auto member = storage.PoolMembers.get(target);
    ENSURE(member.has_value(), error<typename Error::PoolMemberNotFound>());
    const PoolId id = member->pool_id;
    const EraIndex current = T::Staking::current_era();
    auto found = storage.BondedPools.get(id);
    ENSURE(found.has_value(), defensive(DefensiveError::PoolNotFound));
    Pool pool{id, *std::move(found)};
    auto sub_pools = storage.SubPoolsStorage.get(id);
    ENSURE(sub_pools.has_value(), error<typename Error::SubPoolsNotFound>());
    Weight used = T::kWeights.apply_slash();
    if (const auto applied = do_apply_slash(target, std::nullopt, false); !applied) {
        ENSURE(applied.error() == DispatchError(error<typename Error::NothingToSlash>()),
               (Error{typename Error::Defensive{DefensiveError::SlashNotApplied}}));
        used = T::kWeights.apply_slash_fail();
    }
    ENSURE(by == target || pool.can_kick(by) || pool.is_destroying(), error<typename Error::NotKickerOrDestroying>());
    const auto unlocked = member->withdraw_unlocked(current);
    ENSURE(!unlocked.empty(), error<typename Error::CannotWithdrawAny>());

    const bool stash_killed = TRY(T::Staking::withdraw_unbonded(bonded_account(id), num_slashing_spans));
    ENSURE(!stash_killed || by == pool.inner.roles.depositor,
           (Error{typename Error::Defensive{DefensiveError::BondedStashKilledPrematurely}}));

    // Older releases gave the account one more.
    const AccountId account = bonded_account(id);
    if (stash_killed && T::System::consumers(account) == 1) T::System::dec_consumers(account);

    Balance points = 0;
    Balance balance = 0;
    for (const auto& [era, in_era] : unlocked) {
        points = saturating_add(points, in_era);
        auto* const own = sub_pools->with_era.find(era);
        UnbondPool<T>& from = own ? *own : sub_pools->no_era;
        const Balance part = point_to_balance(from.balance, from.points, in_era);
        from.points = saturating_sub(from.points, in_era);
        from.balance = saturating_sub(from.balance, part);
        if (own && own->points == 0) sub_pools->with_era.remove(era);
        balance = saturating_add(balance, part);
    }
    // Less may be there after the end of the stash.
    const Balance delegated = Delegation::delegator_balance({target}).value_or(0);
    const Balance transferable = Delegation::agent_transferable_balance(pool.agent()).value_or(0);
    balance = std::min({balance, transferable, delegated});
    TRY(Delegation::withdraw_delegation({target}, pool.agent(), balance, num_slashing_spans));
    deposit_event(typename Event::Withdrawn{target, id, balance, points});

    const PostDispatchInfo update{T::kWeights.withdraw_unbonded_update(num_slashing_spans).saturating_add(used)};
    if (member->total_points() != 0) {
        storage.SubPoolsStorage.put(id, *sub_pools);
        storage.PoolMembers.put(target, *member);
        return update;
    }
    storage.ClaimPermissions.remove(target);
    storage.PoolMembers.remove(target);
    const Balance released = TRY(release_dangling(target, id, num_slashing_spans));
    deposit_event(typename Event::MemberRemoved{id, target, released});
    if (target == pool.inner.roles.depositor) {
        dissolve(pool);
        return PostDispatchInfo{used};
    }
    pool.inner.member_counter = saturating_sub(pool.inner.member_counter, 1u);
    pool.put();
    storage.SubPoolsStorage.put(id, *sub_pools);
    return update;
}

}  // namespace serinus::pallet_nomination_pools
