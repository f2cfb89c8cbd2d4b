/// Weights of NisCounterpartBalances.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_balances_nis_counterpart_balances.rs
#pragma once

#include "runtime/pallets/balances/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_balances::Weights<Measured> kNisCounterpartBalances{
    .transfer_allow_death = {50'201'000, 6164, 3, 3},
    .transfer_keep_alive = {37'055'000, 6164, 3, 3},
    .force_set_balance_creating = {11'973'000, 3577, 1, 1},
    .force_set_balance_killing = {20'862'000, 3593, 2, 2},
    .force_transfer = {51'600'000, 6196, 4, 4},
    .transfer_all = {46'378'000, 6164, 3, 3},
    .force_unreserve = {17'124'000, 3593, 2, 2},
    .upgrade_accounts = {16'500'000, 990, 0, 0, {{15'705'003, 2603, 2, 2}}},
};

}  // namespace serinus::kusama::weights
