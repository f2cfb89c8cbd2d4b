/// Weights of ImOnline.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_im_online.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct ImOnline {
    static constexpr Weight validate_unsigned_and_then_heartbeat(uint32_t keys) noexcept {
        return measured(105'397'267, 321'487).per(keys, 35'069, 1761).reads(4).writes(1);
    }
};

}  // namespace serinus::kusama::weights
