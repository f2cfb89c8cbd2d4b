// The bodies of the runtime APIs.
#include "runtime/kusama/api.hpp"
#include "runtime/kusama/config/authority_discovery.hpp"
#include "runtime/kusama/config/beefy.hpp"
#include "runtime/kusama/config/beefy_mmr_leaf.hpp"
#include "runtime/kusama/config/configuration.hpp"
#include "runtime/kusama/config/dmp.hpp"
#include "runtime/kusama/config/grandpa.hpp"
#include "runtime/kusama/config/hrmp.hpp"
#include "runtime/kusama/config/mmr.hpp"
#include "runtime/kusama/config/nomination_pools.hpp"
#include "runtime/kusama/config/para_inclusion.hpp"
#include "runtime/kusama/config/para_inherent.hpp"
#include "runtime/kusama/config/para_scheduler.hpp"
#include "runtime/kusama/config/para_session_info.hpp"
#include "runtime/kusama/config/paras.hpp"
#include "runtime/kusama/config/paras_disputes.hpp"
#include "runtime/kusama/config/paras_shared.hpp"
#include "runtime/kusama/config/paras_slashing.hpp"
#include "runtime/kusama/config/session.hpp"
#include "runtime/kusama/config/staking.hpp"
#include "runtime/pallets/authority_discovery/api.ipp"
#include "runtime/pallets/babe/api.ipp"
#include "runtime/pallets/beefy/api.ipp"
#include "runtime/pallets/beefy_mmr/api.ipp"
#include "runtime/pallets/grandpa/api.ipp"
#include "runtime/pallets/mmr/api.ipp"
#include "runtime/pallets/nomination_pools/api.ipp"
#include "runtime/pallets/parachains/api.ipp"
#include "runtime/pallets/staking/api.ipp"
#include "runtime/pallets/transaction_payment/api.ipp"
#include "runtime/sdk/api/core.ipp"
#include "runtime/sdk/api/genesis.ipp"
#include "runtime/sdk/api/session_keys.ipp"

using serinus::kusama::Runtime;

template struct serinus::sdk::api::Core<Runtime>;
template struct serinus::sdk::api::Metadata<Runtime>;
template struct serinus::sdk::api::BlockBuilder<Runtime>;
template struct serinus::sdk::api::TaggedTransactionQueue<Runtime>;
template struct serinus::sdk::api::OffchainWorkerApi<Runtime>;
template struct serinus::sdk::api::SessionKeys<Runtime>;
template struct serinus::sdk::api::AccountNonceApi<Runtime>;
template struct serinus::sdk::api::GenesisBuilder<Runtime>;
template struct serinus::pallet_babe::api::BabeApi<Runtime>;
template struct serinus::pallet_beefy::api::BeefyApi<Runtime>;
template struct serinus::pallet_mmr::api::MmrApi<Runtime>;
template struct serinus::pallet_beefy_mmr::api::BeefyMmrApi<Runtime>;
template struct serinus::pallet_grandpa::api::GrandpaApi<Runtime>;
template struct serinus::pallet_authority_discovery::api::AuthorityDiscoveryApi<Runtime>;
template struct serinus::pallet_nomination_pools::api::NominationPoolsApi<Runtime>;
template struct serinus::pallet_staking::api::StakingApi<Runtime>;
template struct serinus::polkadot_runtime_parachains::api::ParachainHost<Runtime>;
template struct serinus::pallet_transaction_payment::api::TransactionPaymentApi<Runtime>;
template struct serinus::pallet_transaction_payment::api::TransactionPaymentCallApi<Runtime>;
