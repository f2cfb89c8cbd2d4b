/// Weights of ParaInherent. `v`: statements in a dispute, or votes of validators for a candidate.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_paras_inherent.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct ParaInherent {
    static constexpr Weight enter_variable_disputes(uint32_t v) noexcept {
        return measured(491'405'118, 56'569).per(v, 56'651'960, 23).reads(28).writes(16);
    }
    static constexpr Weight enter_bitfields() noexcept { return measured(474'162'000, 48'403).reads(26).writes(17); }
    static constexpr Weight enter_backed_candidates_variable(uint32_t v) noexcept {
        return measured(1'164'454'376, 48'475).per(v, 56'516'355, 0).reads(29).writes(16);
    }
    static constexpr Weight enter_backed_candidate_code_upgrade() noexcept {
        return measured(39'401'576'000, 48'502).reads(31).writes(16);
    }
};

}  // namespace serinus::kusama::weights
