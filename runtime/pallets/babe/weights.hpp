/// What Babe weighs.
/// The figures are those of the authors of the pallet. Source: FRAME of July 2023, pallet-babe, default_weights.rs
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_babe {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> plan_config_change = sdk::estimate(0, 0, 0, 1);
    /// The size of the validator set is that of the membership proof, but at least 100.
    Figures<2> report_equivocation = sdk::estimate(
        255'000'000, 0, 19, 10,
        {{175'000, 0, 0, 0, 100}, {25'000'000, 0, 3, 3}});  // validator_count, max_nominators_per_validator
};

}  // namespace serinus::pallet_babe
