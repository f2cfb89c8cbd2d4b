/// Weights of Slots.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/polkadot_runtime_common_slots.rs
#pragma once

#include "runtime/pallets/slots/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr polkadot_runtime_common::slots::Weights<Measured> kSlots{
    .force_lease = {39'870'000, 3685, 2, 2},
    .manage_lease_period_start = {1'128'991'000, 4024, 4, 1, {{4'281'373, 2496, 1, 1}, {12'096'156, 2709, 2, 2}}},
    .clear_all_leases = {183'100'000, 21'814, 9, 9},
    .trigger_onboard = {37'130'000, 3977, 4, 2},
};

}  // namespace serinus::kusama::weights
