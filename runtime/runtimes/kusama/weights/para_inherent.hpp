/// Weights of ParaInherent.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/runtime_parachains_paras_inherent.rs
#pragma once

#include "runtime/pallets/parachains/paras_inherent/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::paras_inherent::Weights<Measured> kParaInherent{
    .enter_empty = {270'870'000, 41'100, 15, 3},
    .enter_variable_disputes = {614'480'733, 123'291, 28, 16, {{66'856'960}}},
    .enter_bitfields = {521'580'000, 80'983, 16, 4},
    .enter_backed_candidates_variable = {1'404'972'776, 82'390, 30, 15, {{67'763'955}}},
    .enter_backed_candidate_code_upgrade = {38'270'440'000, 82'403, 32, 15},
};

}  // namespace serinus::kusama::weights
