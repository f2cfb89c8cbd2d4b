/// Weights of Indices.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_indices.rs
#pragma once

#include "runtime/pallets/indices/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_indices::Weights<Measured> kIndices{
    .claim = {22'377'000, 3534, 1, 1},
    .transfer = {35'717'000, 3593, 2, 2},
    .free = {23'566'000, 3534, 1, 1},
    .force_transfer = {25'439'000, 3593, 2, 2},
    .freeze = {25'138'000, 3534, 1, 1},
};

}  // namespace serinus::kusama::weights
