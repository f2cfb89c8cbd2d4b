/// Weights of Treasury.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_treasury.rs
#pragma once

#include "runtime/pallets/treasury/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_treasury::Weights<Measured> kTreasury{
    .spend_local = {17'700'000, 1887, 2, 3},
    .remove_approval = {9'210'000, 1887, 1, 1},
    .on_initialize_proposals = {18'859'531, 1501, 2, 2, {{42'242}}},
    .spend = {25'749'000, 4703, 2, 2},
    .payout = {73'360'000, 5318, 7, 5},
    .check_status = {32'819'000, 5318, 2, 2},
    .void_spend = {19'049'000, 5318, 1, 1},
};

}  // namespace serinus::kusama::weights
