/// A pool: its rights, its points, its states.
#pragma once

#include "runtime/arithmetic/multiply_divide.hpp"
#include "runtime/pallets/nomination_pools/nomination_pools.hpp"
#include "runtime/sdk/host/host.hpp"

namespace serinus::pallet_nomination_pools {

template <class T>
struct Pallet<T>::Pool {
    PoolId id{};
    BondedPoolInner<T> inner;

    static ResultOf<Pool> get(PoolId id) {
        auto found = storage.BondedPools.get(id);
        ENSURE(found.has_value(), error<typename Error::PoolNotFound>());
        return Pool{id, *std::move(found)};
    }
    void put() const { storage.BondedPools.put(id, inner); }

    Balance active_stake() const { return T::Staking::active_stake(bonded_account(id)).value_or(0); }
    Balance to_balance(Balance points) const { return point_to_balance(active_stake(), inner.points, points); }
    Agent agent() const { return {bonded_account(id)}; }

    bool is_root(const AccountId& who) const { return inner.roles.root == who; }
    bool is_nominator(const AccountId& who) const { return is_root(who) || inner.roles.nominator == who; }
    bool is_bouncer(const AccountId& who) const { return is_root(who) || inner.roles.bouncer == who; }
    bool can_kick(const AccountId& who) const { return inner.state == PoolState::Blocked && is_bouncer(who); }
    bool can_claim_commission(const AccountId& who) const {
        using Permission = CommissionClaimPermission<AccountId>;
        if (is_root(who)) return true;
        const auto& permission = inner.commission.claim_permission;
        if (!permission) return false;
        const auto* const account = std::get_if<typename Permission::Account>(&permission->v);
        return !account || account->_0 == who;
    }
    bool is_destroying() const { return inner.state == PoolState::Destroying; }
    bool is_destroying_and_only_depositor(Balance points) const {
        return is_destroying() && inner.points == points && inner.member_counter == 1;
    }

    DispatchResult try_inc_members() {
        const auto in_pool = storage.MaxPoolMembersPerPool.get();
        ENSURE(!in_pool || inner.member_counter < *in_pool, error<typename Error::MaxPoolMembers>());
        const auto in_all = storage.MaxPoolMembers.get();
        ENSURE(!in_all || storage.PoolMembers.count() < *in_all, error<typename Error::MaxPoolMembers>());
        const auto count = checked_add(inner.member_counter, 1u);
        ENSURE(count.has_value(), error<typename Error::OverflowRisk>());
        inner.member_counter = *count;
        return {};
    }

    /// Whether it has not lost too much.
    DispatchResult ok_to_be_open() const {
        ENSURE(!is_destroying(), error<typename Error::CanNotChangeState>());
        const Balance stake = active_stake();
        ENSURE(stake != 0, error<typename Error::OverflowRisk>());
        ENSURE(inner.points / stake < T::kConstants.MaxPointsToBalance, error<typename Error::OverflowRisk>());
        return {};
    }

    DispatchResult ok_to_unbond(const AccountId& caller, const AccountId& target, const Member& member,
                                Balance points) const {
        const bool is_permissioned = caller == target;
        const bool is_depositor = target == inner.roles.depositor;
        const bool is_full = points == member.points;
        ENSURE(is_permissioned || is_full, error<typename Error::PartialUnbondNotAllowedPermissionlessly>());
        if (!is_full) {
            const Balance least = is_depositor ? least_of_depositor() : storage.MinJoinBond.get();
            ENSURE(to_balance(saturating_sub(member.points, points)) >= least,
                   error<typename Error::MinimumBondNotMet>());
        }
        if (is_permissioned) {
            // The depositor is the last to leave.
            ENSURE(!is_depositor || !is_full || is_destroying_and_only_depositor(member.points),
                   error<typename Error::MinimumBondNotMet>());
            return {};
        }
        ENSURE(!is_depositor, error<typename Error::DoesNotHavePermission>());
        ENSURE(can_kick(caller) || is_destroying(), error<typename Error::NotKickerOrDestroying>());
        return {};
    }

    /// Delegates money of `who` to the bond; gives the points for it, which the pool has from then on.
    ResultOf<Balance> bond(const AccountId& who, Balance amount, BondType type) {
        // At the price before the bond.
        const Balance points = balance_to_point(active_stake(), inner.points, amount);
        inner.points = saturating_add(inner.points, points);
        if (type == BondType::kCreate) TRY(Delegation::register_agent(agent(), reward_account(id)));
        TRY(Delegation::delegate({who}, agent(), amount));
        storage.TotalValueLocked.mutate([&](Balance& locked) { locked = saturating_add(locked, amount); });
        return points;
    }

    /// Takes points out; gives what they are worth.
    Balance dissolve(Balance points) {
        const Balance balance = to_balance(points);
        inner.points = saturating_sub(inner.points, points);
        return balance;
    }

