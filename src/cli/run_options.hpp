/// The options of a node on the command line.
#pragma once

#include <array>

#include "cli/database_options.hpp"
#include "cli/key_options.hpp"
#include "cli/network_key.hpp"
#include "node/settings.hpp"

namespace serinus::cli {

/// The well-known development accounts that have a flag each. Observed: those of the reference
inline constexpr std::array kAccounts = {"Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "One", "Two"};

struct LogOptions {
    std::vector<std::string> filters;
    bool detailed = false;
    bool no_color = false;
};

struct RunOptions {
    ChainOptions chain;
    DatabaseOptions database;
    KeyOptions keystore;
    NetworkKeyOptions network_key;
    LogOptions log;
    node::Settings settings;
    std::array<bool, kAccounts.size()> accounts = {};
    std::vector<std::string> peers;    ///< --bootnodes, --reserved-nodes: there is no network for them
    std::vector<std::string> ignored;  ///< of what does not exist here
    bool no_telemetry = false;
    std::vector<std::string> telemetry_urls;
};

/// Declares them. `options` must outlive the parsing.
void add_run_options(Arguments program, RunOptions& options);

}  // namespace serinus::cli
