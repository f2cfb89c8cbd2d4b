/// Weights of Initializer.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_initializer.rs
#pragma once

#include "runtime/pallets/parachains/initializer/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::initializer::Weights<Measured> kInitializer{
    .force_approve = {3'208'000, 1480, 1, 1, {{3200, 11}}},
};

}  // namespace serinus::kusama::weights
