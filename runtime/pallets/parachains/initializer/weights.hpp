/// What Initializer weighs. `d`: items of the digest.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_parachains::initializer {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> force_approve = sdk::estimate(3'300'000, 1500, 1, 1, {{3200, 11}});  // d
};

}  // namespace serinus::polkadot_runtime_parachains::initializer
