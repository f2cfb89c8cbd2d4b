/// Weights of Utility.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_utility.rs
#pragma once

#include "runtime/pallets/utility/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_utility::Weights<Measured> kUtility{
    .batch = {14'634'005, 0, 0, 0, {{4'701'772}}},
    .as_derivative = {4'531'000, 0},
    .batch_all = {22'427'117, 0, 0, 0, {{4'895'119}}},
    .dispatch_as = {8'424'000, 0},
    .force_batch = {15'405'733, 0, 0, 0, {{4'668'387}}},
};

}  // namespace serinus::kusama::weights
