/// What Balances weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_balances {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> transfer_allow_death = sdk::estimate(40'000'000, 0, 1, 1);
    Figures<0> transfer_keep_alive = sdk::estimate(30'000'000, 0, 1, 1);
    Figures<0> force_set_balance_creating = sdk::estimate(25'000'000, 0, 1, 1);
    Figures<0> force_set_balance_killing = sdk::estimate(27'000'000, 0, 1, 1);
    Figures<0> force_transfer = sdk::estimate(40'000'000, 0, 2, 2);
    Figures<0> transfer_all = sdk::estimate(36'000'000, 0, 1, 1);
    Figures<0> force_unreserve = sdk::estimate(20'000'000, 0, 1, 1);
    Figures<1> upgrade_accounts = sdk::estimate(15'000'000, 0, 0, 0, {{0, 0, 1, 1}});  // -
    Figures<0> force_adjust_total_issuance = sdk::estimate(10'000'000, 0, 0, 0);
    Figures<0> burn_allow_death = sdk::estimate(45'000'000, 0, 0, 0);
    Figures<0> burn_keep_alive = sdk::estimate(30'000'000, 0, 0, 0);
};

}  // namespace serinus::pallet_balances
