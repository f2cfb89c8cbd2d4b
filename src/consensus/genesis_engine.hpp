/// Which consensus engine a chain has, found out once from its genesis.
#pragma once

#include "chain/import/engine_factory.hpp"

namespace serinus::consensus {

/// BABE comes before Aura. A chain without either has an engine of zeros, and its verifier takes no seals.
class GenesisEngines final : public chain::EngineFactory {
  public:
    Result<Engine, chain::ChainError> of_genesis(chain::RuntimeSource& runtimes, state::Backend& genesis) override;
    Result<Engine, chain::ChainError> of_record(BytesView record) override;
    Result<std::unique_ptr<chain::HeaderVerifier>, chain::ChainError> make_verifier(
        const Engine& engine, std::function<uint64_t()> now_ms) override;
    std::unique_ptr<chain::ForkChoice> make_fork_choice() override;
};

}  // namespace serinus::consensus
