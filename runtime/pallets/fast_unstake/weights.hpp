/// What FastUnstake weighs. `v`: validators of an era; `b`: stashes.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_fast_unstake {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> on_idle_unstake = sdk::estimate(28'000'000, 4700, 6, 1, {{50'000'000, 3800, 7, 5}});  // b
    Figures<2> on_idle_check =
        sdk::estimate(1'600'000'000, 4700, 7, 1, {{440'000'000, 21'000, 1}, {1'800'000'000, 49}});  // v, b
    Figures<0> register_fast_unstake = sdk::estimate(120'000'000, 4800, 15, 9);
    Figures<0> deregister = sdk::estimate(41'000'000, 4700, 5, 2);
    Figures<0> control = sdk::estimate(2'400'000, 0, 0, 1);
};

}  // namespace serinus::pallet_fast_unstake
