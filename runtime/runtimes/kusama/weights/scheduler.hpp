/// Weights of Scheduler.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_scheduler.rs
#pragma once

#include "runtime/pallets/scheduler/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_scheduler::Weights<Measured> kScheduler{
    .service_agendas_base = {9'909'000, 1489, 1, 1},
    .service_agenda_base = {9'951'251, 42428, 1, 1, {{523'284}}},
    .service_task_base = {5'490'000, 0},
    .service_task_fetched = {94'874'703, 3606, 3, 2, {{1'401, 1}}},
    .service_task_named = {7'820'000, 0, 0, 1},
    .service_task_periodic = {5'500'000, 0},
    .execute_dispatch_signed = {3'909'000, 0},
    .execute_dispatch_unsigned = {3'910'000, 0},
    .schedule = {19'535'640, 42428, 1, 1, {{538'582}}},
    .cancel = {21'575'036, 42428, 1, 3, {{881'309}}},
    .schedule_named = {27'439'545, 42428, 2, 2, {{555'588}}},
    .cancel_named = {25'647'654, 42428, 2, 3, {{926'201}}},
    .schedule_retry = {13'816'240, 42428, 1, 2, {{146'377}}},
    .set_retry = {37'800'000, 42428, 1, 1},
    .set_retry_named = {51'440'000, 42428, 2, 1},
    .cancel_retry = {37'360'000, 42428, 1, 1},
    .cancel_retry_named = {44'421'000, 42428, 2, 1},
};

}  // namespace serinus::kusama::weights
