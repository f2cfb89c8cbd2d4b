/// Weights of ParasDisputes.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_disputes.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"
#include "runtime/pallets/parachains/disputes_weights.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::disputes::Weights<Measured> kParasDisputes{
    .force_unfreeze = {2'585'000, 0, 0, 1},
};

}  // namespace serinus::kusama::weights
