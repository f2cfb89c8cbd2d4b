/// Weights of ImOnline.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_im_online.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct ImOnline {
    static constexpr Weight validate_unsigned_and_then_heartbeat(uint32_t keys) noexcept {
        return measured(98'684'161, 321'487).per(keys, 35'001, 1761).reads(4).writes(1);
    }
};

}  // namespace serinus::polkadot::weights
