/// What Beefy weighs.
/// The figures are those of the authors of the pallet. Source: FRAME of July 2025, pallet-beefy 43, default_weights.rs
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_beefy {

template <template <size_t> class Figures>
struct Weights {
    /// votes_count, validator_count (of the membership proof, but at least 100), max_nominators_per_validator.
    Figures<3> report_voting_equivocation =
        sdk::estimate(145'000'000, 0, 21, 10, {{50'000'000}, {175'000, 0, 0, 0, 100}, {25'000'000, 0, 3, 3}});
    Figures<0> set_new_genesis = sdk::estimate(0, 0, 0, 1);
    /// Besides, for a vote that says the number of a block.
    Figures<0> report_future_block_voting = sdk::estimate(0, 0, 1);
};

}  // namespace serinus::pallet_beefy
