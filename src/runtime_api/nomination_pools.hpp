/// The API NominationPoolsApi. Observed: pallet-nomination-pools-runtime-api, polkadot v1.0.0
#pragma once

#include "primitives/account.hpp"
#include "runtime_api/call.hpp"

namespace serinus::runtime_api::nomination_pools {

using PoolId = uint32_t;
using Balance = uint128_t;  ///< planck

inline constexpr Call<Balance(primitives::AccountId)> kPendingRewards{
    "NominationPoolsApi_pending_rewards", {}, Reuse::kAtBlock};
inline constexpr Call<Balance(PoolId, Balance)> kPointsToBalance{
    "NominationPoolsApi_points_to_balance", {}, Reuse::kAtBlock};
inline constexpr Call<Balance(PoolId, Balance)> kBalanceToPoints{
    "NominationPoolsApi_balance_to_points", {}, Reuse::kAtBlock};

}  // namespace serinus::runtime_api::nomination_pools
