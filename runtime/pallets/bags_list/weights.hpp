/// What VoterList weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_bags_list {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> rebag_non_terminal = sdk::estimate(58'000'000, 12'000, 7, 5);
    Figures<0> rebag_terminal = sdk::estimate(57'000'000, 8900, 7, 5);
    Figures<0> put_in_front_of = sdk::estimate(65'000'000, 12'000, 10, 6);
    Figures<0> on_idle = sdk::estimate(1'100'000'000, 510'000, 230, 16);
};

}  // namespace serinus::pallet_bags_list
