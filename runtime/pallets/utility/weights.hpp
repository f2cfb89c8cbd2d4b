/// What Utility weighs. `c`: calls in the batch; theirs come on top.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_utility {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> batch = sdk::estimate(15'000'000, 0, 0, 0, {{4'800'000}});  // c
    Figures<0> as_derivative = sdk::estimate(4'600'000, 0);
    Figures<1> batch_all = sdk::estimate(23'000'000, 0, 0, 0, {{4'900'000}});  // c
    Figures<0> dispatch_as = sdk::estimate(8'500'000, 0);
    Figures<1> force_batch = sdk::estimate(16'000'000, 0, 0, 0, {{4'700'000}});  // c
    Figures<0> if_else = sdk::estimate(10'000'000, 0);
    Figures<0> dispatch_as_fallible = sdk::estimate(8'000'000, 0);
};

}  // namespace serinus::pallet_utility
