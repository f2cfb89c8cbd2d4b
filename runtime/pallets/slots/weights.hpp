/// What Slots weighs. `c`: parachains before, `t`: parachains with a lease.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_common::slots {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> force_lease = sdk::estimate(31'000'000, 3800, 2, 2);
    Figures<2> manage_lease_period_start =
        sdk::estimate(710'000'000, 4100, 4, 1, {{3'000'000, 2500, 1, 1}, {8'800'000, 2800, 2, 2}});  // c, t
    Figures<0> clear_all_leases = sdk::estimate(160'000'000, 22'000, 9, 9);
    Figures<0> trigger_onboard = sdk::estimate(43'000'000, 4100, 4, 2);
};

}  // namespace serinus::polkadot_runtime_common::slots
