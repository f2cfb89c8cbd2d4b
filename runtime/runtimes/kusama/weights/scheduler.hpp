/// Weights of Scheduler.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_scheduler.rs
#pragma once

#include "runtime/pallets/scheduler/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_scheduler::Weights<Measured> kScheduler{
    .service_agendas_base = {3'976'000, 1489, 1, 1},
    .service_agenda_base = {5'834'982, 42'428, 1, 1, {{735'418}}},
    .service_task_base = {5'225'000, 0},
    .service_task_fetched = {18'212'000, 3644, 2, 2, {{1281, 1}}},
    .service_task_named = {6'488'000, 0, 0, 1},
    .service_task_periodic = {5'241'000, 0},
    .execute_dispatch_signed = {2'216'000, 0},
    .execute_dispatch_unsigned = {2'223'000, 0},
    .schedule = {13'989'026, 42'428, 1, 1, {{752'366}}},
    .cancel = {14'402'909, 42'428, 1, 2, {{1'404'108}}},
    .schedule_named = {18'596'080, 42'428, 2, 2, {{832'081}}},
    .cancel_named = {19'159'948, 42'428, 2, 2, {{1'424'608}}},
};

}  // namespace serinus::kusama::weights
