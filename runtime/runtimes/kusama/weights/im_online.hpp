/// Weights of ImOnline.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_im_online.rs
#pragma once

#include "runtime/pallets/im_online/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_im_online::Weights<Measured> kImOnline{
    .validate_unsigned_and_then_heartbeat = {105'397'267, 321'487, 4, 1, {{35'069, 1761}}},
};

}  // namespace serinus::kusama::weights
