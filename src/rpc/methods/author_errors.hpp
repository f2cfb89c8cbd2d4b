/// Why the pool does not take a transaction, as errors of author_*.
#pragma once

#include "pool/pool.hpp"
#include "rpc/registry.hpp"

namespace serinus::rpc {

/// Observed: polkadot-stable2407: sc_rpc_api::author::error. Wallets show the texts to people.
RpcError pool_error(const pool::PoolError& error);

/// Errors of the keystore and of session keys: the code for all others.
RpcError author_error(std::string message);

}  // namespace serinus::rpc
