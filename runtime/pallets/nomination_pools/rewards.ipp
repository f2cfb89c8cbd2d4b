/// What a pool has earned, for whom, and the commission.
#pragma once

#include "runtime/pallets/nomination_pools/pool.ipp"

namespace serinus::pallet_nomination_pools {

template <class T>
Perbill Pallet<T>::commission_of(const BondedPoolInner<T>& pool) {
    const auto& current = pool.commission.current;
    return std::min(current ? current->first : Perbill::zero(), global_max_commission());
}

/// What the account of rewards has above what is frozen.
template <class T>
Balance Pallet<T>::reward_balance(PoolId id) {
    return Currency::reducible_balance(reward_account(id), Preservation::Expendable, Fortitude::Polite);
}

/// What a point has earned by now, and the commission that came since the last record.
template <class T>
auto Pallet<T>::reward_counter(const Rewards& rewards, const Pool& pool)
    -> ResultOf<std::pair<RewardCounter, Balance>> {
    Balance all = saturating_add(reward_balance(pool.id), rewards.total_rewards_claimed);
    all = saturating_add(all, rewards.total_commission_claimed);
    const Balance income = saturating_sub(all, rewards.last_recorded_total_payouts);
    const Balance commission = commission_of(pool.inner) * income;
    const auto for_a_point = sp_arithmetic::fixed_point::checked_from_rational<RewardCounter>(
        saturating_sub(income, commission), pool.inner.points);
    ENSURE(for_a_point.has_value(), error<typename Error::OverflowRisk>());
    const auto counter = checked_add(rewards.last_recorded_reward_counter._0, for_a_point->_0);
    ENSURE(counter.has_value(), error<typename Error::OverflowRisk>());
    return std::pair(RewardCounter{*counter}, commission);
}

/// To be called before the points or the commission of the pool change.
template <class T>
DispatchResult Pallet<T>::update_records(Rewards& rewards, const Pool& pool) {
    const auto [counter, commission] = TRY(reward_counter(rewards, pool));
    rewards.last_recorded_reward_counter = counter;
    rewards.total_commission_pending = saturating_add(rewards.total_commission_pending, commission);
    const auto payouts = checked_add(reward_balance(pool.id),
                                     saturating_add(rewards.total_rewards_claimed, rewards.total_commission_claimed));
    ENSURE(payouts.has_value(), error<typename Error::OverflowRisk>());
    rewards.last_recorded_total_payouts = std::max(rewards.last_recorded_total_payouts, *payouts);
    return {};
}

template <class T>
ResultOf<Balance> Pallet<T>::pending_rewards(const Member& member, RewardCounter counter) {
    const RewardCounter since{saturating_sub(counter._0, member.last_recorded_reward_counter._0)};
    const auto rewards = sp_arithmetic::fixed_point::checked_mul_int(since, member.points);
    ENSURE(rewards.has_value(), error<typename Error::OverflowRisk>());
    return *rewards;
}

/// Pays to `to` what the member has earned; stores nothing of the pool.
template <class T>
ResultOf<Balance> Pallet<T>::pay_reward(const AccountId& to, MemberWithPools& all) {
    ENSURE(all.member.points != 0, error<typename Error::FullyUnbonding>());
    const RewardCounter counter = TRY(reward_counter(all.rewards, all.pool)).first;
    const Balance pending = TRY(pending_rewards(all.member, counter));
    if (pending == 0) return pending;
    all.member.last_recorded_reward_counter = counter;
    all.rewards.total_rewards_claimed = saturating_add(all.rewards.total_rewards_claimed, pending);
    TRY(Currency::transfer(reward_account(all.pool.id), to, pending, Preservation::Preserve));
    deposit_event(typename Event::PaidOut{to, all.member.pool_id, pending});
    return pending;
}

template <class T>
DispatchResult Pallet<T>::do_claim_payout(const AccountId& signer, const AccountId& who) {
    ENSURE(signer == who || can_claim_payout(storage.ClaimPermissions.get(who)),
           error<typename Error::DoesNotHavePermission>());
    auto all = TRY(member_with_pools(who));
    TRY(pay_reward(who, all));
    put(who, all);
    return {};
}

template <class T>
DispatchResult Pallet<T>::claim_payout::operator()(Signed who) const {
    TRY(ensure_migrated(who));
    return do_claim_payout(who, who);
}

template <class T>
DispatchResult Pallet<T>::claim_payout_other::operator()(Signed who) const {
    TRY(ensure_migrated(other));
    return do_claim_payout(who, other);
}

template <class T>
DispatchResult Pallet<T>::set_claim_permission::operator()(Signed who) const {
    ENSURE(storage.PoolMembers.exists(who), error<typename Error::PoolMemberNotFound>());
    TRY(ensure_migrated(who));
    storage.ClaimPermissions.put(who, permission);
    deposit_event(typename Event::MemberClaimPermissionUpdated{who, permission});
    return {};
}

// Commission

template <class T>
auto Pallet<T>::managed_by(const AccountId& root, PoolId id) -> ResultOf<Pool> {
    Pool pool = TRY(Pool::get(id));
    TRY(ensure_migrated(id));
    ENSURE(pool.is_root(root), error<typename Error::DoesNotHavePermission>());
    return pool;
}

template <class T>
DispatchResult Pallet<T>::set_commission::operator()(Signed who) const {
    Pool pool = TRY(managed_by(who, pool_id));
    auto rewards = storage.RewardPools.get(pool_id);
    ENSURE(rewards.has_value(), defensive(DefensiveError::RewardPoolNotFound));
    TRY(update_records(*rewards, pool));
    storage.RewardPools.put(pool_id, *rewards);

    auto& commission = pool.inner.commission;
    const BlockNumber now = T::System::block_number();
    if (new_commission) {
        const Perbill to = new_commission->first;
        ENSURE(!commission.is_throttled(to, now), error<typename Error::CommissionChangeThrottled>());
        ENSURE(to <= global_max_commission(), error<typename Error::CommissionExceedsGlobalMaximum>());
        ENSURE(!commission.max || to <= *commission.max, error<typename Error::CommissionExceedsMaximum>());
    }
    const bool is_some = new_commission && new_commission->first != Perbill::zero();
    commission.current = is_some ? new_commission : std::nullopt;
    commission.throttle_from = now;
    pool.put();
    deposit_event(typename Event::PoolCommissionUpdated{pool_id, new_commission});
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_commission_max::operator()(Signed who) const {
    Pool pool = TRY(managed_by(who, pool_id));
    ENSURE(max_commission <= global_max_commission(), error<typename Error::CommissionExceedsGlobalMaximum>());
    auto& commission = pool.inner.commission;
    ENSURE(!commission.max || max_commission <= *commission.max, error<typename Error::MaxCommissionRestricted>());
    commission.max = max_commission;
    if (commission.current && commission.current->first > max_commission) {
        commission.current->first = max_commission;
        deposit_event(typename Event::PoolCommissionUpdated{pool_id, commission.current});
        commission.throttle_from = T::System::block_number();
    }
    pool.put();
    deposit_event(typename Event::PoolMaxCommissionUpdated{pool_id, max_commission});
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_commission_change_rate::operator()(Signed who) const {
    Pool pool = TRY(managed_by(who, pool_id));
    auto& commission = pool.inner.commission;
    ENSURE(!commission.is_less_restrictive(change_rate), error<typename Error::CommissionChangeRateNotAllowed>());
    if (!commission.change_rate) commission.throttle_from = T::System::block_number();
    commission.change_rate = change_rate;
    pool.put();
    deposit_event(typename Event::PoolCommissionChangeRateUpdated{pool_id, change_rate});
    return {};
}

template <class T>
DispatchResult Pallet<T>::claim_commission::operator()(Signed who) const {
    TRY(ensure_migrated(pool_id));
    const Pool pool = TRY(Pool::get(pool_id));
    ENSURE(pool.can_claim_commission(who), error<typename Error::DoesNotHavePermission>());
    auto rewards = storage.RewardPools.get(pool_id);
    ENSURE(rewards.has_value(), defensive(DefensiveError::RewardPoolNotFound));
    TRY(update_records(*rewards, pool));
    const Balance amount = rewards->total_commission_pending;
    ENSURE(amount != 0, error<typename Error::NoPendingCommission>());
    const auto& current = pool.inner.commission.current;
    ENSURE(current.has_value(), error<typename Error::NoCommissionCurrentSet>());
    TRY(Currency::transfer(reward_account(pool_id), current->second, amount, Preservation::Preserve));
    rewards->total_commission_claimed = saturating_add(rewards->total_commission_claimed, amount);
    rewards->total_commission_pending = 0;
    storage.RewardPools.put(pool_id, *rewards);
    deposit_event(typename Event::PoolCommissionClaimed{pool_id, amount});
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_commission_claim_permission::operator()(Signed who) const {
    Pool pool = TRY(managed_by(who, pool_id));
    pool.inner.commission.claim_permission = permission;
    pool.put();
    deposit_event(typename Event::PoolCommissionClaimPermissionUpdated{pool_id, permission});
    return {};
}

template <class T>
Balance Pallet<T>::pending_rewards(const AccountId& who) {
    const auto member = storage.PoolMembers.get(who);
    if (!member) return 0;
    const auto rewards = storage.RewardPools.get(member->pool_id);
    const auto pool = Pool::get(member->pool_id);
    if (!rewards || !pool) return 0;
    const auto counter = reward_counter(*rewards, *pool);
    return counter ? pending_rewards(*member, counter->first).value_or(0) : 0;
}

}  // namespace serinus::pallet_nomination_pools
