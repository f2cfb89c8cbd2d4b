/// Weights of ImOnline.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_im_online.rs
#pragma once

#include "runtime/pallets/im_online/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_im_online::Weights<Measured> kImOnline{
    .validate_unsigned_and_then_heartbeat = {98'684'161, 321'487, 4, 1, {{35'001, 1761}}},
};

}  // namespace serinus::polkadot::weights
