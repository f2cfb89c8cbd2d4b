/// Weights of Preimage.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_preimage.rs
#pragma once

#include "runtime/pallets/preimage/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_preimage::Weights<Measured> kPreimage{
    .note_preimage = {25'815'000, 3556, 1, 2, {{2271}}},
    .note_requested_preimage = {14'554'000, 3556, 1, 2, {{2335}}},
    .note_no_deposit_preimage = {14'086'000, 3556, 1, 2, {{2279}}},
    .unnote_preimage = {43'612'000, 3556, 1, 2},
    .unnote_no_deposit_preimage = {25'219'000, 3556, 1, 2},
    .request_preimage = {20'881'000, 3556, 1, 1},
    .request_no_deposit_preimage = {13'686'000, 3556, 1, 1},
    .request_unnoted_preimage = {14'918'000, 3556, 1, 1},
    .request_requested_preimage = {8'598'000, 3556, 1, 1},
    .unrequest_preimage = {22'746'000, 3556, 1, 2},
    .unrequest_unnoted_preimage = {8'330'000, 3556, 1, 1},
    .unrequest_multi_referenced_preimage = {8'518'000, 3556, 1, 1},
};

}  // namespace serinus::kusama::weights
