/// What the commands that work on a chain's database have in common.
#pragma once

#include <variant>

#include "cli/database_options.hpp"
#include "node/offline_chain.hpp"

namespace serinus::cli {

struct ChainCommandOptions {
    ChainOptions chain;
    DatabaseOptions database;
    bool no_seal_check = false;
};

/// Declares the options of chain and database. `options` must outlive the parsing.
void add_chain_command_options(Arguments command, ChainCommandOptions& options);

/// Declares --no-seal-check.
void add_seal_option(Arguments command, ChainCommandOptions& options);

/// How runtimes are run for this user. Compiled code is kept in <base path>/code-cache if the base path is there.
executor::ExecutorOptions executor_options(const ChainOptions& options);

/// Lets the runtime of a specification build its genesis, if that is given as instructions. Otherwise, and if that
/// fails, the specification stays as it is: a command that needs the state then fails with the reason.
void build_genesis_if_needed(chain::ChainSpec& spec, const executor::ExecutorOptions& options = {});

/// The chain that the options name: its specification, and how it is kept. Removes a temporary folder when destroyed.
class ChainPlace {
  public:
    /// Prints a failure on stderr.
    static std::optional<ChainPlace> find_or_report(const ChainCommandOptions& options);
    ChainPlace(ChainPlace&&) noexcept = default;
    ~ChainPlace();

    chain::ChainSpec spec;
    node::OfflineChainOptions settings;

  private:
    ChainPlace() = default;
    std::string temporary_folder_;
};

/// A chain whose database is open, for commands that add nothing to it.
class OpenChain {
  public:
    /// A chain without a database has its genesis, in memory alone. Prints a failure on stderr.
    static std::optional<OpenChain> open_or_report(const ChainCommandOptions& options);

    node::OfflineChain& operator*() const noexcept { return *chain_; }
    node::OfflineChain* operator->() const noexcept { return chain_.get(); }

  private:
    explicit OpenChain(ChainPlace place) : place_(std::move(place)) {}

    ChainPlace place_;
    std::unique_ptr<node::OfflineChain> chain_;
};

/// A block as the user names it: by number, or "0x" and the hash. The error is a sentence for the user.
Result<std::variant<primitives::BlockNumber, Hash256>, std::string> parse_block(const std::string& text);

/// The id of a block that is there; the last of the best chain for an empty text. The error is for the user.
Result<chain::BlockId, std::string> find_block(chain::Database& database, const std::string& text);

/// "#1 (0x…)"
std::string to_string(const chain::BlockId& block);

}  // namespace serinus::cli
