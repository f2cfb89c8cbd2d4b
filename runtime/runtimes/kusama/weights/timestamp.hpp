/// Weights of Timestamp.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_timestamp.rs
#pragma once

#include "runtime/pallets/timestamp/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_timestamp::Weights<Measured> kTimestamp{
    .set = {11'440'000, 1493, 2, 1},
    .on_finalize = {6'280'000, 0},
};

}  // namespace serinus::kusama::weights
