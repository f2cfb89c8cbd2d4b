/// Weights of ParaInherent.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_parachains_paras_inherent.rs
#pragma once

#include "runtime/pallets/parachains/paras_inherent/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr polkadot_runtime_parachains::paras_inherent::Weights<Measured> kParaInherent{
    .enter_variable_disputes = {437'604'767, 56'464, 28, 16, {{57'030'165, 23}}},
    .enter_bitfields = {485'120'000, 48'298, 26, 17},
    .enter_backed_candidates_variable = {1'224'175'160, 48'370, 29, 16, {{56'135'036}}},
    .enter_backed_candidate_code_upgrade = {38'913'206'000, 48'397, 31, 16},
};

}  // namespace serinus::polkadot::weights
