/// What a block and an extrinsic cost by themselves, and how much fits in a block.
/// Source: fellowship runtimes v1.0.0, relay/kusama/constants/src/weights; polkadot-runtime-common 2.0.0, lib.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"
#include "runtime/sdk/block_limits.hpp"

namespace serinus::kusama::weights {

/// An empty block.
inline constexpr auto kBlockExecutionWeight = Weight::from_parts(14'278'073 * sdk::kRefTimePerNano, 0);
/// An extrinsic that does nothing.
inline constexpr auto kExtrinsicBaseWeight = Weight::from_parts(124'706 * sdk::kRefTimePerNano, 0);

/// Two seconds of the six between blocks; the proof is not limited.
inline constexpr auto kMaxBlockWeight = Weight::from_parts(2 * sdk::kRefTimePerSecond, ~uint64_t{0});
/// The share of a block that normal extrinsics may fill; operational ones find the rest even in a full block.
inline constexpr auto kNormalDispatchRatio = sdk::Perbill::from_percent(75);
/// The share of a block that its initialization takes on average.
inline constexpr auto kAverageOnInitializeRatio = sdk::Perbill::from_percent(1);

inline constexpr sdk::BlockWeights kBlockWeights = [] {
    const Weight normal = kNormalDispatchRatio * kMaxBlockWeight;
    sdk::BlockWeights limits{.base_block = kBlockExecutionWeight, .max_block = {}, .per_class = {}};
    limits.per_class.normal = {
        .base_extrinsic = kExtrinsicBaseWeight, .max_extrinsic = {}, .max_total = normal, .reserved = Weight::zero()};
    limits.per_class.operational = {.base_extrinsic = kExtrinsicBaseWeight,
                                    .max_extrinsic = {},
                                    .max_total = kMaxBlockWeight,
                                    .reserved = kMaxBlockWeight.saturating_sub(normal)};
    limits.per_class.mandatory = {
        .base_extrinsic = kExtrinsicBaseWeight, .max_extrinsic = {}, .max_total = {}, .reserved = {}};
    return with_derived_limits(limits, kAverageOnInitializeRatio);
}();
static_assert(are_consistent(kBlockWeights));

inline constexpr auto kBlockLength = sdk::BlockLength::max_with_normal_ratio(5 * 1024 * 1024, kNormalDispatchRatio);

}  // namespace serinus::kusama::weights
