/// Weights of Staking.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_staking.rs
#pragma once

#include "runtime/pallets/staking/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_staking::Weights<Measured> kStaking{
    .bond = {50'298'000, 4764, 5, 4},
    .bond_extra = {92'717'000, 8877, 9, 7},
    .unbond = {93'898'000, 8877, 12, 7},
    .withdraw_unbonded_update = {43'262'602, 4764, 4, 2, {{46'724}}},
    .withdraw_unbonded_kill = {95'845'283, 6248, 13, 11, {{1'101'643, 4, 0, 1}}},
    .validate = {56'092'000, 4556, 11, 5},
    .kick = {26'994'634, 4556, 1, 0, {{8'355'569, 3033, 1, 1}}},
    .nominate = {61'017'004, 6248, 12, 6, {{3'981'268, 2520, 1}}},
    .chill = {57'209'000, 6248, 8, 6},
    .set_payee = {13'520'000, 4556, 1, 1},
    .set_controller = {23'137'000, 8122, 3, 3},
    .set_validator_count = {2'848'000, 0, 0, 1},
    .force_no_eras = {7'365'000, 0, 0, 1},
    .force_new_era = {7'422'000, 0, 0, 1},
    .force_new_era_always = {7'402'000, 0, 0, 1},
    .set_invulnerables = {3'048'427, 0, 0, 1, {{10'495}}},
    .force_unstake = {85'181'607, 6248, 12, 12, {{1'123'909, 4, 0, 1}}},
    .cancel_deferred_slash = {1'203'856'726, 70'037, 1, 1, {{6'467'382}}},
    .payout_stakers_alive_staked = {99'911'474, 53'040, 11, 3, {{54'504'270, 3774, 6, 3}}},
    .rebond = {85'498'692, 8877, 9, 7, {{46'095}}},
    .reap_stash = {95'405'447, 6248, 12, 11, {{1'141'741, 4, 0, 1}}},
    .get_npos_voters = {35'735'725'000, 456'136, 179, 1, {{3'430'783, 3566, 5}, {5'140'095, 3566, 4}}},
    .get_npos_targets = {83'643'108, 3510, 2, 0, {{4'730'253, 2520, 1}}},
    .set_staking_configs_all_set = {6'234'000, 0, 0, 6},
    .set_staking_configs_all_remove = {5'791'000, 0, 0, 6},
    .chill_other = {70'229'000, 6248, 11, 6},
    .force_apply_min_commission = {13'066'000, 3510, 2, 1},
    .set_min_commission = {2'794'000, 0, 0, 1},
};

}  // namespace serinus::polkadot::weights
