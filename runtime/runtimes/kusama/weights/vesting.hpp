/// Weights of Vesting.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_vesting.rs
#pragma once

#include "runtime/pallets/vesting/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_vesting::Weights<Measured> kVesting{
    .vest_locked = {47'704'203, 4764, 3, 2, {{47'044}, {0}}},
    .vest_unlocked = {47'876'778, 4764, 3, 2, {{36'768}, {127'431}}},
    .vest_other_locked = {43'934'381, 4764, 4, 3, {{100'428}, {174'922}}},
    .vest_other_unlocked = {46'505'417, 4764, 4, 3, {{106'138}, {212'055}}},
    .vested_transfer = {103'155'768, 4764, 4, 3, {{87'840}, {194'363}}},
    .force_vested_transfer = {104'580'111, 6196, 5, 4, {{73'704}, {204'894}}},
    .not_unlocking_merge_schedules = {43'083'825, 4764, 3, 2, {{70'807}, {161'130}}},
    .unlocking_merge_schedules = {46'790'639, 4764, 3, 2, {{73'887}, {153'144}}},
    .force_remove_vesting_schedule = {54'291'177, 4764, 4, 3, {{61'454}, {78'694}}},
};

}  // namespace serinus::kusama::weights
