/// Weights of Crowdloan.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_common_crowdloan.rs
#pragma once

#include "runtime/pallets/crowdloan/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_common::crowdloan::Weights<Measured> kCrowdloan{
    .create = {52'521'000, 3880, 5, 3},
    .contribute = {146'766'000, 3994, 7, 4},
    .withdraw = {77'776'000, 6196, 4, 4},
    .refund = {33'238'000, 137, 3, 2, {{37'980'776, 189, 2, 2}}},
    .dissolve = {55'331'000, 6196, 3, 3},
    .edit = {27'277'000, 3699, 1, 1},
    .add_memo = {35'712'000, 3876, 2, 1},
    .poke = {28'063'000, 3703, 2, 1},
    .on_initialize = {10'045'905, 5385, 5, 3, {{60'879'551, 2832, 5, 2}}},
};

}  // namespace serinus::kusama::weights
