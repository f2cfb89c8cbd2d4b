/// What OnDemandAssignmentProvider weighs. `s`: orders in the queue.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_parachains::on_demand {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> place_order_keep_alive = sdk::estimate(60'000'000, 4000, 6, 5, {{20'000}});    // s
    Figures<1> place_order_allow_death = sdk::estimate(60'000'000, 4000, 6, 5, {{20'000}});   // s
    Figures<1> place_order_with_credits = sdk::estimate(60'000'000, 4000, 6, 5, {{20'000}});  // s
};

}  // namespace serinus::polkadot_runtime_parachains::on_demand
