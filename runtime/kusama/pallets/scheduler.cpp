#include "runtime/kusama/runtime.hpp"
#include "runtime/pallets/scheduler/scheduler.ipp"

SERINUS_PALLET(serinus::pallet_scheduler::Pallet<serinus::kusama::SchedulerConfig>)
