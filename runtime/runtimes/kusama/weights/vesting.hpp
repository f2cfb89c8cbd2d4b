/// Weights of Vesting.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_vesting.rs
#pragma once

#include "runtime/pallets/vesting/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_vesting::Weights<Measured> kVesting{
    .vest_locked = {32'371'045, 4764, 3, 2, {{32'585}, {70'933}}},
    .vest_unlocked = {36'506'107, 4764, 3, 2, {{21'930}, {53'372}}},
    .vest_other_locked = {33'569'479, 4764, 4, 3, {{36'019}, {81'510}}},
    .vest_other_unlocked = {37'776'229, 4764, 4, 3, {{33'123}, {57'870}}},
    .vested_transfer = {69'745'938, 4764, 4, 3, {{30'682}, {51'543}}},
    .force_vested_transfer = {69'455'088, 6196, 5, 4, {{41'213}, {106'240}}},
    .not_unlocking_merge_schedules = {34'533'028, 4764, 4, 3, {{36'217}, {79'321}}},
    .unlocking_merge_schedules = {38'772'588, 4764, 4, 3, {{33'390}, {71'058}}},
};

}  // namespace serinus::kusama::weights
