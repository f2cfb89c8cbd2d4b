#include "runtime/mock/host.hpp"

#include "runtime/pallets/parachains/assigner_coretime/assigner_coretime.ipp"
#include "runtime/pallets/parachains/configuration/configuration.ipp"
#include "runtime/pallets/parachains/coretime/coretime.ipp"
#include "runtime/pallets/parachains/inclusion/inclusion.ipp"
#include "runtime/pallets/parachains/on_demand/on_demand.ipp"
#include "runtime/pallets/parachains/origin/origin.ipp"
#include "runtime/pallets/parachains/para_scheduler/para_scheduler.ipp"
#include "runtime/pallets/parachains/paras_inherent/paras_inherent.ipp"
#include "runtime/pallets/parachains/shared/shared.ipp"

SERINUS_PALLET(serinus::polkadot_runtime_parachains::configuration::Pallet<serinus::mock::host::ConfigurationConfig>)
SERINUS_PALLET(serinus::polkadot_runtime_parachains::shared::Pallet<serinus::mock::host::ParasSharedConfig>)
SERINUS_PALLET(serinus::polkadot_runtime_parachains::para_scheduler::Pallet<serinus::mock::host::ParaSchedulerConfig>)
SERINUS_PALLET(serinus::polkadot_runtime_parachains::inclusion::Pallet<serinus::mock::host::ParaInclusionConfig>)
SERINUS_PALLET(serinus::polkadot_runtime_parachains::paras_inherent::Pallet<serinus::mock::host::ParaInherentConfig>)
SERINUS_PALLET(serinus::polkadot_runtime_parachains::on_demand::Pallet<serinus::mock::host::OnDemandConfig>)
SERINUS_PALLET(serinus::polkadot_runtime_parachains::assigner_coretime::Pallet<
               serinus::mock::host::CoretimeAssignmentProviderConfig>)

SERINUS_PALLET(serinus::polkadot_runtime_parachains::origin::Pallet<serinus::mock::host::ParachainsOriginConfig>)
SERINUS_PALLET(serinus::polkadot_runtime_parachains::coretime::Pallet<serinus::mock::host::CoretimeConfig>)

SERINUS_MOCK_RUNTIME(serinus::mock::host::Runtime)
