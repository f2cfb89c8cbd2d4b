/// Weights of Auctions.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_common_auctions.rs
#pragma once

#include "runtime/pallets/auctions/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_common::auctions::Weights<Measured> kAuctions{
    .new_auction = {12'157'000, 1493, 2, 2},
    .bid = {77'117'000, 6060, 8, 4},
    .on_initialize = {7'519'980'000, 15'822'990, 3687, 3682},
    .cancel_auction = {5'837'394'000, 15'822'990, 3673, 3673},
};

}  // namespace serinus::kusama::weights
