/// Weights of Staking.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_staking.rs
#pragma once

#include "runtime/pallets/staking/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_staking::Weights<Measured> kStaking{
    .bond = {102'130'000, 4556, 4, 4},
    .bond_extra = {174'420'000, 8877, 10, 7},
    .unbond = {146'630'000, 8877, 13, 6},
    .withdraw_unbonded_update = {107'684'850, 4556, 7, 2, {{10'210}}},
    .withdraw_unbonded_kill = {157'151'031, 6248, 14, 12, {{2'207'321, 4, 0, 1}}},
    .validate = {88'080'000, 4556, 12, 5},
    .kick = {52'673'405, 4556, 2, 0, {{9'346'545, 3289, 1, 1}}},
    .nominate = {102'677'167, 6248, 13, 6, {{5'022'355, 2520, 1}}},
    .chill = {94'240'000, 6248, 10, 6},
    .set_payee = {29'269'000, 4556, 2, 1},
    .set_controller = {34'329'000, 8122, 3, 3},
    .set_validator_count = {4'550'000, 0, 0, 1},
    .force_no_eras = {25'450'000, 0, 0, 1},
    .force_new_era = {22'009'000, 0, 0, 1},
    .force_new_era_always = {18'661'000, 0, 0, 1},
    .set_invulnerables = {4'066'219, 0, 0, 1, {{16'747}}},
    .force_unstake = {153'308'124, 6248, 14, 13, {{2'033'847, 4, 0, 1}}},
    .cancel_deferred_slash = {1'330'890'674, 70'104, 1, 1, {{7'627'588}}},
    .payout_stakers_alive_staked = {348'624'769, 53'159, 14, 4, {{111'389'728, 3566, 6, 3}}},
    .rebond = {122'773'070, 8877, 10, 6, {{93'137}}},
    .reap_stash = {163'338'855, 6248, 13, 12, {{2'016'059, 4, 0, 1}}},
    .get_npos_voters = {44'944'424'000, 425'452, 167, 1, {{6'768'370, 3566, 5}, {4'651'094, 3566, 4}}},
    .get_npos_targets = {3'370'897'000, 3510, 2, 0, {{2'508'506, 2520, 1}}},
    .set_staking_configs_all_set = {11'450'000, 0, 0, 7},
    .set_staking_configs_all_remove = {9'790'000, 0, 0, 7},
    .chill_other = {115'608'000, 6248, 13, 6},
    .force_apply_min_commission = {19'300'000, 3510, 2, 1},
    .set_min_commission = {4'610'000, 0, 0, 1},
    .update_payee = {33'630'000, 4556, 3, 1},
    .deprecate_controller_batch = {7'409'000, 990, 0, 0, {{35'524'553, 7132, 4, 3}}},
    .restore_ledger = {59'690'000, 4556, 5, 2},
    .migrate_currency = {127'679'000, 4764, 6, 2},
    .manual_slash = {9'172'994'000, 1'309'653, 1549, 1540},
};

}  // namespace serinus::kusama::weights
