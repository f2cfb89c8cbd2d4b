/// Weights of Preimage.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_preimage.rs
#pragma once

#include "runtime/pallets/preimage/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_preimage::Weights<Measured> kPreimage{
    .note_preimage = {131'445'096, 3622, 3, 3, {{1'999}}},
    .note_requested_preimage = {51'043'886, 3556, 2, 2, {{2'016}}},
    .note_no_deposit_preimage = {51'397'884, 3556, 2, 2, {{2'028}}},
    .unnote_preimage = {74'670'000, 3622, 3, 3},
    .unnote_no_deposit_preimage = {33'360'000, 3556, 2, 2},
    .request_preimage = {27'470'000, 3556, 2, 1},
    .request_no_deposit_preimage = {22'610'000, 3556, 2, 1},
    .request_unnoted_preimage = {21'380'000, 3556, 2, 1},
    .request_requested_preimage = {15'040'000, 3556, 2, 1},
    .unrequest_preimage = {30'141'000, 3556, 2, 2},
    .unrequest_unnoted_preimage = {17'330'000, 3556, 2, 1},
    .unrequest_multi_referenced_preimage = {14'560'000, 3556, 2, 1},
    .ensure_updated = {76'991'000, 990, 0, 0, {{77'739'153, 2632, 3, 4}}},
};

}  // namespace serinus::kusama::weights
