/// Weights of elections that are held in a block. `v`: voters; `d`: votes of one voter.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/frame_election_provider_support.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct ElectionProvider {
    static constexpr Weight phragmen(uint32_t v, uint32_t, uint32_t d) noexcept {
        return measured(6'379'678'000, 0).per(v, 5'841'137, 0).per(d, 1'487'937'341, 0);
    }
};

}  // namespace serinus::polkadot::weights
