/// What Session weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_session {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> set_keys = sdk::estimate(60'000'000, 0, 8, 8);
    Figures<0> purge_keys = sdk::estimate(40'000'000, 0, 2, 8);
};

}  // namespace serinus::pallet_session
