#include "runtime/mock/stakers.hpp"

#include "runtime/pallets/bags_list/bags_list.ipp"
#include "runtime/pallets/delegated_staking/delegated_staking.ipp"
#include "runtime/pallets/nomination_pools/nomination_pools.ipp"
#include "runtime/pallets/staking/staking.ipp"

SERINUS_PALLET(serinus::pallet_staking::Pallet<serinus::mock::stakers::StakingConfig>)
SERINUS_PALLET(serinus::pallet_bags_list::Pallet<serinus::mock::stakers::VoterListConfig>)
SERINUS_PALLET(serinus::pallet_delegated_staking::Pallet<serinus::mock::stakers::DelegatedStakingConfig>)
SERINUS_PALLET(serinus::pallet_nomination_pools::Pallet<serinus::mock::stakers::NominationPoolsConfig>)

SERINUS_MOCK_RUNTIME(serinus::mock::stakers::Runtime)
