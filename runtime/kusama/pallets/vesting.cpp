#include "runtime/kusama/runtime.hpp"
#include "runtime/pallets/vesting/vesting.ipp"

SERINUS_PALLET(serinus::pallet_vesting::Pallet<serinus::kusama::VestingConfig>)
