/// Weights of ParasSlashing.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_disputes_slashing.rs
#pragma once

#include "runtime/pallets/parachains/slashing/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::disputes::slashing::Weights<Measured> kParasSlashing{
    .report_dispute_lost = {174'445'704, 8817, 17, 10, {{407'218, 255}}},
};

}  // namespace serinus::kusama::weights
