// The pallets of the mock runtime with referenda, and its table.
#include "runtime/mock/governance.hpp"

#include "runtime/pallets/conviction_voting/conviction_voting.ipp"
#include "runtime/pallets/preimage/preimage.ipp"
#include "runtime/pallets/ranked_collective/ranked_collective.ipp"
#include "runtime/pallets/referenda/referenda.ipp"
#include "runtime/pallets/scheduler/scheduler.ipp"

SERINUS_PALLET(serinus::pallet_preimage::Pallet<serinus::mock::governance::PreimageConfig>)
SERINUS_PALLET(serinus::pallet_scheduler::Pallet<serinus::mock::governance::SchedulerConfig>)
SERINUS_PALLET(serinus::pallet_conviction_voting::Pallet<serinus::mock::governance::ConvictionVotingConfig>)
SERINUS_PALLET(serinus::pallet_referenda::Pallet<serinus::mock::governance::ReferendaConfig>)
SERINUS_PALLET(serinus::pallet_ranked_collective::Pallet<serinus::mock::governance::FellowshipCollectiveConfig>)
SERINUS_PALLET(serinus::pallet_referenda::Pallet<serinus::mock::governance::FellowshipReferendaConfig>)

SERINUS_MOCK_RUNTIME(serinus::mock::governance::Runtime)
