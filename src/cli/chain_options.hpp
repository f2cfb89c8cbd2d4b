/// The options that choose a chain, the same for all commands.
#pragma once

#include <optional>
#include <string>

#include "chain/spec/chain_spec.hpp"
#include "cli/arguments.hpp"

namespace serinus::cli {

struct ChainOptions {
    std::string chain;
    bool dev = false;
    std::string stakers;  ///< "20x200x5": that many are added to the genesis
    std::string base_path;

    /// The value of --chain; without it dev for --dev, and kusama otherwise.
    std::string chain_or_default() const;

    /// The folder for this user's data.
    std::string base_path_or_default() const;
};

/// Declares --chain, --dev and --base-path. `options` must outlive the parsing.
void add_chain_options(Arguments command, ChainOptions& options);

/// The specification of chain_or_default(). Prints a failure on stderr.
std::optional<chain::ChainSpec> load_or_report(const ChainOptions& options);

/// Adds stakers, "VALIDATORSxNOMINATORSxPOOLS", to the genesis of a chain; nothing for an empty text. False: a failure
/// was printed.
bool add_stakers_or_report(chain::ChainSpec& spec, const std::string& size);

/// Prints "error: …" on stderr; returns the exit code of a command that failed.
int report_error(const std::string& message);
/// The same for options that contradict each other; returns the exit code of a wrong command line.
int report_usage_error(const std::string& message);

/// Writes to stdout; false if that fails, as when a pipe is closed.
bool print(std::string_view text);

}  // namespace serinus::cli
