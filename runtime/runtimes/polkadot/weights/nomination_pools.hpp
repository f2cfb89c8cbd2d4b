/// Weights of NominationPools.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_nomination_pools.rs
#pragma once

#include "runtime/pallets/nomination_pools/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_nomination_pools::Weights<Measured> kNominationPools{
    .join = {185'018'000, 8877, 19, 12},
    .bond_extra_transfer = {181'902'000, 8877, 16, 12},
    .bond_extra_other = {207'517'000, 8799, 16, 12},
    .claim_payout = {74'540'000, 4182, 6, 4},
    .unbond = {165'324'000, 8877, 20, 13},
    .pool_withdraw_unbonded = {60'387'918, 4764, 6, 2, {{49'566}}},
    .withdraw_unbonded_update = {126'404'999, 4764, 10, 8, {{59'921}}},
    .withdraw_unbonded_kill = {213'890'796, 6196, 21, 18, {{11'035}}},
    .create = {183'643'000, 6196, 22, 15},
    .nominate = {63'708'704, 4556, 12, 5, {{1'423'052, 2520, 1}}},
    .set_state = {34'170'000, 4556, 3, 1},
    .set_metadata = {13'413'431, 3735, 3, 2, {{1541}}},
    .set_configs = {5'780'000, 0, 0, 6},
    .update_roles = {17'839'000, 3685, 1, 1},
    .chill = {63'675'000, 4556, 9, 5},
    .set_commission = {30'136'000, 3685, 4, 2},
    .set_commission_max = {18'587'000, 3685, 2, 1},
    .set_commission_change_rate = {18'135'000, 3685, 1, 1},
    .claim_commission = {61'063'000, 3685, 4, 2},
    .set_claim_permission = {0, 0, 1, 1},
};

}  // namespace serinus::polkadot::weights
