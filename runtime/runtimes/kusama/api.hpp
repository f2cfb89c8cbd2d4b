/// The runtime APIs that are there, in the order in which the version of Kusama 1.7.1 lists them.
#pragma once

#include "runtime/pallets/authority_discovery/api.hpp"
#include "runtime/pallets/babe/api.hpp"
#include "runtime/pallets/beefy/api.hpp"
#include "runtime/pallets/beefy_mmr/api.hpp"
#include "runtime/pallets/grandpa/api.hpp"
#include "runtime/pallets/mmr/api.hpp"
#include "runtime/pallets/nomination_pools/api.hpp"
#include "runtime/pallets/parachains/api.hpp"
#include "runtime/pallets/staking/api.hpp"
#include "runtime/pallets/transaction_payment/api.hpp"
#include "runtime/pallets/xcm/api.hpp"
#include "runtime/runtimes/kusama/inflation_api.hpp"
#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/sdk/api/core.hpp"
#include "runtime/sdk/api/genesis.hpp"
#include "runtime/sdk/api/session_keys.hpp"

namespace serinus::kusama {

using Inflation = relay_common::apis::Inflation;
using Core = sdk::api::Core<Runtime>;
using Metadata = sdk::api::Metadata<Runtime>;
using BlockBuilder = sdk::api::BlockBuilder<Runtime>;
using TaggedTransactionQueue = sdk::api::TaggedTransactionQueue<Runtime>;
using OffchainWorkerApi = sdk::api::OffchainWorkerApi<Runtime>;
using ParachainHost = polkadot_runtime_parachains::api::ParachainHost<Runtime>;
using BeefyApi = pallet_beefy::api::BeefyApi<Runtime>;
using MmrApi = pallet_mmr::api::MmrApi<Runtime>;
using BeefyMmrApi = pallet_beefy_mmr::api::BeefyMmrApi<Runtime>;
using GrandpaApi = pallet_grandpa::api::GrandpaApi<Runtime>;
using BabeApi = pallet_babe::api::BabeApi<Runtime>;
using AuthorityDiscoveryApi = pallet_authority_discovery::api::AuthorityDiscoveryApi<Runtime>;
using SessionKeys = sdk::api::SessionKeys<Runtime>;
using AccountNonceApi = sdk::api::AccountNonceApi<Runtime>;
using TransactionPaymentApi = pallet_transaction_payment::api::TransactionPaymentApi<Runtime>;
using TransactionPaymentCallApi = pallet_transaction_payment::api::TransactionPaymentCallApi<Runtime>;
using NominationPoolsApi = pallet_nomination_pools::api::NominationPoolsApi<Runtime>;
using StakingApi = pallet_staking::api::StakingApi<Runtime>;
using XcmPaymentApi = xcm_runtime_apis::api::XcmPaymentApi<Runtime>;
using DryRunApi = xcm_runtime_apis::api::DryRunApi<Runtime>;
using LocationToAccountApi = xcm_runtime_apis::api::LocationToAccountApi<Runtime>;
using GenesisBuilder = sdk::api::GenesisBuilder<Runtime>;

using RuntimeApis =
    sdk::List<Inflation, Core, Metadata, BlockBuilder, TaggedTransactionQueue, OffchainWorkerApi, ParachainHost,
              BeefyApi, MmrApi, BeefyMmrApi, GrandpaApi, BabeApi, AuthorityDiscoveryApi, SessionKeys, AccountNonceApi,
              TransactionPaymentApi, TransactionPaymentCallApi, XcmPaymentApi, DryRunApi, LocationToAccountApi,
              NominationPoolsApi, StakingApi, GenesisBuilder>;

}  // namespace serinus::kusama
