/// Weights of ParasSlashing.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_parachains_disputes_slashing.rs
#pragma once

#include "runtime/pallets/parachains/slashing/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr polkadot_runtime_parachains::disputes::slashing::Weights<Measured> kParasSlashing{
    .report_dispute_lost = {176'003'885, 8514, 17, 10, {{378'274, 188}}},
};

}  // namespace serinus::polkadot::weights
