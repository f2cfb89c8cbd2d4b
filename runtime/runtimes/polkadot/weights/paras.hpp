/// Weights of Paras.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_parachains_paras.rs
#pragma once

#include "runtime/pallets/parachains/paras/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr polkadot_runtime_parachains::paras::Weights<Measured> kParas{
    .force_set_current_code = {31'673'000, 11'774, 4, 6, {{2619}}},
    .force_set_current_head = {7'502'000, 0, 0, 1, {{957}}},
    .force_set_most_recent_context = {3'030'000, 0, 0, 1},
    .force_schedule_code_upgrade = {47'337'000, 11'917, 8, 7, {{2633}}},
    .force_note_new_head = {15'111'792, 3602, 2, 3, {{961}}},
    .force_queue_action = {20'107'000, 7777, 2, 1},
    .add_trusted_validation_code = {109'039'757, 4148, 4, 3, {{1975}}},
    .poke_unused_validation_code = {5'553'000, 3493, 1, 1},
    .include_pvf_check_statement = {122'270'000, 30'171, 3, 1},
    .include_pvf_check_statement_finalize_upgrade_accept = {902'000'000, 30'725, 6, 104},
    .include_pvf_check_statement_finalize_upgrade_reject = {119'883'000, 30'703, 3, 1},
    .include_pvf_check_statement_finalize_onboarding_accept = {712'633'000, 30'193, 5, 3},
    .include_pvf_check_statement_finalize_onboarding_reject = {116'106'000, 30'171, 3, 1},
};

}  // namespace serinus::polkadot::weights
