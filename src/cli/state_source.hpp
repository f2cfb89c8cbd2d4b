/// A state that a command works on: of another node, of a chain's database, of a snapshot.
#pragma once

#include "cli/chain_command.hpp"
#include "fork/fork_client.hpp"

namespace serinus::cli {

struct StateSourceOptions {
    std::string endpoint, at, cache, snapshot;
    uint32_t timeout_s = 30;
    ChainCommandOptions chain;
};

/// Declares --endpoint, --at, --cache and --origin-timeout.
void add_endpoint_options(Arguments command, StateSourceOptions& options);
/// Declares --snapshot, --chain and what belongs to a database, beside those.
void add_state_source_options(Arguments command, StateSourceOptions& options);

struct StateSource {
    primitives::Header header;
    Hash256 hash;
    primitives::Body body;  ///< of an endpoint alone
    std::shared_ptr<state::Origin> state;
    std::optional<OpenChain> database;  ///< what `state` reads of; outlives it
};

/// The error is a sentence; empty: it was reported.
Result<StateSource, std::string> open_state_source(const StateSourceOptions& options);
/// With another block than that of --at, by its hash.
Result<StateSource, std::string> open_endpoint(const StateSourceOptions& options, const std::string& at,
                                               const std::string& cache);

/// The executor of a command that has no chain of its own.
/// `accepts_mock_signatures`: crypto::VerdictCache::accept_mocks.
executor::ExecutorOptions executor_of_tools(bool accepts_mock_signatures = false);

}  // namespace serinus::cli
