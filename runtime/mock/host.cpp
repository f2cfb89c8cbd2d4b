#include "runtime/mock/host.hpp"

#include "runtime/pallets/parachains/configuration/configuration.ipp"
#include "runtime/pallets/parachains/origin/origin.ipp"
#include "runtime/pallets/parachains/shared/shared.ipp"
#include "runtime/pallets/parachains_later/assigner_coretime/assigner_coretime.ipp"
#include "runtime/pallets/parachains_later/candidate_inclusion/candidate_inclusion.ipp"
#include "runtime/pallets/parachains_later/candidate_inherent/candidate_inherent.ipp"
#include "runtime/pallets/parachains_later/core_scheduler/core_scheduler.ipp"
#include "runtime/pallets/parachains_later/coretime/coretime.ipp"
#include "runtime/pallets/parachains_later/on_demand/on_demand.ipp"

SERINUS_PALLET(serinus::polkadot_runtime_parachains::configuration::Pallet<serinus::mock::host::ConfigurationConfig>)
SERINUS_PALLET(serinus::polkadot_runtime_parachains::shared::Pallet<serinus::mock::host::ParasSharedConfig>)
SERINUS_PALLET(
    serinus::polkadot_runtime_parachains::later::core_scheduler::Pallet<serinus::mock::host::ParaSchedulerConfig>)
SERINUS_PALLET(
    serinus::polkadot_runtime_parachains::later::candidate_inclusion::Pallet<serinus::mock::host::ParaInclusionConfig>)
SERINUS_PALLET(
    serinus::polkadot_runtime_parachains::later::candidate_inherent::Pallet<serinus::mock::host::ParaInherentConfig>)
SERINUS_PALLET(serinus::polkadot_runtime_parachains::later::on_demand::Pallet<serinus::mock::host::OnDemandConfig>)
SERINUS_PALLET(serinus::polkadot_runtime_parachains::later::assigner_coretime::Pallet<
               serinus::mock::host::CoretimeAssignmentProviderConfig>)

SERINUS_PALLET(serinus::polkadot_runtime_parachains::origin::Pallet<serinus::mock::host::ParachainsOriginConfig>)
SERINUS_PALLET(serinus::polkadot_runtime_parachains::later::coretime::Pallet<serinus::mock::host::CoretimeConfig>)

SERINUS_MOCK_RUNTIME(serinus::mock::host::Runtime)
