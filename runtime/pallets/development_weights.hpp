/// Limits of blocks for chains that are being developed, chosen and not measured. Weights of pallets stand beside them
/// (`pallets/<pallet>/weights.hpp`). A chain that matters measures its own, on its own machines.
#pragma once

#include "runtime/sdk/block_limits.hpp"
#include "runtime/sdk/weights.hpp"

namespace serinus::development_weights {

using sdk::Weight;

inline constexpr sdk::RuntimeDbWeight kDbWeight = sdk::kDefaultDbWeight;

/// Costs `time_us` and the given accesses of the database.
constexpr Weight cost(uint64_t time_us, uint64_t reads, uint64_t writes) noexcept {
    return Weight::from_parts(saturating_mul(time_us, sdk::kRefTimePerMicro), 0)
        .saturating_add(kDbWeight.reads_writes(reads, writes));
}

/// Two seconds and 5 MiB of proof, of which normal extrinsics may fill three quarters.
inline constexpr sdk::BlockWeights kBlockWeights = [] {
    const Weight whole = Weight::from_parts(2 * sdk::kRefTimePerSecond, 5 * 1024 * 1024);
    const Weight normal = sdk::Perbill::from_percent(75) * whole;
    const Weight base = cost(100, 0, 0);
    sdk::BlockWeights limits{.base_block = cost(5'000, 0, 0), .max_block = {}, .per_class = {}};
    limits.per_class.normal = {
        .base_extrinsic = base, .max_extrinsic = {}, .max_total = normal, .reserved = Weight::zero()};
    limits.per_class.operational = {
        .base_extrinsic = base, .max_extrinsic = {}, .max_total = whole, .reserved = whole.saturating_sub(normal)};
    limits.per_class.mandatory = {.base_extrinsic = base, .max_extrinsic = {}, .max_total = {}, .reserved = {}};
    return with_derived_limits(limits, sdk::Perbill::from_percent(1));
}();
static_assert(are_consistent(kBlockWeights));

inline constexpr auto kBlockLength =
    sdk::BlockLength::max_with_normal_ratio(5 * 1024 * 1024, sdk::Perbill::from_percent(75));

}  // namespace serinus::development_weights
