/// Weights of Initializer.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/runtime_parachains_initializer.rs
#pragma once

#include "runtime/pallets/parachains/initializer/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::initializer::Weights<Measured> kInitializer{
    .force_approve = {7'795'400, 0, 0, 0, {{867}}},
};

}  // namespace serinus::kusama::weights
