/// Weights of Initializer.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_parachains_initializer.rs
#pragma once

#include "runtime/pallets/parachains/initializer/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr polkadot_runtime_parachains::initializer::Weights<Measured> kInitializer{
    .force_approve = {3'390'000, 1480, 1, 1, {{3353, 11}}},
};

}  // namespace serinus::polkadot::weights
