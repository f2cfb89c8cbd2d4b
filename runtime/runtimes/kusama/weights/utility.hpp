/// Weights of Utility.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_utility.rs
#pragma once

#include "runtime/pallets/utility/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_utility::Weights<Measured> kUtility{
    .batch = {25'630'340, 0, 0, 0, {{4'340'977}}},
    .as_derivative = {7'000'000, 0},
    .batch_all = {28'358'222, 0, 0, 0, {{4'673'687}}},
    .dispatch_as = {10'611'000, 0},
    .force_batch = {18'065'072, 0, 0, 0, {{4'353'285}}},
    .if_else = {12'030'000, 0},
    .dispatch_as_fallible = {9'610'000, 0},
};

}  // namespace serinus::kusama::weights
