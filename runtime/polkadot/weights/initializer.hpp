/// Weights of Initializer. `d`: items of the digest.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_parachains_initializer.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Initializer {
    static constexpr Weight force_approve(uint32_t d) noexcept {
        return measured(3'390'000, 1480).per(d, 3353, 11).reads(1).writes(1);
    }
};

}  // namespace serinus::polkadot::weights
