/// Weights of Auctions.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_common_auctions.rs
#pragma once

#include "runtime/pallets/auctions/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr polkadot_runtime_common::auctions::Weights<Measured> kAuctions{
    .new_auction = {11'811'000, 1493, 2, 2},
    .bid = {101'437'000, 6060, 8, 4},
    .on_initialize = {7'852'648'000, 15'822'990, 3687, 3682},
    .cancel_auction = {6'010'908'000, 15'822'990, 3673, 3673},
};

}  // namespace serinus::polkadot::weights
