/// Weights of NominationPools.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_nomination_pools.rs
#pragma once

#include "runtime/pallets/nomination_pools/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_nomination_pools::Weights<Measured> kNominationPools{
    .join = {321'171'000, 8877, 25, 15},
    .bond_extra_transfer = {341'350'000, 8877, 22, 14},
    .bond_extra_other = {391'301'000, 8877, 23, 15},
    .claim_payout = {168'301'000, 6196, 12, 4},
    .unbond = {273'740'000, 8877, 21, 11},
    .pool_withdraw_unbonded = {102'061'859, 4556, 8, 3, {{0}}},
    .withdraw_unbonded_update = {246'194'183, 4662, 15, 11, {{48'051}}},
    .withdraw_unbonded_kill = {397'085'493, 6196, 29, 25, {{14'408}}},
    .create = {291'029'000, 6196, 30, 22},
    .nominate = {143'625'084, 4556, 18, 5, {{2'880'317, 2520, 1}}},
    .set_state = {57'590'000, 4556, 5, 1},
    .set_metadata = {42'204'917, 3735, 5, 2, {{0}}},
    .set_configs = {14'280'000, 0, 0, 6},
    .update_roles = {40'520'000, 3719, 3, 1},
    .chill = {133'601'000, 4556, 14, 5},
    .set_commission = {61'960'000, 6196, 6, 2},
    .set_commission_max = {41'280'000, 3719, 4, 1},
    .set_commission_change_rate = {40'809'000, 3719, 3, 1},
    .claim_commission = {114'520'000, 6196, 6, 2},
    .set_claim_permission = {0, 0, 1, 1},  // the call declares no more
    .adjust_pool_deposit = {122'140'000, 6196, 6, 2},
    .set_commission_claim_permission = {41'130'000, 3719, 3, 1},
    .apply_slash = {179'381'000, 4662, 9, 4},
    .apply_slash_fail = {91'231'000, 4662, 7},
    .migrate_delegation = {172'939'000, 6254, 15, 6},
    .pool_migrate = {291'670'000, 6254, 16, 11},
};

}  // namespace serinus::kusama::weights
