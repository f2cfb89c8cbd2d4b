/// Weights of Balances: of all pallets the only ones without proof size.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_balances.rs
#pragma once

#include "runtime/pallets/balances/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_balances::Weights<Measured> kBalances{
    .transfer_allow_death = {41'638'000, 0, 1, 1},
    .transfer_keep_alive = {30'732'000, 0, 1, 1},
    .force_set_balance_creating = {24'238'000, 0, 1, 1},
    .force_set_balance_killing = {27'026'000, 0, 1, 1},
    .force_transfer = {41'242'000, 0, 2, 2},
    .transfer_all = {36'122'000, 0, 1, 1},
    .force_unreserve = {20'435'000, 0, 1, 1},
    .upgrade_accounts = {0, 0, 0, 0, {{0}}},
};

}  // namespace serinus::kusama::weights
