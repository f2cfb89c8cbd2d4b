/// How a chain finds out which consensus engine it has.
#pragma once

#include <functional>

#include "chain/import/runtime_source.hpp"
#include "chain/store/fork_choice.hpp"

namespace serinus::chain {

/// What finds out the engine of a chain and makes its verifier; consensus/ has it.
class EngineFactory {
  public:
    struct Engine {
        primitives::EngineId id;
        Bytes configuration;  ///< what the engine's runtime API gives at genesis
        Bytes record;         ///< to be kept with the genesis block
    };
    virtual ~EngineFactory() = default;
    virtual Result<Engine, ChainError> of_genesis(RuntimeSource& runtimes, state::Backend& genesis) = 0;
    /// From the record of the genesis.
    virtual Result<Engine, ChainError> of_record(BytesView record) = 0;
    /// nullptr: nothing to check.
    virtual Result<std::unique_ptr<HeaderVerifier>, ChainError> make_verifier(const Engine& engine,
                                                                              std::function<uint64_t()> now_ms) = 0;
    virtual std::unique_ptr<ForkChoice> make_fork_choice() = 0;
};

}  // namespace serinus::chain
