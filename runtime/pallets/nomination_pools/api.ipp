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

}  // namespace serinus::pallet_nomination_pools::api
