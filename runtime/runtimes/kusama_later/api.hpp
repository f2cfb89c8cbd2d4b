/// The runtime APIs that are there, in the order in which the version of Kusama 1.7.1 lists them.
#pragma once

#include "runtime/pallets/transaction_payment/api.hpp"
#include "runtime/runtimes/kusama_later/runtime.hpp"
#include "runtime/sdk/api/core.hpp"
#include "runtime/sdk/api/genesis.hpp"

namespace serinus::kusama_later {

using Core = sdk::api::Core<Runtime>;
using Metadata = sdk::api::Metadata<Runtime>;
using BlockBuilder = sdk::api::BlockBuilder<Runtime>;
using TaggedTransactionQueue = sdk::api::TaggedTransactionQueue<Runtime>;
using OffchainWorkerApi = sdk::api::OffchainWorkerApi<Runtime>;
using AccountNonceApi = sdk::api::AccountNonceApi<Runtime>;
using TransactionPaymentApi = pallet_transaction_payment::api::TransactionPaymentApi<Runtime>;
using TransactionPaymentCallApi = pallet_transaction_payment::api::TransactionPaymentCallApi<Runtime>;
using GenesisBuilder = sdk::api::GenesisBuilder<Runtime>;

using RuntimeApis = sdk::List<Core, Metadata, BlockBuilder, TaggedTransactionQueue, OffchainWorkerApi, AccountNonceApi,
                              TransactionPaymentApi, TransactionPaymentCallApi, GenesisBuilder>;

}  // namespace serinus::kusama_later
