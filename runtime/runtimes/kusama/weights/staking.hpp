/// Weights of Staking.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_staking.rs
#pragma once

#include "runtime/pallets/staking/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_staking::Weights<Measured> kStaking{
    .bond = {49'184'000, 4764, 5, 4},
    .bond_extra = {89'888'000, 8877, 9, 7},
    .unbond = {100'266'000, 8877, 12, 7},
    .withdraw_unbonded_update = {42'080'888, 4764, 4, 2, {{38'783}}},
    .withdraw_unbonded_kill = {92'788'035, 6248, 13, 11, {{1'130'953, 4, 0, 1}}},
    .validate = {54'696'000, 4556, 11, 5},
    .kick = {29'095'120, 4556, 1, 0, {{8'057'715, 3289, 1, 1}}},
    .nominate = {65'529'718, 6248, 12, 6, {{3'408'679, 2520, 1}}},
    .chill = {57'088'000, 6248, 8, 6},
    .set_payee = {15'763'000, 4556, 1, 1},
    .set_controller = {22'419'000, 8122, 3, 3},
    .set_validator_count = {2'731'000, 0, 0, 1},
    .force_no_eras = {7'282'000, 0, 0, 1},
    .force_new_era = {7'083'000, 0, 0, 1},
    .force_new_era_always = {6'988'000, 0, 0, 1},
    .set_invulnerables = {3'043'131, 0, 0, 1, {{10'413}}},
    .force_unstake = {85'907'243, 6248, 12, 12, {{1'119'314, 4, 0, 1}}},
    .cancel_deferred_slash = {1'194'031'087, 70'037, 1, 1, {{6'455'474}}},
    .payout_stakers_alive_staked = {107'739'822, 53'036, 11, 3, {{49'653'532, 3774, 6, 3}}},
    .rebond = {84'211'408, 8877, 9, 7, {{40'526}}},
    .reap_stash = {95'602'519, 6248, 12, 11, {{1'118'654, 4, 0, 1}}},
    .get_npos_voters = {34'937'137'000, 425'452, 167, 1, {{4'970'332, 3566, 5}, {4'226'407, 3566, 4}}},
    .get_npos_targets = {58'371'776, 3510, 2, 0, {{4'834'628, 2520, 1}}},
    .set_staking_configs_all_set = {6'213'000, 0, 0, 6},
    .set_staking_configs_all_remove = {5'756'000, 0, 0, 6},
    .chill_other = {69'093'000, 6248, 11, 6},
    .force_apply_min_commission = {15'224'000, 3510, 2, 1},
    .set_min_commission = {2'810'000, 0, 0, 1},
};

}  // namespace serinus::kusama::weights
