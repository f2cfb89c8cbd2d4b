/// Weights of Vesting.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_vesting.rs
#pragma once

#include "runtime/pallets/vesting/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_vesting::Weights<Measured> kVesting{
    .vest_locked = {33'128'056, 4764, 3, 2, {{33'920}, {68'899}}},
    .vest_unlocked = {37'531'434, 4764, 3, 2, {{17'115}, {57'869}}},
    .vest_other_locked = {33'837'428, 4764, 4, 3, {{41'861}, {100'793}}},
    .vest_other_unlocked = {38'791'213, 4764, 4, 3, {{24'682}, {63'684}}},
    .vested_transfer = {70'364'277, 4764, 4, 3, {{36'813}, {83'685}}},
    .force_vested_transfer = {71'727'202, 6196, 5, 4, {{37'217}, {86'722}}},
    .not_unlocking_merge_schedules = {35'589'750, 4764, 4, 3, {{31'797}, {81'631}}},
    .unlocking_merge_schedules = {39'122'385, 4764, 4, 3, {{41'495}, {83'307}}},
};

}  // namespace serinus::polkadot::weights
