/// What a block and an extrinsic cost by themselves, and how much fits in a block.
/// Source: fellowship runtimes v1.7.1, relay/kusama/constants/src/weights
#pragma once

#include "runtime/runtimes/common/relay/block_limits.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

/// An empty block.
inline constexpr auto kBlockExecutionWeight = Weight::from_parts(14'278'073 * sdk::kRefTimePerNano, 0);
/// An extrinsic that does nothing.
inline constexpr auto kExtrinsicBaseWeight = Weight::from_parts(124'706 * sdk::kRefTimePerNano, 0);

using relay::kBlockLength;
inline constexpr sdk::BlockWeights kBlockWeights = relay::block_weights(kBlockExecutionWeight, kExtrinsicBaseWeight);
static_assert(are_consistent(kBlockWeights));

}  // namespace serinus::kusama::weights
