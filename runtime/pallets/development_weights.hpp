/// Weights for chains that are being developed: figures that were chosen, not measured, for the pallets that nearly
/// every chain has, and limits of blocks. A chain that matters measures its own, on its own machines.
#pragma once

#include "runtime/sdk/block_limits.hpp"
#include "runtime/sdk/measured_weight.hpp"

namespace serinus::development_weights {

using sdk::Weight;

inline constexpr sdk::RuntimeDbWeight kDbWeight{.read = 25 * sdk::kRefTimePerMicro,
                                                .write = 100 * sdk::kRefTimePerMicro};

/// Costs `time_us` and the given accesses of the database.
constexpr Weight cost(uint64_t time_us, uint64_t reads, uint64_t writes) noexcept {
    return Weight::from_parts(saturating_mul(time_us, sdk::kRefTimePerMicro), 0)
        .saturating_add(kDbWeight.reads_writes(reads, writes));
}

/// The form of measured weights, for the figures beside the pallets (`pallets/<pallet>/development_weights.hpp`).
constexpr sdk::MeasuredWeight<kDbWeight> measured(uint64_t ref_time_ps, uint64_t proof_size) noexcept {
    return {ref_time_ps, proof_size};
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

struct System {
    static constexpr Weight remark(uint32_t) noexcept { return cost(1, 0, 0); }
    static constexpr Weight remark_with_event(uint32_t) noexcept { return cost(50, 0, 0); }
    static constexpr Weight set_heap_pages() noexcept { return cost(5, 1, 2); }
    static constexpr Weight set_code() noexcept { return cost(100'000, 1, 2); }
    static constexpr Weight set_storage(uint32_t items) noexcept { return cost(items, 0, items); }
    static constexpr Weight kill_storage(uint32_t keys) noexcept { return cost(keys, 0, keys); }
    static constexpr Weight kill_prefix(uint32_t keys) noexcept { return cost(keys, keys, keys); }
};

struct Timestamp {
    static constexpr Weight set() noexcept { return cost(10, 2, 1); }
    static constexpr Weight on_finalize() noexcept { return cost(4, 0, 0); }
};

struct Balances {
    static constexpr Weight transfer_allow_death() noexcept { return cost(40, 1, 1); }
    static constexpr Weight transfer_keep_alive() noexcept { return cost(30, 1, 1); }
    static constexpr Weight force_set_balance_creating() noexcept { return cost(25, 1, 1); }
    static constexpr Weight force_set_balance_killing() noexcept { return cost(27, 1, 1); }
    static constexpr Weight force_transfer() noexcept { return cost(40, 2, 2); }
    static constexpr Weight transfer_all() noexcept { return cost(36, 1, 1); }
    static constexpr Weight force_unreserve() noexcept { return cost(20, 1, 1); }
    static constexpr Weight upgrade_accounts(uint32_t accounts) noexcept { return cost(15, accounts, accounts); }
};

struct Sudo {
    static constexpr Weight set_key() noexcept { return cost(14, 1, 1); }
    static constexpr Weight sudo() noexcept { return cost(13, 1, 0); }
    static constexpr Weight sudo_as() noexcept { return cost(13, 1, 0); }
};

struct Grandpa {
    static constexpr Weight report_equivocation(uint32_t validators, uint32_t nominators) noexcept {
        return cost(100, saturating_add(20u, validators), saturating_add(10u, nominators));
    }
    static constexpr Weight note_stalled() noexcept { return cost(10, 0, 1); }
};

struct Session {
    static constexpr Weight set_keys() noexcept { return cost(60, 8, 8); }
    static constexpr Weight purge_keys() noexcept { return cost(40, 2, 8); }
};

}  // namespace serinus::development_weights
