/// The options of a node on the command line.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "cli/database_options.hpp"
#include "cli/key_options.hpp"
#include "cli/network_options.hpp"
#include "node/settings.hpp"

namespace serinus::cli {

/// The well-known development accounts that have a flag each. Observed: those of polkadot 1.25.1
inline constexpr std::array kAccounts = {"Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "One", "Two"};

struct RunOptions {
    ChainOptions chain;
    DatabaseOptions database;
    KeyOptions keystore;
    NetworkKeyOptions network_key;
    NetworkCommandOptions network;
    node::Settings settings;
    std::string code_cache_folder;  ///< --wasmtime-precompiled
    std::array<bool, kAccounts.size()> accounts = {};
    bool collator = false;
    std::vector<std::string> relay_rpc_urls;  ///< --relay-chain-rpc-urls
};

/// Declares them. `options` must outlive the parsing.
void add_run_options(Arguments program, RunOptions& options);

}  // namespace serinus::cli
