/// Creation, roles, states, limits.
#pragma once

#include "runtime/pallets/nomination_pools/config_op.hpp"
#include "runtime/pallets/nomination_pools/members.ipp"

namespace serinus::pallet_nomination_pools {

template <class T>
DispatchResult Pallet<T>::do_create(const AccountId& who, Balance amount, const LookupSource& root,
                                    const LookupSource& nominator, const LookupSource& bouncer, PoolId id) {
    Pool pool{.id = id, .inner = {}};
    auto& roles = pool.inner.roles;
    roles.depositor = who;
    roles.root = TRY(T::System::lookup(root));
    roles.nominator = TRY(T::System::lookup(nominator));
    roles.bouncer = TRY(T::System::lookup(bouncer));

    ENSURE(amount >= least_of_depositor(), error<typename Error::MinimumBondNotMet>());
    const auto most = storage.MaxPools.get();
    ENSURE(!most || storage.BondedPools.count() < *most, error<typename Error::MaxPools>());
    ENSURE(!storage.PoolMembers.exists(who), error<typename Error::AccountBelongsToOtherPool>());
    TRY(pool.try_inc_members());
    const Balance points = TRY(pool.bond(who, amount, BondType::kCreate));
    TRY(Currency::transfer(who, reward_account(id), Currency::minimum_balance(), Preservation::Expendable));
    TRY(Freeze::set(reward_account(id), Currency::minimum_balance()));
    storage.PoolMembers.put(who, Member{id, points, RewardCounter::zero()});
    storage.RewardPools.put(id, Rewards{});
    storage.ReversePoolIdLookup.put(bonded_account(id), id);
    deposit_event(typename Event::Created{who, id});
    deposit_event(typename Event::Bonded{who, id, amount, true});
    pool.put();
    return {};
}

template <class T>
DispatchResult Pallet<T>::create::operator()(Signed depositor) const {
    const auto id = checked_add(storage.LastPoolId.get(), 1u);
    ENSURE(id.has_value(), error<typename Error::OverflowRisk>());
    storage.LastPoolId.put(*id);
    return do_create(depositor, amount.value, root, nominator, bouncer, *id);
}

template <class T>
DispatchResult Pallet<T>::create_with_pool_id::operator()(Signed depositor) const {
    ENSURE(!storage.BondedPools.exists(pool_id), error<typename Error::PoolIdInUse>());
    ENSURE(pool_id < storage.LastPoolId.get(), error<typename Error::InvalidPoolId>());
    return do_create(depositor, amount.value, root, nominator, bouncer, pool_id);
}

/// What the bond of the depositor is worth. Errors: PoolMemberNotFound.
template <class T>
ResultOf<Balance> Pallet<T>::stake_of_depositor(const Pool& pool) {
    const auto depositor = storage.PoolMembers.get(pool.inner.roles.depositor);
    ENSURE(depositor.has_value(), error<typename Error::PoolMemberNotFound>());
    return pool.to_balance(depositor->points);
}

template <class T>
DispatchResult Pallet<T>::nominate::operator()(Signed who) const {
    const Pool pool = TRY(Pool::get(pool_id));
    TRY(ensure_migrated(pool_id));
    ENSURE(pool.is_nominator(who), error<typename Error::NotNominator>());
    ENSURE(TRY(stake_of_depositor(pool)) >= least_of_depositor(), error<typename Error::MinimumBondNotMet>());
    TRY(T::Staking::nominate(bonded_account(pool_id), validators));
    deposit_event(typename Event::PoolNominationMade{pool_id, who});
    return {};
}

template <class T>
DispatchResult Pallet<T>::chill::operator()(Signed who) const {
    const Pool pool = TRY(Pool::get(pool_id));
    TRY(ensure_migrated(pool_id));
    if (TRY(stake_of_depositor(pool)) >= T::Staking::minimum_nominator_bond()) {
        ENSURE(pool.is_nominator(who), error<typename Error::NotNominator>());
    }
    TRY(T::Staking::chill(bonded_account(pool_id)));
    deposit_event(typename Event::PoolNominatorChilled{pool_id, who});
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_state::operator()(Signed who) const {
    Pool pool = TRY(Pool::get(pool_id));
    ENSURE(!pool.is_destroying(), error<typename Error::CanNotChangeState>());
    TRY(ensure_migrated(pool_id));
    ENSURE(pool.is_bouncer(who) || (state == PoolState::Destroying && !pool.ok_to_be_open()),
           error<typename Error::CanNotChangeState>());
    pool.set_state(state);
    pool.put();
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_metadata::operator()(Signed who) const {
    ENSURE(metadata.size() <= T::kMaxMetadataLen, error<typename Error::MetadataExceedsMaxLen>());
    const Pool pool = TRY(Pool::get(pool_id));
    ENSURE(pool.is_bouncer(who), error<typename Error::DoesNotHavePermission>());
    TRY(ensure_migrated(pool_id));
    storage.Metadata.put(pool_id, BoundedVec<uint8_t, T::kMaxMetadataLen>::truncate_from(metadata));
    deposit_event(typename Event::MetadataUpdated{pool_id, who});
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_configs::operator()(Origin<typename T::AdminOrigin>) const {
    detail::apply(min_join_bond, storage.MinJoinBond);
    detail::apply(min_create_bond, storage.MinCreateBond);
    detail::apply(max_pools, storage.MaxPools);
    detail::apply(max_members, storage.MaxPoolMembers);
    detail::apply(max_members_per_pool, storage.MaxPoolMembersPerPool);
    detail::apply(global_max_commission, storage.GlobalMaxCommission);
    deposit_event(typename Event::GlobalParamsUpdated{
        storage.MinJoinBond.get(), storage.MinCreateBond.get(), storage.MaxPools.get(), storage.MaxPoolMembers.get(),
        storage.MaxPoolMembersPerPool.get(), storage.GlobalMaxCommission.get()});
    return {};
}

template <class T>
DispatchResult Pallet<T>::update_roles::operator()(const RuntimeOrigin& origin) const {
    const AccountId* const signer = origin.caller().signer();
    if (!origin.caller().is_root() && !signer) return DispatchError(kBadOrigin);
    Pool pool = TRY(Pool::get(pool_id));
    ENSURE(!signer || pool.is_root(*signer), error<typename Error::DoesNotHavePermission>());
    TRY(ensure_migrated(pool_id));
    auto& roles = pool.inner.roles;
    detail::apply(new_root, roles.root);
    detail::apply(new_nominator, roles.nominator);
    detail::apply(new_bouncer, roles.bouncer);
    deposit_event(typename Event::RolesUpdated{roles.root, roles.bouncer, roles.nominator});
    pool.put();
    return {};
}

template <class T>
DispatchResult Pallet<T>::adjust_pool_deposit::operator()(Signed who) const {
    TRY(ensure_migrated(pool_id));
    TRY(Pool::get(pool_id));
    const AccountId account = reward_account(pool_id);
    const Balance before = Freeze::balance(account);
    const Balance today = Currency::minimum_balance();
    ENSURE(before != today, error<typename Error::NothingToAdjust>());
    TRY(Freeze::set(account, today));
    if (before > today) {
        TRY(Currency::transfer(account, who, before - today, Preservation::Preserve));
        deposit_event(typename Event::MinBalanceExcessAdjusted{pool_id, before - today});
    } else {
        TRY(Currency::transfer(who, account, today - before, Preservation::Expendable));
        deposit_event(typename Event::MinBalanceDeficitAdjusted{pool_id, today - before});
    }
    return {};
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    storage.MinJoinBond.put(config.min_join_bond);
    storage.MinCreateBond.put(config.min_create_bond);
    if (config.max_pools) storage.MaxPools.put(*config.max_pools);
    if (config.max_members_per_pool) storage.MaxPoolMembersPerPool.put(*config.max_members_per_pool);
    if (config.max_members) storage.MaxPoolMembers.put(*config.max_members);
    if (config.global_max_commission) storage.GlobalMaxCommission.put(*config.global_max_commission);
}

}  // namespace serinus::pallet_nomination_pools
