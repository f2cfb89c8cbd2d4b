#include "runtime/mock/small.hpp"

#include "runtime/pallets/bags_list/bags_list.ipp"
#include "runtime/pallets/indices/indices.ipp"
#include "runtime/pallets/multisig/multisig.ipp"
#include "runtime/pallets/preimage/preimage.ipp"
#include "runtime/pallets/proxy/proxy.ipp"
#include "runtime/pallets/ranked_collective/ranked_collective.ipp"
#include "runtime/pallets/recovery/recovery.ipp"
#include "runtime/pallets/scheduler/scheduler.ipp"
#include "runtime/pallets/utility/utility.ipp"
#include "runtime/pallets/vesting/vesting.ipp"

SERINUS_PALLET(serinus::pallet_utility::Pallet<serinus::mock::small::UtilityConfig>)
SERINUS_PALLET(serinus::pallet_indices::Pallet<serinus::mock::small::IndicesConfig>)
SERINUS_PALLET(serinus::pallet_multisig::Pallet<serinus::mock::small::MultisigConfig>)
SERINUS_PALLET(serinus::pallet_proxy::Pallet<serinus::mock::small::ProxyConfig>)
SERINUS_PALLET(serinus::pallet_preimage::Pallet<serinus::mock::small::PreimageConfig>)
SERINUS_PALLET(serinus::pallet_scheduler::Pallet<serinus::mock::small::SchedulerConfig>)
SERINUS_PALLET(serinus::pallet_vesting::Pallet<serinus::mock::small::VestingConfig>)
SERINUS_PALLET(serinus::pallet_recovery::Pallet<serinus::mock::small::RecoveryConfig>)
SERINUS_PALLET(serinus::pallet_ranked_collective::Pallet<serinus::mock::small::FellowshipConfig>)
SERINUS_PALLET(serinus::pallet_bags_list::Pallet<serinus::mock::small::VoterListConfig>)

SERINUS_MOCK_RUNTIME(serinus::mock::small::Runtime)
