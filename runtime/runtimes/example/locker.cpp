#include "runtime/runtimes/example/locker.ipp"
#include "runtime/runtimes/example/runtime.hpp"

SERINUS_PALLET(serinus::pallet_locker::Pallet<serinus::example::LockerConfig>)
