/// Which consensus engine a chain has, found out once from its genesis.
#pragma once

#include <functional>

#include "chain/runtime_source.hpp"

namespace serinus::consensus {

/// What is kept with the genesis block: the engine and what it needs to know of the genesis. In SCALE.
struct GenesisEngine {
    primitives::EngineId engine;  ///< zeros: the runtime has no engine that we know
    Bytes data;

    friend bool operator==(const GenesisEngine&, const GenesisEngine&) = default;
};

/// Asks the runtime of the genesis: BABE comes before Aura.
Result<GenesisEngine, chain::ChainError> ask_genesis(chain::RuntimeSource& runtimes, state::Backend& genesis);

/// The verifier for it; nullptr: no seal is to be checked. `spec_name` is that of the runtime.
Result<std::unique_ptr<chain::HeaderVerifier>, chain::ChainError> make_verifier(const GenesisEngine& genesis,
                                                                                std::function<uint64_t()> now_ms);

}  // namespace serinus::consensus
