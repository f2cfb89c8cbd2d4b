/// What Coretime weighs. `s`: parts that a core is used for.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_parachains::coretime {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> request_revenue_at = sdk::estimate(80'000'000, 6'500, 5, 5);
    Figures<0> request_core_count = sdk::estimate(10'000'000, 1'700, 3, 1);
    Figures<1> assign_core = sdk::estimate(12'000'000, 3'600, 1, 2, {{12'000}});  // s
    Figures<0> credit_account = sdk::estimate(10'000'000, 3'600, 1, 1);
};

}  // namespace serinus::polkadot_runtime_parachains::coretime
