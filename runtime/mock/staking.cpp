// Staking and what stands around it in the mock runtime with validators, and the table of that runtime.
#include "runtime/pallets/staking/staking.ipp"
#include "runtime/mock/validators.hpp"
#include "runtime/pallets/bags_list/bags_list.ipp"
#include "runtime/pallets/fast_unstake/fast_unstake.ipp"

SERINUS_PALLET(serinus::pallet_staking::Pallet<serinus::mock::validators::StakingConfig>)
SERINUS_PALLET(serinus::pallet_bags_list::Pallet<serinus::mock::validators::VoterListConfig>)
SERINUS_PALLET(serinus::pallet_fast_unstake::Pallet<serinus::mock::validators::FastUnstakeConfig>)

SERINUS_MOCK_RUNTIME(serinus::mock::validators::Runtime)
