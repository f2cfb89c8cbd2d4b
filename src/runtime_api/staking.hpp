/// The API StakingApi. Observed: pallet-staking-runtime-api, polkadot v1.0.0
#pragma once

#include "runtime_api/call.hpp"

namespace serinus::runtime_api::staking {

/// How many validators the owner of so much stake, in planck, may nominate.
inline constexpr Call<uint32_t(uint128_t)> kNominationsQuota{"StakingApi_nominations_quota", {}, Reuse::kAtBlock};

}  // namespace serinus::runtime_api::staking
