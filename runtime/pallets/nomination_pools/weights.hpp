/// What NominationPools weighs. `s`: slashing spans; `n`: validators, bytes.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_nomination_pools {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> join = sdk::estimate(190'000'000, 8900, 19, 12);
    Figures<0> bond_extra_transfer = sdk::estimate(180'000'000, 8900, 16, 12);
    Figures<0> bond_extra_other = sdk::estimate(220'000'000, 8900, 17, 13);
    Figures<0> claim_payout = sdk::estimate(74'000'000, 4200, 6, 4);
    Figures<0> unbond = sdk::estimate(170'000'000, 8900, 20, 13);
    Figures<1> pool_withdraw_unbonded = sdk::estimate(60'000'000, 4800, 6, 2, {{45'000}});      // s
    Figures<1> withdraw_unbonded_update = sdk::estimate(130'000'000, 4800, 10, 8, {{85'000}});  // s
    Figures<1> withdraw_unbonded_kill = sdk::estimate(220'000'000, 6200, 21, 18, {{9600}});     // s
    Figures<0> create = sdk::estimate(180'000'000, 6200, 22, 15);
    Figures<1> nominate = sdk::estimate(65'000'000, 4600, 12, 5, {{1'300'000, 2600, 1}});  // n
    Figures<0> set_state = sdk::estimate(34'000'000, 4600, 3, 1);
    Figures<1> set_metadata = sdk::estimate(14'000'000, 3800, 3, 2, {{240}});  // n
    Figures<0> set_configs = sdk::estimate(5'800'000, 0, 0, 6);
    Figures<0> update_roles = sdk::estimate(18'000'000, 3700, 1, 1);
    Figures<0> chill = sdk::estimate(63'000'000, 4600, 9, 5);
    Figures<0> set_commission = sdk::estimate(33'000'000, 3700, 4, 2);
    Figures<0> set_commission_max = sdk::estimate(19'000'000, 3700, 2, 1);
    Figures<0> set_commission_change_rate = sdk::estimate(18'000'000, 3700, 1, 1);
    Figures<0> claim_commission = sdk::estimate(59'000'000, 3700, 4, 2);
    /// What accesses of the database cost alone; the reference's measured figure is not used.
    Figures<0> set_claim_permission = sdk::estimate(0, 0, 1, 1);
    Figures<0> adjust_pool_deposit = sdk::estimate(130'000'000, 6200, 6, 2);
    Figures<0> set_commission_claim_permission = sdk::estimate(42'000'000, 3800, 3, 1);
    Figures<0> apply_slash = sdk::estimate(180'000'000, 4700, 9, 4);
    Figures<0> apply_slash_fail = sdk::estimate(92'000'000, 4700, 7);
    Figures<0> migrate_delegation = sdk::estimate(180'000'000, 6300, 15, 6);
    Figures<0> pool_migrate = sdk::estimate(300'000'000, 6300, 16, 11);
};

}  // namespace serinus::pallet_nomination_pools
