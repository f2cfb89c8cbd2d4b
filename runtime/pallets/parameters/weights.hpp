/// What Parameters weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_parameters {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> set_parameter = sdk::estimate(15'000'000, 3500, 1, 1);
};

}  // namespace serinus::pallet_parameters
