#include "runtime/mock/later.hpp"

#include "runtime/pallets/balances/balances.ipp"
#include "runtime/pallets/indices/indices.ipp"
#include "runtime/pallets/multisig/multisig.ipp"
#include "runtime/pallets/preimage/preimage.ipp"
#include "runtime/pallets/proxy/proxy.ipp"
#include "runtime/pallets/scheduler/scheduler.ipp"
#include "runtime/pallets/utility/utility.ipp"
#include "runtime/pallets/vesting/vesting.ipp"

SERINUS_PALLET(serinus::pallet_balances::Pallet<serinus::mock::later::BalancesConfig>)
SERINUS_PALLET(serinus::pallet_utility::Pallet<serinus::mock::later::UtilityConfig>)
SERINUS_PALLET(serinus::pallet_indices::Pallet<serinus::mock::later::IndicesConfig>)
SERINUS_PALLET(serinus::pallet_multisig::Pallet<serinus::mock::later::MultisigConfig>)
SERINUS_PALLET(serinus::pallet_proxy::Pallet<serinus::mock::later::ProxyConfig>)
SERINUS_PALLET(serinus::pallet_preimage::Pallet<serinus::mock::later::PreimageConfig>)
SERINUS_PALLET(serinus::pallet_scheduler::Pallet<serinus::mock::later::SchedulerConfig>)
SERINUS_PALLET(serinus::pallet_vesting::Pallet<serinus::mock::later::VestingConfig>)
template struct serinus::pallet_balances::Currency<serinus::mock::later::BalancesConfig>;

SERINUS_MOCK_RUNTIME(serinus::mock::later::Runtime)
