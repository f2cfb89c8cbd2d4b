/// What Timestamp weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_timestamp {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> set = sdk::estimate(10'000'000, 0, 2, 1);
    Figures<0> on_finalize = sdk::estimate(4'000'000, 0);
};

}  // namespace serinus::pallet_timestamp
