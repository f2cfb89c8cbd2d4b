/// What Staking weighs. `s`: slashing spans, or slashes; `k`: nominators; `n`: targets, or nominators; `v`: accounts,
/// or validators; `l`: chunks.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_staking {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> bond = sdk::estimate(50'000'000, 4800, 5, 4);
    Figures<0> bond_extra = sdk::estimate(90'000'000, 8900, 9, 7);
    Figures<0> unbond = sdk::estimate(110'000'000, 8900, 12, 7);
    Figures<1> withdraw_unbonded_update = sdk::estimate(43'000'000, 4800, 4, 2, {{39'000}});              // s
    Figures<1> withdraw_unbonded_kill = sdk::estimate(93'000'000, 6300, 13, 11, {{1'200'000, 4, 0, 1}});  // s
    Figures<0> validate = sdk::estimate(55'000'000, 4600, 11, 5);
    Figures<1> kick = sdk::estimate(30'000'000, 4600, 1, 0, {{8'100'000, 3300, 1, 1}});    // k
    Figures<1> nominate = sdk::estimate(66'000'000, 6300, 12, 6, {{3'500'000, 2600, 1}});  // n
    Figures<0> chill = sdk::estimate(58'000'000, 6300, 8, 6);
    Figures<0> set_payee = sdk::estimate(16'000'000, 4600, 1, 1);
    Figures<0> set_controller = sdk::estimate(23'000'000, 8200, 3, 3);
    Figures<0> set_validator_count = sdk::estimate(2'800'000, 0, 0, 1);
    Figures<0> force_no_eras = sdk::estimate(7'300'000, 0, 0, 1);
    Figures<0> force_new_era = sdk::estimate(7'100'000, 0, 0, 1);
    Figures<0> force_new_era_always = sdk::estimate(7'000'000, 0, 0, 1);
    Figures<1> set_invulnerables = sdk::estimate(3'100'000, 0, 0, 1, {{11'000}});                  // v
    Figures<1> force_unstake = sdk::estimate(86'000'000, 6300, 12, 12, {{1'200'000, 4, 0, 1}});    // s
    Figures<1> cancel_deferred_slash = sdk::estimate(1'200'000'000, 71'000, 1, 1, {{6'500'000}});  // s
    Figures<1> payout_stakers_alive_staked =
        sdk::estimate(110'000'000, 54'000, 11, 3, {{50'000'000, 3800, 6, 3}});                // n
    Figures<1> rebond = sdk::estimate(85'000'000, 8900, 9, 7, {{41'000}});                    // l
    Figures<1> reap_stash = sdk::estimate(96'000'000, 6300, 12, 11, {{1'200'000, 4, 0, 1}});  // s
    Figures<2> get_npos_voters =
        sdk::estimate(35'000'000'000, 430'000, 167, 1, {{5'000'000, 3600, 5}, {4'300'000, 3600, 4}});  // v, n
    Figures<1> get_npos_targets = sdk::estimate(59'000'000, 3600, 2, 0, {{4'900'000, 2600, 1}});       // v
    Figures<0> set_staking_configs_all_set = sdk::estimate(6'300'000, 0, 0, 6);
    Figures<0> set_staking_configs_all_remove = sdk::estimate(5'800'000, 0, 0, 6);
    Figures<0> chill_other = sdk::estimate(70'000'000, 6300, 11, 6);
    Figures<0> force_apply_min_commission = sdk::estimate(16'000'000, 3600, 2, 1);
    Figures<0> set_min_commission = sdk::estimate(2'900'000, 0, 0, 1);
    Figures<0> update_payee = sdk::estimate(34'000'000, 4600, 3, 1);
    Figures<1> deprecate_controller_batch = sdk::estimate(7'500'000, 1000, 0, 0, {{36'000'000, 7200, 4, 3}});  // u
    Figures<0> restore_ledger = sdk::estimate(60'000'000, 4600, 5, 2);
    Figures<0> migrate_currency = sdk::estimate(130'000'000, 4800, 6, 2);
    Figures<0> manual_slash = sdk::estimate(9'200'000'000, 1'400'000, 1600, 1600);
};

}  // namespace serinus::pallet_staking
