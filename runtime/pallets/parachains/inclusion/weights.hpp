/// What ParaInclusion weighs. `u`: upward messages, `h`: messages to other paras, `c`: 1 with new code.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_parachains::inclusion {

template <template <size_t> class Figures>
struct Weights {
    Figures<3> enact_candidate = sdk::estimate(
        400'000'000, 4000, 20, 15, {{1'000'000, 100, 1, 1}, {7'000'000, 100, 6, 5}, {50'000'000}});  // u, h, c
};

}  // namespace serinus::polkadot_runtime_parachains::inclusion
