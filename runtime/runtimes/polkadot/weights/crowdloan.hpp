/// Weights of Crowdloan.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_common_crowdloan.rs
#pragma once

#include "runtime/pallets/crowdloan/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr polkadot_runtime_common::crowdloan::Weights<Measured> kCrowdloan{
    .create = {55'243'000, 3880, 5, 3},
    .contribute = {146'270'000, 3962, 7, 4},
    .withdraw = {74'180'000, 6196, 4, 4},
    .refund = {33'226'000, 138, 3, 2, {{38'440'634, 189, 2, 2}}},
    .dissolve = {48'339'000, 6196, 3, 3},
    .edit = {20'923'000, 3700, 1, 1},
    .add_memo = {32'659'000, 3877, 2, 1},
    .poke = {27'182'000, 3704, 2, 1},
    .on_initialize = {13'287'824, 5385, 5, 3, {{61'666'895, 2832, 5, 2}}},
};

}  // namespace serinus::polkadot::weights
