/// What Mmr weighs.
/// The figures are those of the authors of the pallet. Source: FRAME of July 2023, pallet-mmr, default_weights.rs
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_mmr {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> on_initialize = sdk::estimate(2000, 0, 3, 2, {{0, 0, 1, 1}});  // peaks
};

}  // namespace serinus::pallet_mmr
