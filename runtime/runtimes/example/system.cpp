#include "runtime/pallets/system/system.ipp"
#include "runtime/runtimes/example/runtime.hpp"

SERINUS_PALLET(serinus::frame_system::Pallet<serinus::example::SystemConfig>)
