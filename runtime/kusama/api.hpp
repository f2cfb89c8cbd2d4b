/// The runtime APIs that Kusama's runtime has, in the order in which its version lists them.
#pragma once

#include "runtime/kusama/api/consensus.hpp"
#include "runtime/kusama/api/core.hpp"
#include "runtime/kusama/api/genesis.hpp"

namespace serinus::kusama {

using RuntimeApis = sdk::List<Core, Metadata, BlockBuilder, TaggedTransactionQueue, OffchainWorkerApi, GrandpaApi,
                              BabeApi, AuthorityDiscoveryApi, SessionKeys, AccountNonceApi, TransactionPaymentApi,
                              TransactionPaymentCallApi, GenesisBuilder>;

}  // namespace serinus::kusama
