/// Weights of Slots.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/runtime_common_slots.rs
#pragma once

#include "runtime/pallets/slots/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr polkadot_runtime_common::slots::Weights<Measured> kSlots{
    .force_lease = {30'973'000, 3719, 2, 2},
    .manage_lease_period_start = {720'357'000, 4024, 4, 1, {{3'269'574, 2496, 1, 1}, {8'555'600, 2709, 2, 2}}},
    .clear_all_leases = {161'102'000, 21'814, 9, 9},
    .trigger_onboard = {35'842'000, 4011, 4, 2},
};

}  // namespace serinus::polkadot::weights
