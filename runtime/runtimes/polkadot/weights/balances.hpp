/// Weights of Balances.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_balances.rs
#pragma once

#include "runtime/pallets/balances/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_balances::Weights<Measured> kBalances{
    .transfer_allow_death = {50'179'000, 3593, 1, 1},
    .transfer_keep_alive = {38'583'000, 3593, 1, 1},
    .force_set_balance_creating = {14'557'000, 3593, 1, 1},
    .force_set_balance_killing = {21'454'000, 3593, 1, 1},
    .force_transfer = {52'669'000, 6196, 2, 2},
    .transfer_all = {48'155'000, 3593, 1, 1},
    .force_unreserve = {16'713'000, 3593, 1, 1},
    .upgrade_accounts = {15'887'000, 990, 0, 0, {{14'095'956, 2603, 1, 1}}},
};

}  // namespace serinus::polkadot::weights
