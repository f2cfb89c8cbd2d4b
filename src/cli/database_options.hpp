/// The options that choose where and how a chain is kept, the same for all commands that keep one.
#pragma once

#include <string>

#include "base/result.hpp"
#include "chain/store/database.hpp"
#include "cli/chain_options.hpp"
#include "cli/log_options.hpp"
#include "cli/reference_options.hpp"

namespace serinus::cli {

/// The options as text; parse_pruning() reads them.
struct DatabaseOptions {
    std::string state_pruning;   ///< empty: as the database is, 256 for a new one
    std::string blocks_pruning;  ///< empty: archive-canonical
    bool tmp = false;
    LogOptions log;
    ReferenceOptions reference;
};

/// Declares --state-pruning and --blocks-pruning.
void add_pruning_options(Arguments command, DatabaseOptions& options);

/// Declares --state-pruning, --blocks-pruning, --tmp, the options of the log, and those of the reference node for
/// caches and execution. `options` must outlive the parsing.
void add_database_options(Arguments command, DatabaseOptions& options);

/// Reads the value of --state-pruning or --blocks-pruning. The error is a sentence for the user.
Result<chain::Pruning, std::string> parse_pruning(const std::string& text);

/// <base path>/chains/<chain id>: the folder of everything that belongs to a chain. The error is for the user: an id
/// that cannot be the name of a folder.
Result<std::string, std::string> chain_folder(const ChainOptions& options, const std::string& chain_id);

/// The folder of the database below that of the chain.
std::string database_folder(const std::string& chain_folder);

}  // namespace serinus::cli
