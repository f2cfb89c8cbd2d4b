/// What ImOnline weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_im_online {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> validate_unsigned_and_then_heartbeat =
        sdk::estimate(110'000'000, 330'000, 4, 1, {{36'000, 1800}});  // keys
};

}  // namespace serinus::pallet_im_online
