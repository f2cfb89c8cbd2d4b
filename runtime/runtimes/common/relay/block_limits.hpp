/// How much fits in a block of a relay chain. What an empty block and an empty extrinsic cost is the chain's own.
/// Source: polkadot-runtime-common 2.0.0, src/lib.rs
#pragma once

#include "runtime/sdk/block_limits.hpp"

namespace serinus::relay {

using sdk::Weight;

/// Two seconds of the six between blocks; the proof is not limited.
inline constexpr auto kMaxBlockWeight = Weight::from_parts(2 * sdk::kRefTimePerSecond, ~uint64_t{0});
/// The share of a block that normal extrinsics may fill; operational ones find the rest even in a full block.
inline constexpr auto kNormalDispatchRatio = sdk::Perbill::from_percent(75);
/// The share of a block that its initialization takes on average.
inline constexpr auto kAverageOnInitializeRatio = sdk::Perbill::from_percent(1);

/// `base_block`: an empty block; `base_extrinsic`: an extrinsic that does nothing.
constexpr sdk::BlockWeights block_weights(Weight base_block, Weight base_extrinsic) {
    const Weight normal = kNormalDispatchRatio * kMaxBlockWeight;
    sdk::BlockWeights limits{.base_block = base_block, .max_block = {}, .per_class = {}};
    limits.per_class.normal = {
        .base_extrinsic = base_extrinsic, .max_extrinsic = {}, .max_total = normal, .reserved = Weight::zero()};
    limits.per_class.operational = {.base_extrinsic = base_extrinsic,
                                    .max_extrinsic = {},
                                    .max_total = kMaxBlockWeight,
                                    .reserved = kMaxBlockWeight.saturating_sub(normal)};
    limits.per_class.mandatory = {
        .base_extrinsic = base_extrinsic, .max_extrinsic = {}, .max_total = {}, .reserved = {}};
    return with_derived_limits(limits, kAverageOnInitializeRatio);
}

inline constexpr auto kBlockLength = sdk::BlockLength::max_with_normal_ratio(5 * 1024 * 1024, kNormalDispatchRatio);

}  // namespace serinus::relay
