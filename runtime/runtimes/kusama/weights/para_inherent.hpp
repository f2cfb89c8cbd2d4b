/// Weights of ParaInherent.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_paras_inherent.rs
#pragma once

#include "runtime/pallets/parachains/paras_inherent/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::paras_inherent::Weights<Measured> kParaInherent{
    .enter_variable_disputes = {491'405'118, 56'569, 28, 16, {{56'651'960, 23}}},
    .enter_bitfields = {474'162'000, 48'403, 26, 17},
    .enter_backed_candidates_variable = {1'164'454'376, 48'475, 29, 16, {{56'516'355}}},
    .enter_backed_candidate_code_upgrade = {39'401'576'000, 48'502, 31, 16},
};

}  // namespace serinus::kusama::weights
