/// Weights of Registrar.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_common_paras_registrar.rs
#pragma once

#include "runtime/pallets/paras_registrar/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_common::paras_registrar::Weights<Measured> kRegistrar{
    .reserve = {27'520'000, 3534, 3, 2},
    .register_ = {7'627'060'000, 3817, 7, 8},
    .force_register = {8'027'718'000, 3707, 7, 8},
    .deregister = {77'254'000, 3964, 6, 4},
    .swap = {75'728'000, 6744, 10, 8},
    .schedule_code_upgrade = {38'242'000, 3666, 9, 7, {{2661}}},
    .set_current_head = {6'915'330, 0, 0, 1, {{958}}},
};

}  // namespace serinus::kusama::weights
