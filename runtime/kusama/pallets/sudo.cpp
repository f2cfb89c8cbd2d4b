#include "runtime/kusama/runtime.hpp"
#include "runtime/pallets/sudo/sudo.ipp"

SERINUS_PALLET(serinus::pallet_sudo::Pallet<serinus::kusama::SudoConfig>)