    void set_state(PoolState state) {
        if (inner.state == state) return;
        inner.state = state;
        deposit_event(typename Event::StateChanged{id, state});
    }
};

template <class T>
struct Pallet<T>::MemberWithPools {
    Member member;
    Pool pool;
    Rewards rewards;
};

template <class T>
auto Pallet<T>::defensive(DefensiveError kind) -> Error {
    host::log(host::LogLevel::kError, "runtime::nomination-pools", "the state contradicts itself");
    return Error{typename Error::Defensive{kind}};
}

template <class T>
AccountId Pallet<T>::bonded_account(PoolId id) {
    return sub_account_of(T::kConstants.PalletId, scale::encode(std::pair(uint8_t{0}, id)));
}

template <class T>
AccountId Pallet<T>::reward_account(PoolId id) {
    return sub_account_of(T::kConstants.PalletId, scale::encode(std::pair(uint8_t{1}, id)));
}

template <class T>
Balance Pallet<T>::least_of_depositor() {
    return std::max({T::Staking::minimum_nominator_bond(), storage.MinCreateBond.get(), storage.MinJoinBond.get(),
                     Currency::minimum_balance()});
}

template <class T>
auto Pallet<T>::member_with_pools(const AccountId& who) -> ResultOf<MemberWithPools> {
    auto member = storage.PoolMembers.get(who);
    ENSURE(member.has_value(), error<typename Error::PoolMemberNotFound>());
    auto pool = storage.BondedPools.get(member->pool_id);
    ENSURE(pool.has_value(), defensive(DefensiveError::PoolNotFound));
    const auto rewards = storage.RewardPools.get(member->pool_id);
    ENSURE(rewards.has_value(), defensive(DefensiveError::PoolNotFound));
    const PoolId id = member->pool_id;
    return MemberWithPools{*std::move(member), {id, *std::move(pool)}, *rewards};
}

template <class T>
void Pallet<T>::put(const AccountId& who, const MemberWithPools& all) {
    all.pool.put();
    storage.RewardPools.put(all.member.pool_id, all.rewards);
    storage.PoolMembers.put(who, all.member);
}

template <class T>
Balance Pallet<T>::balance_to_point(Balance balance, Balance points, Balance new_funds) {
    if (points == 0) return new_funds;
    // All is lost: each point counts as a planck.
    if (balance == 0) return saturating_mul(new_funds, points);
    return multiply_by_rational_with_rounding(points, new_funds, balance, Rounding::kDown)
        .value_or(max_value<Balance>());
}

template <class T>
Balance Pallet<T>::point_to_balance(Balance balance, Balance points, Balance some_points) {
    if (balance == 0 || points == 0 || some_points == 0) return 0;
    return multiply_by_rational_with_rounding(balance, some_points, points, Rounding::kDown)
        .value_or(max_value<Balance>());
}

template <class T>
void Pallet<T>::dissolve(const Pool& pool) {
    const AccountId bonded = bonded_account(pool.id);
    const AccountId rewards = reward_account(pool.id);
    storage.ReversePoolIdLookup.remove(bonded);
    storage.RewardPools.remove(pool.id);
    storage.SubPoolsStorage.remove(pool.id);
    static_cast<void>(Freeze::thaw(rewards));
    const Balance left = Currency::reducible_balance(rewards, Preservation::Expendable, Fortitude::Polite);
    static_cast<void>(Currency::transfer(rewards, pool.inner.roles.depositor, left, Preservation::Expendable));
    static_cast<void>(Currency::set_balance(rewards, 0));
    static_cast<void>(Delegation::remove_agent({bonded}));
    deposit_event(typename Event::Destroyed{pool.id});
    storage.Metadata.remove(pool.id);
    storage.BondedPools.remove(pool.id);
}

template <class T>
void Pallet<T>::on_slash(const AccountId& stash, Balance active, const std::map<EraIndex, Balance>& chunks,
                         Balance total) {
    const auto id = storage.ReversePoolIdLookup.get(stash);
    if (!id) return;
    storage.TotalValueLocked.mutate([&](Balance& locked) { locked = saturating_sub(locked, total); });
    if (auto sub_pools = storage.SubPoolsStorage.get(*id)) {
        for (const auto& [era, left] : chunks) {
            auto* const in_era = sub_pools->with_era.find(era);
            if (!in_era) continue;
            in_era->balance = left;
            deposit_event(typename Event::UnbondingPoolSlashed{*id, era, left});
        }
        storage.SubPoolsStorage.put(*id, *sub_pools);
    }
    deposit_event(typename Event::PoolSlashed{*id, active});
}

template <class T>
void Pallet<T>::on_withdraw(const AccountId& stash, Balance amount) {
    if (!storage.ReversePoolIdLookup.exists(stash)) return;
    storage.TotalValueLocked.mutate([&](Balance& locked) { locked = saturating_sub(locked, amount); });
}

template <class T>
Balance Pallet<T>::points_to_balance(PoolId id, Balance points) {
    const auto pool = Pool::get(id);
    return pool ? pool->to_balance(points) : 0;
}

template <class T>
Balance Pallet<T>::balance_to_points(PoolId id, Balance new_funds) {
    const auto pool = Pool::get(id);
    return pool ? balance_to_point(pool->active_stake(), pool->inner.points, new_funds) : 0;
}

}  // namespace serinus::pallet_nomination_pools
