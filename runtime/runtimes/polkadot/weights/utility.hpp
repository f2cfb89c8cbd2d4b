/// Weights of Utility.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_utility.rs
#pragma once

#include "runtime/pallets/utility/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_utility::Weights<Measured> kUtility{
    .batch = {3'564'447, 0, 0, 0, {{4'724'708}}},
    .as_derivative = {4'365'000, 0},
    .batch_all = {14'664'357, 0, 0, 0, {{4'957'373}}},
    .dispatch_as = {8'139'000, 0},
    .force_batch = {10'745'062, 0, 0, 0, {{4'709'705}}},
};

}  // namespace serinus::polkadot::weights
