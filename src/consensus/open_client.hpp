/// A client with the verifier of its chain's engine.
#pragma once

#include "chain/client/client.hpp"

namespace serinus::consensus {

/// Opens the chain's database, or makes it from the genesis of the specification; finds out the engine once, and checks
/// blocks by its rules. Errors: kSpec if the database is of another chain, or if one must be made and the
/// specification has no state.
Result<std::unique_ptr<chain::Client>, chain::ChainError> open_client(chain::ChainSpec spec,
                                                                      const chain::ClientOptions& options);

}  // namespace serinus::consensus
