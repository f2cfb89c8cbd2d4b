/// Weights of ImOnline.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_im_online.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"
#include "runtime/pallets/im_online/weights.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_im_online::Weights<Measured> kImOnline{
    .validate_unsigned_and_then_heartbeat = {105'397'267, 321'487, 4, 1, {{35'069, 1761}}},
};

}  // namespace serinus::kusama::weights
