#pragma once

#include "runtime/pallets/nomination_pools/api.hpp"

namespace serinus::pallet_nomination_pools::api {

template <class R>
Balance NominationPoolsApi<R>::pending_rewards::operator()() const {
    return R::NominationPools::pending_rewards(who);
}

template <class R>
Balance NominationPoolsApi<R>::points_to_balance::operator()() const {
    return R::NominationPools::points_to_balance(pool_id, points);
}

template <class R>
Balance NominationPoolsApi<R>::balance_to_points::operator()() const {
    return R::NominationPools::balance_to_points(pool_id, new_funds);
}

template <class R>
Balance NominationPoolsApi<R>::pool_pending_slash::operator()() const {
    return R::NominationPools::pool_pending_slash(pool_id);
}

template <class R>
Balance NominationPoolsApi<R>::member_pending_slash::operator()() const {
    return R::NominationPools::member_pending_slash(member);
}

template <class R>
bool NominationPoolsApi<R>::pool_needs_delegate_migration::operator()() const {
    return R::NominationPools::pool_needs_delegate_migration(pool_id);
}

template <class R>
bool NominationPoolsApi<R>::member_needs_delegate_migration::operator()() const {
    return R::NominationPools::member_needs_delegate_migration(member);
}

template <class R>
Balance NominationPoolsApi<R>::member_total_balance::operator()() const {
    return R::NominationPools::member_total_balance(who);
}

template <class R>
Balance NominationPoolsApi<R>::pool_balance::operator()() const {
    return R::NominationPools::pool_balance(pool_id);
}

template <class R>
std::pair<AccountId, AccountId> NominationPoolsApi<R>::pool_accounts::operator()() const {
    return {R::NominationPools::bonded_account(pool_id), R::NominationPools::reward_account(pool_id)};
}

}  // namespace serinus::pallet_nomination_pools::api
