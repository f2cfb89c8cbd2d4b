/// Weights of NisCounterpartBalances.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_balances_nis_counterpart.rs
#pragma once

#include "runtime/pallets/balances/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_balances::Weights<Measured> kNisCounterpartBalances{
    .transfer_allow_death = {66'160'000, 6164, 3, 3},
    .transfer_keep_alive = {51'949'000, 6164, 3, 3},
    .force_set_balance_creating = {27'780'000, 3593, 2, 2},
    .force_set_balance_killing = {28'360'000, 3593, 2, 2},
    .force_transfer = {69'820'000, 6196, 4, 4},
    .transfer_all = {65'320'000, 6164, 3, 3},
    .force_unreserve = {23'941'000, 3593, 2, 2},
    .upgrade_accounts = {22'629'000, 990, 0, 0, {{20'377'702, 2603, 2, 2}}},
    .force_adjust_total_issuance = {9'541'000, 0},
    .burn_allow_death = {44'301'000, 3577, 1, 1},
    .burn_keep_alive = {29'891'000, 3577, 1, 1},
};

}  // namespace serinus::kusama::weights
