/// Weights of Preimage.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_preimage.rs
#pragma once

#include "runtime/pallets/preimage/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_preimage::Weights<Measured> kPreimage{
    .note_preimage = {27'095'000, 3556, 1, 2, {{2457}}},
    .note_requested_preimage = {15'125'000, 3556, 1, 2, {{2726}}},
    .note_no_deposit_preimage = {14'388'000, 3556, 1, 2, {{2742}}},
    .unnote_preimage = {55'889'000, 3556, 1, 2},
    .unnote_no_deposit_preimage = {36'460'000, 3556, 1, 2},
    .request_preimage = {33'621'000, 3556, 1, 1},
    .request_no_deposit_preimage = {24'110'000, 3556, 1, 1},
    .request_unnoted_preimage = {26'239'000, 3556, 1, 1},
    .request_requested_preimage = {13'497'000, 3556, 1, 1},
    .unrequest_preimage = {33'896'000, 3556, 1, 2},
    .unrequest_unnoted_preimage = {12'227'000, 3556, 1, 1},
    .unrequest_multi_referenced_preimage = {12'221'000, 3556, 1, 1},
};

}  // namespace serinus::polkadot::weights
