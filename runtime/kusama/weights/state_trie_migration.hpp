/// Weights of StateTrieMigration.
/// Source: pallet-state-trie-migration 24.0.0 (polkadot-sdk v1.1.0), weights.rs: Kusama takes its SubstrateWeight
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct StateTrieMigration {
    static constexpr Weight db(uint64_t reads, uint64_t writes) noexcept {
        return measured(0, 0).reads(reads).writes(writes);
    }
    static constexpr Weight continue_migrate() noexcept { return measured(14'832'000, 2'527).reads(2).writes(1); }
    static constexpr Weight continue_migrate_wrong_witness() noexcept { return measured(4'646'000, 1'493).reads(1); }
    static constexpr Weight migrate_custom_top_success() noexcept { return measured(9'237'000, 0); }
    static constexpr Weight migrate_custom_top_fail() noexcept {
        return measured(30'424'000, 3'578).reads(1).writes(1);
    }
    static constexpr Weight migrate_custom_child_success() noexcept { return measured(9'544'000, 0); }
    static constexpr Weight migrate_custom_child_fail() noexcept {
        return measured(30'948'000, 3'570).reads(1).writes(1);
    }
    static constexpr Weight process_top_key(uint32_t bytes) noexcept {
        return measured(5'560'000, 3'662).per(bytes, 1'139, 1).reads(1).writes(1);
    }
};

}  // namespace serinus::kusama::weights
