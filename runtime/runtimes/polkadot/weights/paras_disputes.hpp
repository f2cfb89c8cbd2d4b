/// Weights of ParasDisputes.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_parachains_disputes.rs
#pragma once

#include "runtime/pallets/parachains/disputes/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr polkadot_runtime_parachains::disputes::Weights<Measured> kParasDisputes{
    .force_unfreeze = {2'694'000, 0, 0, 1},
};

}  // namespace serinus::polkadot::weights
