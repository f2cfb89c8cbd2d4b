/// What Indices weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_indices {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> claim = sdk::estimate(23'000'000, 3600, 1, 1);
    Figures<0> transfer = sdk::estimate(36'000'000, 3600, 2, 2);
    Figures<0> free = sdk::estimate(24'000'000, 3600, 1, 1);
    Figures<0> force_transfer = sdk::estimate(26'000'000, 3600, 2, 2);
    Figures<0> freeze = sdk::estimate(26'000'000, 3600, 1, 1);
    Figures<0> poke_deposit = sdk::estimate(30'000'000, 3600, 1, 1);
};

}  // namespace serinus::pallet_indices
