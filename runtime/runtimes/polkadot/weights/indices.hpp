/// Weights of Indices.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_indices.rs
#pragma once

#include "runtime/pallets/indices/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_indices::Weights<Measured> kIndices{
    .claim = {22'432'000, 3534, 1, 1},
    .transfer = {33'034'000, 3593, 2, 2},
    .free = {23'764'000, 3534, 1, 1},
    .force_transfer = {25'413'000, 3593, 2, 2},
    .freeze = {25'482'000, 3534, 1, 1},
};

}  // namespace serinus::polkadot::weights
