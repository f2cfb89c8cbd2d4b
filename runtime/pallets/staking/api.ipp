#pragma once

#include "runtime/pallets/staking/api.hpp"

namespace serinus::pallet_staking::api {

template <class R>
uint32_t StakingApi<R>::nominations_quota::operator()() const {
    return R::Staking::nominations_quota(balance);
}

}  // namespace serinus::pallet_staking::api
