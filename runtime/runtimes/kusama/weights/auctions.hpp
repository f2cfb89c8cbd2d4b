/// Weights of Auctions.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/polkadot_runtime_common_auctions.rs
#pragma once

#include "runtime/pallets/auctions/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_common::auctions::Weights<Measured> kAuctions{
    .new_auction = {13'871'000, 1493, 2, 2},
    .bid = {110'301'000, 6060, 8, 4},
    .on_initialize = {10'532'425'000, 15'822'990, 3687, 3682},
    .cancel_auction = {7'973'682'000, 15'822'990, 3673, 3673},
};

}  // namespace serinus::kusama::weights
