/// Weights of NominationPools.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_nomination_pools.rs
#pragma once

#include "runtime/pallets/nomination_pools/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_nomination_pools::Weights<Measured> kNominationPools{
    .join = {180'489'000, 8877, 19, 12},
    .bond_extra_transfer = {178'103'000, 8877, 16, 12},
    .bond_extra_other = {212'317'000, 8877, 17, 13},
    .claim_payout = {73'098'000, 4182, 6, 4},
    .unbond = {161'163'000, 8877, 20, 13},
    .pool_withdraw_unbonded = {59'489'074, 4764, 6, 2, {{44'280}}},
    .withdraw_unbonded_update = {122'758'147, 4764, 10, 8, {{84'237}}},
    .withdraw_unbonded_kill = {213'501'960, 6196, 21, 18, {{9598}}},
    .create = {178'422'000, 6196, 22, 15},
    .nominate = {64'297'638, 4556, 12, 5, {{1'252'903, 2520, 1}}},
    .set_state = {33'890'000, 4556, 3, 1},
    .set_metadata = {13'502'504, 3735, 3, 2, {{235}}},
    .set_configs = {5'706'000, 0, 0, 6},
    .update_roles = {17'501'000, 3685, 1, 1},
    .chill = {62'420'000, 4556, 9, 5},
    .set_commission = {32'155'000, 3685, 4, 2},
    .set_commission_max = {18'053'000, 3685, 2, 1},
    .set_commission_change_rate = {17'862'000, 3685, 1, 1},
    .claim_commission = {58'242'000, 3685, 4, 2},
    .set_claim_permission = {0, 0, 1, 1},
};

}  // namespace serinus::kusama::weights
