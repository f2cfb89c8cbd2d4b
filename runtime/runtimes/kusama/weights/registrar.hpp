/// Weights of Registrar.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/polkadot_runtime_common_paras_registrar.rs
#pragma once

#include "runtime/pallets/paras_registrar/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_common::paras_registrar::Weights<Measured> kRegistrar{
    .reserve = {41'580'000, 3524, 3, 2},
    .register_ = {6'488'181'000, 3780, 7, 8},
    .force_register = {6'566'850'000, 3697, 7, 8},
    .deregister = {75'190'000, 3927, 6, 4},
    .swap = {86'390'000, 6640, 10, 8},
    .schedule_code_upgrade = {33'792'451, 3666, 9, 7, {{2074}}},
    .set_current_head = {24'681'825, 0, 0, 1, {{814}}},
};

}  // namespace serinus::kusama::weights
