#include "runtime/pallets/balances/balances.ipp"
#include "runtime/runtimes/example/runtime.hpp"

template struct serinus::pallet_balances::Currency<serinus::example::BalancesConfig>;
SERINUS_PALLET(serinus::pallet_balances::Pallet<serinus::example::BalancesConfig>)
