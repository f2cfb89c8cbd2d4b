/// What Paras weighs. `c`: bytes of code; `s`: bytes of a head.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::polkadot_runtime_parachains::paras {

template <template <size_t> class Figures>
struct Weights {
    Figures<1> force_set_current_code = sdk::estimate(32'000'000, 12'000, 4, 6, {{2600}});  // c
    Figures<1> force_set_current_head = sdk::estimate(4'900'000, 0, 0, 1, {{960}});         // s
    Figures<0> force_set_most_recent_context = sdk::estimate(3'200'000, 0, 0, 1);
    Figures<1> force_schedule_code_upgrade = sdk::estimate(50'000'000, 12'000, 8, 7, {{2500}});  // c
    Figures<1> force_note_new_head = sdk::estimate(20'000'000, 3700, 2, 3, {{960}});             // s
    Figures<0> force_queue_action = sdk::estimate(20'000'000, 7800, 2, 1);
    Figures<1> add_trusted_validation_code = sdk::estimate(130'000'000, 4200, 4, 3, {{1800}});  // c
    Figures<0> poke_unused_validation_code = sdk::estimate(5'500'000, 3500, 1, 1);
    Figures<0> include_pvf_check_statement = sdk::estimate(130'000'000, 31'000, 3, 1);
    Figures<0> include_pvf_check_statement_finalize_upgrade_accept = sdk::estimate(890'000'000, 31'000, 6, 104);
    Figures<0> include_pvf_check_statement_finalize_upgrade_reject = sdk::estimate(130'000'000, 31'000, 3, 1);
    Figures<0> include_pvf_check_statement_finalize_onboarding_accept = sdk::estimate(710'000'000, 31'000, 5, 3);
    Figures<0> include_pvf_check_statement_finalize_onboarding_reject = sdk::estimate(120'000'000, 31'000, 3, 1);
    Figures<0> remove_upgrade_cooldown = sdk::estimate(100'000'000, 4000, 4, 4);
    Figures<0> authorize_force_set_current_code_hash = sdk::estimate(15'000'000, 3500, 1, 1);
    Figures<1> apply_authorized_force_set_current_code = sdk::estimate(60'000'000, 12'000, 6, 8, {{2600}});  // c
};

}  // namespace serinus::polkadot_runtime_parachains::paras
