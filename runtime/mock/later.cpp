#include "runtime/mock/later.hpp"

#include "runtime/pallets/bags_list/bags_list.ipp"
#include "runtime/pallets/balances/balances.ipp"
#include "runtime/pallets/indices/indices.ipp"
#include "runtime/pallets/multisig/multisig.ipp"
#include "runtime/pallets/preimage/preimage.ipp"
#include "runtime/pallets/proxy/proxy.ipp"
#include "runtime/pallets/ranked_collective/ranked_collective.ipp"
#include "runtime/pallets/recovery/recovery.ipp"
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
SERINUS_PALLET(serinus::pallet_recovery::Pallet<serinus::mock::later::RecoveryConfig>)
SERINUS_PALLET(serinus::pallet_ranked_collective::Pallet<serinus::mock::later::FellowshipConfig>)
SERINUS_PALLET(serinus::pallet_bags_list::Pallet<serinus::mock::later::VoterListConfig>)
template struct serinus::pallet_balances::Currency<serinus::mock::later::BalancesConfig>;

SERINUS_MOCK_RUNTIME(serinus::mock::later::Runtime)
