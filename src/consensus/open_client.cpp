#include "consensus/open_client.hpp"

#include "consensus/genesis_engine.hpp"

namespace serinus::consensus {

Result<std::unique_ptr<chain::Client>, chain::ChainError> open_client(chain::ChainSpec spec,
                                                                      const chain::ClientOptions& options) {
    GenesisEngines engines;
    return chain::Client::open(std::move(spec), options, engines);
}

}  // namespace serinus::consensus
