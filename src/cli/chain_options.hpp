/// The options by which the user says which chain is meant, the same for all commands.
#pragma once

#include <optional>
#include <string>

#include "chain/spec/chain_spec.hpp"
#include "cli/arguments.hpp"

namespace serinus::cli {

struct ChainOptions {
    std::string chain;
    bool dev = false;
    std::string base_path;

    /// What --chain says; dev for --dev, kusama if nothing is said.
    std::string chain_or_default() const;

    /// The folder for this user's data.
    std::string base_path_or_default() const;
};

/// Declares --chain, --dev and --base-path. `options` must outlive the parsing.
void add_chain_options(Arguments command, ChainOptions& options);

/// The chosen specification: dev for --dev, kusama if nothing is said. On a failure it is told on stderr.
std::optional<chain::ChainSpec> load_or_complain(const ChainOptions& options);

/// "error: …" on stderr; returns the exit code of a command that failed.
int complain(const std::string& message);
/// The same for options that do not fit together; returns the exit code of a wrong command line.
int complain_of_usage(const std::string& message);

/// Writes to stdout; false if that fails, as when a pipe is closed.
bool print(std::string_view text);

}  // namespace serinus::cli
