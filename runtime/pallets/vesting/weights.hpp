/// What Vesting weighs. `l`: locks of the account; `s`: its vesting schedules.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_vesting {

template <template <size_t> class Figures>
struct Weights {
    Figures<2> vest_locked = sdk::estimate(33'000'000, 4800, 3, 2, {{33'000}, {71'000}});                    // l, s
    Figures<2> vest_unlocked = sdk::estimate(37'000'000, 4800, 3, 2, {{22'000}, {54'000}});                  // l, s
    Figures<2> vest_other_locked = sdk::estimate(34'000'000, 4800, 4, 3, {{37'000}, {82'000}});              // l, s
    Figures<2> vest_other_unlocked = sdk::estimate(38'000'000, 4800, 4, 3, {{34'000}, {58'000}});            // l, s
    Figures<2> vested_transfer = sdk::estimate(70'000'000, 4800, 4, 3, {{31'000}, {52'000}});                // l, s
    Figures<2> force_vested_transfer = sdk::estimate(70'000'000, 6200, 5, 4, {{42'000}, {110'000}});         // l, s
    Figures<2> not_unlocking_merge_schedules = sdk::estimate(35'000'000, 4800, 4, 3, {{37'000}, {80'000}});  // l, s
    Figures<2> unlocking_merge_schedules = sdk::estimate(39'000'000, 4800, 4, 3, {{34'000}, {72'000}});      // l, s
    Figures<2> force_remove_vesting_schedule = sdk::estimate(50'000'000, 4800, 4, 3, {{60'000}, {80'000}});  // l, s
};

}  // namespace serinus::pallet_vesting
