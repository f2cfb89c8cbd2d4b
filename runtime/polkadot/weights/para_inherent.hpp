/// Weights of ParaInherent. `v`: statements in a dispute, or votes of validators for a candidate.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_parachains_paras_inherent.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct ParaInherent {
    static constexpr Weight enter_variable_disputes(uint32_t v) noexcept {
        return measured(437'604'767, 56'464).per(v, 57'030'165, 23).reads(28).writes(16);
    }
    static constexpr Weight enter_bitfields() noexcept { return measured(485'120'000, 48'298).reads(26).writes(17); }
    static constexpr Weight enter_backed_candidates_variable(uint32_t v) noexcept {
        return measured(1'224'175'160, 48'370).per(v, 56'135'036, 0).reads(29).writes(16);
    }
    static constexpr Weight enter_backed_candidate_code_upgrade() noexcept {
        return measured(38'913'206'000, 48'397).reads(31).writes(16);
    }
};

}  // namespace serinus::polkadot::weights
