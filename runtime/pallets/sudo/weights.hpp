/// What Sudo weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_sudo {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> set_key = sdk::estimate(14'000'000, 0, 1, 1);
    Figures<0> sudo = sdk::estimate(13'000'000, 0, 1);
    Figures<0> sudo_as = sdk::estimate(13'000'000, 0, 1);
};

}  // namespace serinus::pallet_sudo
