/// Weights of Registrar.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_common_paras_registrar.rs
#pragma once

#include "runtime/pallets/paras_registrar/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr polkadot_runtime_common::paras_registrar::Weights<Measured> kRegistrar{
    .reserve = {27'652'000, 3535, 3, 2},
    .register_ = {8'027'991'000, 3818, 7, 8},
    .force_register = {7'562'284'000, 3708, 7, 8},
    .deregister = {79'145'000, 3965, 6, 4},
    .swap = {81'626'000, 6711, 10, 8},
    .schedule_code_upgrade = {38'317'000, 3666, 9, 7, {{2655}}},
    .set_current_head = {2'009'331, 0, 0, 1, {{983}}},
};

}  // namespace serinus::polkadot::weights
