/// The runtime APIs: the functions of the Wasm module follow from this list. serinus_runtime finds the bodies beside
/// the headers.
#pragma once

#include "runtime/runtimes/minimal/runtime.hpp"
#include "runtime/sdk/api/core.hpp"
#include "runtime/sdk/api/genesis.hpp"

namespace serinus::minimal {

using Core = sdk::api::Core<Runtime>;
using Metadata = sdk::api::Metadata<Runtime>;
using BlockBuilder = sdk::api::BlockBuilder<Runtime>;
using TaggedTransactionQueue = sdk::api::TaggedTransactionQueue<Runtime>;
using OffchainWorkerApi = sdk::api::OffchainWorkerApi<Runtime>;
using AccountNonceApi = sdk::api::AccountNonceApi<Runtime>;
using GenesisBuilder = sdk::api::GenesisBuilder<Runtime>;

using RuntimeApis =
    sdk::List<Core, Metadata, BlockBuilder, TaggedTransactionQueue, OffchainWorkerApi, AccountNonceApi, GenesisBuilder>;

}  // namespace serinus::minimal
