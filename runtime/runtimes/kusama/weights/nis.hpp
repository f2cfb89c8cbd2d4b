/// Weights of Nis.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_nis.rs
#pragma once

#include "runtime/pallets/nis/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_nis::Weights<Measured> kNis{
    .place_bid_max = {150'343'000, 51'487, 3, 3},
    .retract_bid = {37'520'860, 51'487, 3, 3, {{80'867}}},
    .fund_deficit = {39'780'000, 3593, 2, 1},
    .communify = {66'785'000, 3593, 5, 5},
    .privatize = {82'771'000, 3593, 5, 5},
    .thaw_private = {49'817'000, 3593, 4, 3},
    .thaw_communal = {89'120'000, 3593, 4, 4},
    .process_queues = {33'581'000, 11'487, 3, 2},
    .process_queue = {4'062'000, 51'487, 1, 1},
    .process_bid = {5'882'000, 0, 0, 1},
};

}  // namespace serinus::kusama::weights
