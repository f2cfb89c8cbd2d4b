/// Weights of elections that are held in a block. `v`: voters; `d`: votes of one voter.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/frame_election_provider_support.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct ElectionProvider {
    static constexpr Weight phragmen(uint32_t v, uint32_t, uint32_t d) noexcept {
        return measured(6'431'084'000, 0).per(v, 5'754'252, 0).per(d, 1'424'664'173, 0);
    }
};

}  // namespace serinus::kusama::weights
