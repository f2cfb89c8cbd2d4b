/// Weights of Initializer.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_initializer.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"
#include "runtime/pallets/parachains/initializer_weights.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::initializer::Weights<Measured> kInitializer{
    .force_approve = {3'208'000, 1480, 1, 1, {{3200, 11}}},
};

}  // namespace serinus::kusama::weights
