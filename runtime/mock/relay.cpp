// The pallets of the host in the mock runtime that hosts parachains, and the table of that runtime.
#include "runtime/mock/relay.hpp"
#include "runtime/pallets/message_queue/message_queue.ipp"
#include "runtime/pallets/parachains/assigner_coretime/assigner_coretime.ipp"
#include "runtime/pallets/parachains/configuration/configuration.ipp"
#include "runtime/pallets/parachains/disputes/disputes.ipp"
#include "runtime/pallets/parachains/dmp/dmp.ipp"
#include "runtime/pallets/parachains/hrmp/hrmp.ipp"
#include "runtime/pallets/parachains/inclusion/inclusion.ipp"
#include "runtime/pallets/parachains/initializer/initializer.ipp"
#include "runtime/pallets/parachains/on_demand/on_demand.ipp"
#include "runtime/pallets/parachains/origin/origin.ipp"
#include "runtime/pallets/parachains/para_scheduler/para_scheduler.ipp"
#include "runtime/pallets/parachains/paras/paras.ipp"
#include "runtime/pallets/parachains/paras_inherent/paras_inherent.ipp"
#include "runtime/pallets/parachains/session_info/session_info.ipp"
#include "runtime/pallets/parachains/shared/shared.ipp"
#include "runtime/pallets/parachains/slashing/slashing.ipp"

namespace serinus {
namespace relay = mock::relay;
namespace parachains = polkadot_runtime_parachains;
}  // namespace serinus

SERINUS_PALLET(serinus::parachains::origin::Pallet<serinus::relay::ParachainsOriginConfig>)
SERINUS_PALLET(serinus::parachains::configuration::Pallet<serinus::relay::ConfigurationConfig>)
SERINUS_PALLET(serinus::parachains::shared::Pallet<serinus::relay::ParasSharedConfig>)
SERINUS_PALLET(serinus::parachains::inclusion::Pallet<serinus::relay::ParaInclusionConfig>)
SERINUS_PALLET(serinus::parachains::paras_inherent::Pallet<serinus::relay::ParaInherentConfig>)
SERINUS_PALLET(serinus::parachains::para_scheduler::Pallet<serinus::relay::ParaSchedulerConfig>)
SERINUS_PALLET(serinus::parachains::paras::Pallet<serinus::relay::ParasConfig>)
SERINUS_PALLET(serinus::parachains::initializer::Pallet<serinus::relay::InitializerConfig>)
SERINUS_PALLET(serinus::parachains::dmp::Pallet<serinus::relay::DmpConfig>)
SERINUS_PALLET(serinus::parachains::hrmp::Pallet<serinus::relay::HrmpConfig>)
SERINUS_PALLET(serinus::parachains::session_info::Pallet<serinus::relay::ParaSessionInfoConfig>)
SERINUS_PALLET(serinus::parachains::disputes::Pallet<serinus::relay::ParasDisputesConfig>)
SERINUS_PALLET(serinus::parachains::disputes::slashing::Pallet<serinus::relay::ParasSlashingConfig>)
SERINUS_PALLET(serinus::parachains::on_demand::Pallet<serinus::relay::OnDemandConfig>)
SERINUS_PALLET(serinus::parachains::assigner_coretime::Pallet<serinus::relay::CoretimeAssignmentProviderConfig>)
SERINUS_PALLET(serinus::pallet_message_queue::Pallet<serinus::relay::MessageQueueConfig>)

SERINUS_MOCK_RUNTIME(serinus::relay::Runtime)
