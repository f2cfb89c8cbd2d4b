/// Weights of Timestamp.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_timestamp.rs
#pragma once

#include "runtime/pallets/timestamp/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_timestamp::Weights<Measured> kTimestamp{
    .set = {8'393'000, 1493, 2, 1},
    .on_finalize = {3'773'000, 0},
};

}  // namespace serinus::polkadot::weights
