#include "runtime/kusama/runtime.hpp"
#include "runtime/pallets/utility/utility.ipp"

SERINUS_PALLET(serinus::pallet_utility::Pallet<serinus::kusama::UtilityConfig>)
