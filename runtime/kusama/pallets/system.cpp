#include "runtime/kusama/runtime.hpp"
#include "runtime/pallets/system/system.ipp"

SERINUS_PALLET(serinus::frame_system::Pallet<serinus::kusama::SystemConfig>)
