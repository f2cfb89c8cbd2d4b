#include "runtime/example/locker.ipp"
#include "runtime/example/runtime.hpp"

SERINUS_PALLET(serinus::pallet_locker::Pallet<serinus::example::LockerConfig>)
