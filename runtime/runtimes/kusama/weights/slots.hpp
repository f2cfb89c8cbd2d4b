/// Weights of Slots.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/runtime_common_slots.rs
#pragma once

#include "runtime/pallets/slots/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_common::slots::Weights<Measured> kSlots{
    .force_lease = {30'854'000, 3752, 2, 2},
    .manage_lease_period_start = {700'380'000, 4091, 4, 1, {{2'965'835, 2496, 1, 1}, {8'719'796, 2709, 2, 2}}},
    .clear_all_leases = {150'127'000, 21'814, 9, 9},
    .trigger_onboard = {42'904'000, 4044, 4, 2},
};

}  // namespace serinus::kusama::weights
