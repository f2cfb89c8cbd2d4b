/// The chains of a local network: the specifications that its nodes load, in the network's folder.
#pragma once

#include "chain/spec/para_genesis.hpp"
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
/// parachains are registered with a core each and other cores wait for later ones, and "para-1000.json". A folder that
/// holds them already keeps them. Says on the standard output what takes long. Errors: sentences.
Result<NetworkChains, std::string> prepare_chains(const NetworkChainOptions& options, const std::string& folder,
                                                  executor::Executor& executor);

/// A parachain that comes later: its specification, which names the number and the relay chain.
struct LaterPara {
    chain::ParaGenesis genesis;
    chain::ChainSpec spec;
};
/// `text`: as `--para` takes it; `relay_id`: of the relay chain's specification. Errors: sentences; also that the
/// folder has a parachain of this number.
Result<LaterPara, std::string> prepare_later_para(const std::string& text, const std::string& relay_id,
                                                  const std::string& folder, executor::Executor& executor);
/// Writes its specification into the folder, where a continued network finds it.
Result<launcher::ParaPlan, std::string> keep_later_para(const LaterPara& para, const std::string& folder);

/// "1 node", "2 nodes".
std::string count_of(size_t count, const std::string& noun);

/// Where the relay chain's specification stands in a network's folder.
std::string relay_file(const std::string& folder);

}  // namespace serinus::cli
