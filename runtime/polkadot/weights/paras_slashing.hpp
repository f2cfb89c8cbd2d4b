/// Weights of ParasSlashing. `n`: validators of the session.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_parachains_disputes_slashing.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct ParasSlashing {
    static constexpr Weight report_dispute_lost(uint32_t n) noexcept {
        return measured(176'003'885, 8514).per(n, 378'274, 188).reads(17).writes(10);
    }
};

}  // namespace serinus::polkadot::weights
