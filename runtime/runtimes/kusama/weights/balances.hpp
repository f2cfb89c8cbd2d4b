/// Weights of Balances.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_balances_native.rs
#pragma once

#include "runtime/pallets/balances/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_balances::Weights<Measured> kBalances{
    .transfer_allow_death = {75'139'000, 3593, 1, 1},
    .transfer_keep_alive = {60'831'000, 3593, 1, 1},
    .force_set_balance_creating = {31'710'000, 3593, 1, 1},
    .force_set_balance_killing = {33'640'000, 3593, 1, 1},
    .force_transfer = {75'490'000, 6196, 2, 2},
    .transfer_all = {72'849'000, 3593, 1, 1},
    .force_unreserve = {27'629'000, 3593, 1, 1},
    .upgrade_accounts = {23'829'000, 990, 0, 0, {{20'023'007, 2603, 1, 1}}},
    .force_adjust_total_issuance = {9'620'000, 0},
    .burn_allow_death = {43'290'000, 0},
    .burn_keep_alive = {29'440'000, 0},
};

}  // namespace serinus::kusama::weights
