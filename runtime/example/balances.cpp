#include "runtime/pallets/balances/balances.ipp"
#include "runtime/example/runtime.hpp"

SERINUS_PALLET(serinus::pallet_balances::Pallet<serinus::example::BalancesConfig>)
