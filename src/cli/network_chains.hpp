/// The chains of a local network: the specifications that its nodes load, in the network's folder.
#pragma once

#include "chain/spec/chain_spec.hpp"
#include "cli/chain_options.hpp"
#include "executor/executor.hpp"
#include "tools/launcher/node_plan.hpp"

namespace serinus::cli {

struct NetworkChainOptions {
    ChainOptions chain;              ///< of the relay chain; its base path is the network's folder
    std::vector<std::string> paras;  ///< specifications or runtimes, as `--para` takes them
    size_t validators = 2;
};

struct NetworkChains {
    std::string relay_id;  ///< of its specification
    std::vector<launcher::ParaPlan> paras;
};

/// Writes the specifications of a new network into its folder, with raw genesis states: "chain.json", in which the
/// parachains are registered with a core each, and "para-1000.json". A folder that holds them already keeps them.
/// Says on the standard output what takes long. Errors: sentences.
Result<NetworkChains, std::string> prepare_chains(const NetworkChainOptions& options, const std::string& folder,
                                                  executor::Executor& executor);

/// "1 node", "2 nodes".
std::string count_of(size_t count, const std::string& noun);

/// Where the relay chain's specification stands in a network's folder.
std::string relay_file(const std::string& folder);

}  // namespace serinus::cli
