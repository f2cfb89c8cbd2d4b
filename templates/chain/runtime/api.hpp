/// The runtime APIs: what a node may ask of the runtime. The functions of the Wasm module follow from the list.
#pragma once

#include "runtime/pallets/aura/api.hpp"
#include "runtime/pallets/grandpa/api.hpp"
#include "runtime/pallets/transaction_payment/api.hpp"
#include "runtime/runtime.hpp"
#include "runtime/sdk/api/core.hpp"
#include "runtime/sdk/api/genesis.hpp"
#include "runtime/sdk/api/session_keys.hpp"

namespace serinus::new_chain {

using Core = sdk::api::Core<Runtime>;
using Metadata = sdk::api::Metadata<Runtime>;
using BlockBuilder = sdk::api::BlockBuilder<Runtime>;
using TaggedTransactionQueue = sdk::api::TaggedTransactionQueue<Runtime>;
using OffchainWorkerApi = sdk::api::OffchainWorkerApi<Runtime>;
using AccountNonceApi = sdk::api::AccountNonceApi<Runtime>;
using TransactionPaymentApi = pallet_transaction_payment::api::TransactionPaymentApi<Runtime>;
using TransactionPaymentCallApi = pallet_transaction_payment::api::TransactionPaymentCallApi<Runtime>;
using AuraApi = pallet_aura::api::AuraApi<Runtime>;
using GrandpaApi = pallet_grandpa::api::GrandpaApi<Runtime>;
using SessionKeys = sdk::api::SessionKeys<Runtime>;
using GenesisBuilder = sdk::api::GenesisBuilder<Runtime>;

using RuntimeApis =
    sdk::List<Core, Metadata, BlockBuilder, TaggedTransactionQueue, OffchainWorkerApi, AccountNonceApi,
              TransactionPaymentApi, TransactionPaymentCallApi, AuraApi, GrandpaApi, SessionKeys, GenesisBuilder>;

}  // namespace serinus::new_chain
