/// Weights of Initializer. `d`: items of the digest.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_initializer.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Initializer {
    static constexpr Weight force_approve(uint32_t d) noexcept {
        return measured(3'208'000, 1480).per(d, 3'200, 11).reads(1).writes(1);
    }
};

}  // namespace serinus::kusama::weights
