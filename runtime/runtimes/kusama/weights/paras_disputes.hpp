/// Weights of ParasDisputes.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/runtime_parachains_disputes.rs
#pragma once

#include "runtime/pallets/parachains/disputes/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::disputes::Weights<Measured> kParasDisputes{
    .force_unfreeze = {4'380'000, 0, 0, 1},
};

}  // namespace serinus::kusama::weights
