/// Weights of Indices.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_indices.rs
#pragma once

#include "runtime/pallets/indices/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_indices::Weights<Measured> kIndices{
    .claim = {32'630'000, 3534, 1, 1},
    .transfer = {47'320'000, 3593, 2, 2},
    .free = {31'680'000, 3534, 1, 1},
    .force_transfer = {33'710'000, 3593, 2, 2},
    .freeze = {35'250'000, 3534, 1, 1},
    .poke_deposit = {31'130'000, 3534, 1, 1},
};

}  // namespace serinus::kusama::weights
