#include "runtime/kusama/runtime.hpp"
#include "runtime/pallets/balances/balances.ipp"

SERINUS_PALLET(serinus::pallet_balances::Pallet<serinus::kusama::BalancesConfig>)
