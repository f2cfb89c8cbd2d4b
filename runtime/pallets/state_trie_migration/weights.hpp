/// What StateTrieMigration weighs.
/// The figures are those of the authors of the pallet. Source: pallet-state-trie-migration 24.0.0 (polkadot-sdk
/// v1.1.0), weights.rs
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_state_trie_migration {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> continue_migrate = sdk::estimate(14'832'000, 2527, 2, 1);
    Figures<0> continue_migrate_wrong_witness = sdk::estimate(4'646'000, 1493, 1);
    Figures<0> migrate_custom_top_success = sdk::estimate(9'237'000, 0);
    Figures<0> migrate_custom_top_fail = sdk::estimate(30'424'000, 3578, 1, 1);
    Figures<0> migrate_custom_child_success = sdk::estimate(9'544'000, 0);
    Figures<0> migrate_custom_child_fail = sdk::estimate(30'948'000, 3570, 1, 1);
    Figures<1> process_top_key = sdk::estimate(5'560'000, 3662, 1, 1, {{1139, 1}});  // bytes
};

}  // namespace serinus::pallet_state_trie_migration
