/// What Scheduler weighs. `s`: tasks in the block's agenda; of service_task_fetched: bytes of the preimage.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_scheduler {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> service_agendas_base = sdk::estimate(4'000'000, 1500, 1, 1);
    Figures<1> service_agenda_base = sdk::estimate(5'900'000, 43'000, 1, 1, {{740'000}});  // s
    Figures<0> service_task_base = sdk::estimate(5'300'000, 0);
    Figures<1> service_task_fetched = sdk::estimate(19'000'000, 3700, 2, 2, {{1300, 1}});  // s
    Figures<0> service_task_named = sdk::estimate(6'500'000, 0, 0, 1);
    Figures<0> service_task_periodic = sdk::estimate(5'300'000, 0);
    Figures<0> execute_dispatch_signed = sdk::estimate(2'300'000, 0);
    Figures<0> execute_dispatch_unsigned = sdk::estimate(2'300'000, 0);
    Figures<1> schedule = sdk::estimate(14'000'000, 43'000, 1, 1, {{760'000}});        // s
    Figures<1> cancel = sdk::estimate(15'000'000, 43'000, 1, 2, {{1'500'000}});        // s
    Figures<1> schedule_named = sdk::estimate(19'000'000, 43'000, 2, 2, {{840'000}});  // s
    Figures<1> cancel_named = sdk::estimate(20'000'000, 43'000, 2, 2, {{1'500'000}});  // s
    Figures<1> schedule_retry = sdk::estimate(14'000'000, 43'000, 1, 2, {{150'000}});  // s
    Figures<0> set_retry = sdk::estimate(35'000'000, 43'000, 1, 1);
    Figures<0> set_retry_named = sdk::estimate(45'000'000, 43'000, 2, 1);
    Figures<0> cancel_retry = sdk::estimate(35'000'000, 43'000, 1, 1);
    Figures<0> cancel_retry_named = sdk::estimate(45'000'000, 43'000, 2, 1);
};

}  // namespace serinus::pallet_scheduler
