#pragma once

#include "runtime/pallets/staking/api.hpp"

namespace serinus::pallet_staking::api {

template <class R>
uint32_t StakingApi<R>::nominations_quota::operator()() const {
    return R::Staking::nominations_quota(balance);
}

template <class R>
sp_staking::Page StakingApi<R>::eras_stakers_page_count::operator()() const {
    return R::Staking::page_count(era, account);
}

template <class R>
bool StakingApi<R>::pending_rewards::operator()() const {
    return R::Staking::pending_rewards(era, account);
}

}  // namespace serinus::pallet_staking::api
