/// Weights of StateTrieMigration for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct StateTrieMigration {
    static constexpr Weight db(uint64_t reads, uint64_t writes) noexcept {
        return measured(0, 0).reads(reads).writes(writes);
    }
    static constexpr Weight continue_migrate() noexcept { return measured(15'000'000, 2600).reads(2).writes(1); }
    static constexpr Weight continue_migrate_wrong_witness() noexcept { return measured(4'700'000, 1500).reads(1); }
    static constexpr Weight migrate_custom_top_success() noexcept { return measured(9'300'000, 0); }
    static constexpr Weight migrate_custom_top_fail() noexcept { return measured(31'000'000, 3600).reads(1).writes(1); }
    static constexpr Weight migrate_custom_child_success() noexcept { return measured(9'600'000, 0); }
    static constexpr Weight migrate_custom_child_fail() noexcept {
        return measured(31'000'000, 3600).reads(1).writes(1);
    }
    static constexpr Weight process_top_key(uint32_t bytes) noexcept {
        return measured(5'600'000, 3700).per(bytes, 1200, 1).reads(1).writes(1);
    }
};

}  // namespace serinus::development_weights
