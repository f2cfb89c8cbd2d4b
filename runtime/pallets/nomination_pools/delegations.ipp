/// Money that members delegate: slashes that wait for them, and the way there from older releases.
#pragma once

#include "runtime/pallets/nomination_pools/rewards.ipp"

namespace serinus::pallet_nomination_pools {

template <class T>
Balance Pallet<T>::total_balance(const Member& member) {
    const auto pool = Pool::get(member.pool_id);
    if (!pool) return 0;
    Balance total = pool->to_balance(member.points);
    const auto sub_pools = storage.SubPoolsStorage.get(member.pool_id);
    if (!sub_pools) return total;
    for (const auto& [era, points] : member.unbonding_eras) {
        const auto* const own = sub_pools->with_era.find(era);
        const UnbondPool<T>& from = own ? *own : sub_pools->no_era;
        total += point_to_balance(from.balance, from.points, points);
    }
    return total;
}

template <class T>
bool Pallet<T>::pool_needs_delegate_migration(PoolId id) {
    return storage.BondedPools.exists(id) && !T::Staking::is_virtual_staker(bonded_account(id));
}

template <class T>
bool Pallet<T>::member_needs_delegate_migration(const AccountId& who) {
    const auto member = storage.PoolMembers.get(who);
    if (!member || pool_needs_delegate_migration(member->pool_id)) return false;
    return !Delegation::delegator_balance({who}) && total_balance(*member) != 0;
}

template <class T>
DispatchResult Pallet<T>::ensure_migrated(PoolId id) {
    ENSURE(!pool_needs_delegate_migration(id), error<typename Error::NotMigrated>());
    return {};
}

template <class T>
DispatchResult Pallet<T>::ensure_migrated(const AccountId& member) {
    ENSURE(!member_needs_delegate_migration(member), error<typename Error::NotMigrated>());
    return {};
}

template <class T>
ResultOf<Balance> Pallet<T>::pending_slash_of(const AccountId& who, const Member& member) {
    if (Delegation::pending_slash({bonded_account(member.pool_id)}).value_or(0) == 0) return Balance{0};
    const auto delegated = Delegation::delegator_balance({who});
    ENSURE(delegated.has_value(), error<typename Error::NotMigrated>());
    return saturating_sub(*delegated, total_balance(member));
}

/// Errors: PoolMemberNotFound, NotMigrated, NothingToSlash, SlashTooLow.
template <class T>
DispatchResult Pallet<T>::do_apply_slash(const AccountId& who, const std::optional<AccountId>& reporter,
                                         bool only_if_worth_it) {
    const auto member = storage.PoolMembers.get(who);
    ENSURE(member.has_value(), error<typename Error::PoolMemberNotFound>());
    const Balance pending = TRY(pending_slash_of(who, *member));
    ENSURE(pending != 0, error<typename Error::NothingToSlash>());
    ENSURE(!only_if_worth_it || pending >= Currency::minimum_balance(), error<typename Error::SlashTooLow>());
    return Delegation::delegator_slash({bonded_account(member->pool_id)}, {who}, pending, reporter);
}

template <class T>
ResultOf<Balance> Pallet<T>::release_dangling(const AccountId& who, PoolId id, uint32_t num_slashing_spans) {
    const auto left = Delegation::delegator_balance({who});
    if (!left) return Balance{0};
    TRY(Delegation::withdraw_delegation({who}, {bonded_account(id)}, *left, num_slashing_spans));
    return *left;
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::apply_slash::operator()(Signed who) const {
    const AccountId target = TRY(T::System::lookup(member_account));
    const AccountId& reporter = who;
    TRY(do_apply_slash(target, reporter, true));
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::migrate_delegation::operator()(Signed) const {
    const AccountId target = TRY(T::System::lookup(member_account));
    const auto member = storage.PoolMembers.get(target);
    ENSURE(member.has_value(), error<typename Error::PoolMemberNotFound>());
    const AccountId account = bonded_account(member->pool_id);
    ENSURE(T::Staking::is_virtual_staker(account), error<typename Error::NotMigrated>());
    const Balance contribution = total_balance(*member);
    ENSURE(contribution >= Currency::minimum_balance(), error<typename Error::MinimumBondNotMet>());
    ENSURE(!Delegation::delegator_balance({target}), error<typename Error::AlreadyMigrated>());
    TRY(Delegation::migrate_delegation({account}, {target}, contribution));
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::migrate_pool_to_delegate_stake::operator()(Signed) const {
    TRY(Pool::get(pool_id));
    const AccountId account = bonded_account(pool_id);
    ENSURE(!T::Staking::is_virtual_staker(account), error<typename Error::AlreadyMigrated>());
    TRY(Delegation::migrate_nominator_to_agent({account}, reward_account(pool_id)));
    return PostDispatchInfo{.pays_fee = Pays::No};
}

// What tools ask.

template <class T>
Balance Pallet<T>::pool_pending_slash(PoolId id) {
    return Delegation::pending_slash({bonded_account(id)}).value_or(0);
}

template <class T>
Balance Pallet<T>::member_pending_slash(const AccountId& who) {
    const auto member = storage.PoolMembers.get(who);
    return member ? pending_slash_of(who, *member).value_or(0) : 0;
}

template <class T>
Balance Pallet<T>::member_total_balance(const AccountId& who) {
    const auto member = storage.PoolMembers.get(who);
    return member ? total_balance(*member) : 0;
}

template <class T>
Balance Pallet<T>::pool_balance(PoolId id) {
    return Delegation::agent_balance({bonded_account(id)}).value_or(0);
}

}  // namespace serinus::pallet_nomination_pools
