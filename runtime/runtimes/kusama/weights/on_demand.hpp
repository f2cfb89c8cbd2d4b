/// Weights of OnDemandAssignmentProvider.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/runtime_parachains_on_demand.rs
#pragma once

#include "runtime/pallets/parachains/on_demand/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::on_demand::Weights<Measured> kOnDemand{
    .place_order_keep_alive = {70'656'561, 3700, 5, 4, {{17'485, 8}}},
    .place_order_allow_death = {69'606'787, 3700, 5, 4, {{17'566, 8}}},
    .place_order_with_credits = {39'946'902, 3734, 5, 4, {{16'733, 8}}},
};

}  // namespace serinus::kusama::weights
