/// What ParasDisputes weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_parachains::disputes {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> force_unfreeze = sdk::estimate(2'600'000, 0, 0, 1);
};

}  // namespace serinus::polkadot_runtime_parachains::disputes
