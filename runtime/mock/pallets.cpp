#include "runtime/mock/pallets.hpp"

#include "runtime/mock/holds.hpp"
#include "runtime/pallets/balances/balances.ipp"
#include "runtime/pallets/system/system.ipp"
#include "runtime/pallets/utility/utility.ipp"

SERINUS_PALLET(serinus::frame_system::Pallet<serinus::mock::SystemConfig>)
SERINUS_PALLET(serinus::pallet_balances::Pallet<serinus::mock::BalancesConfig>)
SERINUS_PALLET(serinus::pallet_balances::Pallet<serinus::mock::holds::BalancesConfig>)
SERINUS_PALLET(serinus::pallet_utility::Pallet<serinus::mock::UtilityConfig>)
// What moves money, for pallets that have not the bodies of Balances.
template struct serinus::pallet_balances::Currency<serinus::mock::BalancesConfig>;
template struct serinus::pallet_balances::Currency<serinus::mock::holds::BalancesConfig>;

SERINUS_MOCK_RUNTIME(serinus::mock::PlainRuntime)
