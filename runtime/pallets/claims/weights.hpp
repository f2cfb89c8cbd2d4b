/// What Claims weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_common::claims {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> claim = sdk::estimate(210'000'000, 4800, 8, 6);
    Figures<0> mint_claim = sdk::estimate(15'000'000, 1800, 1, 4);
    Figures<0> claim_attest = sdk::estimate(210'000'000, 4800, 8, 6);
    Figures<0> attest = sdk::estimate(110'000'000, 4800, 9, 7);
    Figures<0> move_claim = sdk::estimate(37'000'000, 4000, 4, 7);
};

}  // namespace serinus::polkadot_runtime_common::claims
