/// A chain with its database, runtimes and block import, without a network.
#pragma once

#include "chain/block_import.hpp"
#include "chain/genesis.hpp"

namespace serinus::node {

struct OfflineChainOptions {
    chain::DatabaseOptions database;
    executor::ExecutorOptions executor;
    bool check_seals = true;
};

/// What the commands work on. One thread at a time.
class OfflineChain {
  public:
    /// Opens the database of the chain, or makes it from the genesis of the specification. Errors: kSpec if the
    /// database is of another chain, or if one must be made and the specification has no state.
    static Result<std::unique_ptr<OfflineChain>, chain::ChainError> open(chain::ChainSpec spec,
                                                                         const OfflineChainOptions& options);
    ~OfflineChain();

    const chain::ChainSpec& spec() const noexcept;
    /// Replaces the genesis in spec(), for printing it; the database keeps its own.
    void set_genesis(chain::Genesis genesis) noexcept;
    chain::Database& database() noexcept;
    chain::RuntimeSource& runtimes() noexcept;
    chain::BlockImporter& importer() noexcept;

  private:
    OfflineChain();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::node
