/// What Beefy weighs.
/// The figures are those of the authors of the pallet. Source: FRAME of July 2023, pallet-beefy, default_weights.rs
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_beefy {

template <template <size_t> class Figures>
struct Weights {
    /// The size of the validator set is that of the membership proof, but at least 100.
    Figures<2> report_equivocation = sdk::estimate(
        240'000'000, 0, 21, 10,
        {{175'000, 0, 0, 0, 100}, {25'000'000, 0, 3, 3}});  // validator_count, max_nominators_per_validator
};

}  // namespace serinus::pallet_beefy
