/// Weights of Crowdloan.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/polkadot_runtime_common_crowdloan.rs
#pragma once

#include "runtime/pallets/crowdloan/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_common::crowdloan::Weights<Measured> kCrowdloan{
    .create = {72'540'000, 3866, 5, 3},
    .contribute = {191'969'000, 3929, 7, 4},
    .withdraw = {104'431'000, 6196, 4, 4},
    .refund = {63'301'000, 139, 3, 2, {{60'544'344, 189, 2, 2}}},
    .dissolve = {67'310'000, 6196, 3, 3},
    .edit = {27'090'000, 3700, 1, 1},
    .add_memo = {38'400'000, 3878, 2, 1},
    .poke = {26'000'000, 3704, 2, 1},
    .on_initialize = {175'549'000, 5385, 5, 3, {{81'444'760, 2832, 5, 2}}},
};

}  // namespace serinus::kusama::weights
