/// Weights of ParasSlashing. `n`: validators of the session.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_disputes_slashing.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct ParasSlashing {
    static constexpr Weight report_dispute_lost(uint32_t n) noexcept {
        return measured(174'445'704, 8'817).per(n, 407'218, 255).reads(17).writes(10);
    }
};

}  // namespace serinus::kusama::weights
