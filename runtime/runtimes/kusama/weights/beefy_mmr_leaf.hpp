/// Weights of BeefyMmrLeaf.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_beefy_mmr.rs
#pragma once

#include "runtime/pallets/beefy_mmr/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_beefy_mmr::Weights<Measured> kBeefyMmrLeaf{
    .n_leafs_proof_is_optimal = {1'698'445, 0, 0, 0, {{1'644}}},
    .extract_validation_context = {7'539'000, 3509, 1},
    .read_peak = {7'480'000, 3505, 1},
    .n_items_proof_is_non_canonical = {30'937'581, 1517, 2, 0, {{1'754'380}}},
};

}  // namespace serinus::kusama::weights
