/// What Crowdloan weighs. `k`: contributions that are given back, `n`: funds that bid.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_common::crowdloan {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> create = sdk::estimate(53'000'000, 3900, 5, 3);
    Figures<0> contribute = sdk::estimate(150'000'000, 4000, 7, 4);
    Figures<0> withdraw = sdk::estimate(78'000'000, 6200, 4, 4);
    Figures<1> refund = sdk::estimate(34'000'000, 140, 3, 2, {{38'000'000, 190, 2, 2}});  // k
    Figures<0> dissolve = sdk::estimate(56'000'000, 6200, 3, 3);
    Figures<0> edit = sdk::estimate(28'000'000, 3700, 1, 1);
    Figures<0> add_memo = sdk::estimate(36'000'000, 3900, 2, 1);
    Figures<0> poke = sdk::estimate(29'000'000, 3800, 2, 1);
    Figures<1> on_initialize = sdk::estimate(11'000'000, 5400, 5, 3, {{61'000'000, 2900, 5, 2}});  // n
};

}  // namespace serinus::polkadot_runtime_common::crowdloan
