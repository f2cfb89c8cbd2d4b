/// Chains for commands, without a network.
#pragma once

#include "chain/client/client.hpp"
#include "chain/spec/genesis.hpp"
#include "consensus/grandpa/follow.hpp"
#include "platform/scheduler.hpp"

namespace serinus::node {

struct OfflineChainOptions {
    chain::DatabaseOptions database;
    executor::ExecutorOptions executor;
    bool check_seals = true;
};

/// A database with its runtimes and checks, without listeners. One thread at a time.
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
    chain::BlockChecks& checks() noexcept;

  private:
    OfflineChain();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// A living chain that takes blocks from files; they become final by the justifications that come with them. The stop
/// of its scheduler ends the execution of a block.
struct GrowingChain {
    std::unique_ptr<platform::Scheduler> scheduler;
    std::unique_ptr<chain::Client> client;
    std::unique_ptr<consensus::grandpa::Follower> finality;  ///< nullptr: the chain has no GRANDPA

    /// As OfflineChain::open.
    static Result<GrowingChain, chain::ChainError> open(chain::ChainSpec spec, const OfflineChainOptions& options);
};

}  // namespace serinus::node
