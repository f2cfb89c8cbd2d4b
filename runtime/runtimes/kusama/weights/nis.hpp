/// Weights of Nis.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_nis.rs
#pragma once

#include "runtime/pallets/nis/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_nis::Weights<Measured> kNis{
    .place_bid_max = {177'530'000, 51'487, 3, 3},
    .retract_bid = {70'879'136, 51'487, 3, 3, {{57'045}}},
    .fund_deficit = {44'250'000, 3593, 2, 1},
    .communify = {92'340'000, 3622, 5, 5},
    .privatize = {115'350'000, 3622, 5, 5},
    .thaw_private = {73'760'000, 3622, 4, 3},
    .thaw_communal = {123'350'000, 3593, 4, 4},
    .process_queues = {31'101'000, 11'487, 3, 2},
    .process_queue = {7'400'000, 51'487, 1, 1},
    .process_bid = {7'070'000, 0, 0, 1},
};

}  // namespace serinus::kusama::weights
