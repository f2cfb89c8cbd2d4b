/// What it weighs to check that a vote is for another chain.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_beefy_mmr {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> n_leafs_proof_is_optimal = sdk::estimate(1'000'000, 0, 0, 0, {{1'500}});  // leaves
    Figures<0> extract_validation_context = sdk::estimate(5'000'000, 3'500, 1);
    Figures<0> read_peak = sdk::estimate(5'000'000, 3'500, 1);
    Figures<1> n_items_proof_is_non_canonical = sdk::estimate(15'000'000, 1'500, 2, 0, {{1'000'000}});  // items
};

}  // namespace serinus::pallet_beefy_mmr
