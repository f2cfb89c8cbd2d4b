/// Weights of Scheduler.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_scheduler.rs
#pragma once

#include "runtime/pallets/scheduler/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_scheduler::Weights<Measured> kScheduler{
    .service_agendas_base = {3'973'000, 1489, 1, 1},
    .service_agenda_base = {5'580'416, 42'428, 1, 1, {{740'682}}},
    .service_task_base = {5'224'000, 0},
    .service_task_fetched = {18'287'000, 3644, 2, 2, {{1555, 1}}},
    .service_task_named = {6'488'000, 0, 0, 1},
    .service_task_periodic = {5'209'000, 0},
    .execute_dispatch_signed = {2'393'000, 0},
    .execute_dispatch_unsigned = {2'295'000, 0},
    .schedule = {13'839'432, 42'428, 1, 1, {{767'188}}},
    .cancel = {14'512'715, 42'428, 1, 2, {{1'384'993}}},
    .schedule_named = {17'126'344, 42'428, 2, 2, {{823'880}}},
    .cancel_named = {16'558'474, 42'428, 2, 2, {{1'407'061}}},
};

}  // namespace serinus::polkadot::weights
