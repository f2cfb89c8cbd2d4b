/// Weights of Paras.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/runtime_parachains_paras.rs
#pragma once

#include "runtime/pallets/parachains/paras/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_parachains::paras::Weights<Measured> kParas{
    .force_set_current_code = {64'029'239, 11'774, 4, 6, {{2042}}},
    .force_set_current_head = {19'172'157, 0, 0, 1, {{827}}},
    .force_set_most_recent_context = {5'979'000, 0, 0, 1},
    .force_schedule_code_upgrade = {39'893'740, 11'917, 8, 7, {{2068}}},
    .force_note_new_head = {37'506'718, 3764, 2, 3, {{827}}},
    .force_queue_action = {26'500'000, 7777, 2, 1},
    .add_trusted_validation_code = {103'679'317, 4148, 4, 3, {{1815}}},
    .poke_unused_validation_code = {9'480'000, 3493, 1, 1},
    .include_pvf_check_statement = {144'029'000, 30'171, 3, 1},
    .include_pvf_check_statement_finalize_upgrade_accept = {990'707'000, 30'825, 5, 103},
    .include_pvf_check_statement_finalize_upgrade_reject = {127'589'000, 30'803, 3, 1},
    .include_pvf_check_statement_finalize_onboarding_accept = {817'296'000, 30'193, 5, 3},
    .include_pvf_check_statement_finalize_onboarding_reject = {125'249'000, 30'171, 3, 1},
    .remove_upgrade_cooldown = {43'050'000, 1752, 1, 2},
    .authorize_force_set_current_code_hash = {11'699'000, 0, 0, 1},
    .apply_authorized_force_set_current_code = {39'090'000, 3597, 3, 4, {{3237}}},
};

}  // namespace serinus::kusama::weights
