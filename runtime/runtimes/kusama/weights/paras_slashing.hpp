/// Weights of ParasSlashing.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/runtime_parachains_disputes_slashing.rs
#pragma once

#include "runtime/pallets/parachains/slashing/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::disputes::slashing::Weights<Measured> kParasSlashing{
    .report_dispute_lost = {188'344'347, 5630, 16, 8, {{141'512, 33}}},
};

}  // namespace serinus::kusama::weights
