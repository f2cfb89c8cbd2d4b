/// Weights of Paras.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_parachains_paras.rs
#pragma once

#include "runtime/pallets/parachains/paras/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::paras::Weights<Measured> kParas{
    .force_set_current_code = {31'044'000, 11'774, 4, 6, {{2544}}},
    .force_set_current_head = {4'877'431, 0, 0, 1, {{951}}},
    .force_set_most_recent_context = {3'153'000, 0, 0, 1},
    .force_schedule_code_upgrade = {49'503'000, 11'917, 8, 7, {{2498}}},
    .force_note_new_head = {19'111'160, 3601, 2, 3, {{956}}},
    .force_queue_action = {19'646'000, 7777, 2, 1},
    .add_trusted_validation_code = {129'119'345, 4148, 4, 3, {{1791}}},
    .poke_unused_validation_code = {5'500'000, 3493, 1, 1},
    .include_pvf_check_statement = {125'273'000, 30'171, 3, 1},
    .include_pvf_check_statement_finalize_upgrade_accept = {887'348'000, 30'725, 6, 104},
    .include_pvf_check_statement_finalize_upgrade_reject = {122'640'000, 30'703, 3, 1},
    .include_pvf_check_statement_finalize_onboarding_accept = {702'195'000, 30'193, 5, 3},
    .include_pvf_check_statement_finalize_onboarding_reject = {119'194'000, 30'171, 3, 1},
};

}  // namespace serinus::kusama::weights
