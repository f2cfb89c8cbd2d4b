/// Commands that only read a state: of a block in the database, or of another node.
#pragma once

#include "cli/chain_command.hpp"
#include "metadata/metadata.hpp"
#include "tools/compose/units.hpp"

namespace serinus::cli {

struct StateOptions {
    ChainCommandOptions chain;
    std::string url;
    std::string at;
    bool accepts_mock_signatures = false;  ///< crypto::VerdictCache::accept_mocks
};

/// Declares the options of chain and database, --url and --at. `options` must outlive the parsing.
void add_state_options(Arguments command, StateOptions& options);

/// Amounts and addresses as the chain writes them.
using Spelling = compose::Units;

/// A state that can be read until this is destroyed.
class OpenState {
  public:
    /// Prints a failure on stderr.
    static std::optional<OpenState> open_or_report(const StateOptions& options);
    OpenState(OpenState&&) noexcept;
    ~OpenState();

    state::Backend& backend() const noexcept;
    const chain::BlockId& block() const noexcept { return block_; }
    const primitives::Header& header() const noexcept { return header_; }
    executor::Executor& executor() const noexcept { return *executor_; }
    /// The runtime of the state, or the one that a specification puts in its place. The error is a sentence.
    Result<chain::LoadedRuntime, std::string> runtime() const;
    const metadata::Metadata& metadata() const noexcept { return *metadata_; }
    const Spelling& spelling() const noexcept { return spelling_; }

  private:
    struct Source;
    OpenState();
    Result<void, std::string> open(const StateOptions& options);
    Result<void, std::string> ask_runtime();

    std::unique_ptr<executor::Executor> executor_;
    std::unique_ptr<Source> source_;
    chain::BlockId block_;
    primitives::Header header_;
    std::unique_ptr<const metadata::Metadata> metadata_;
    Spelling spelling_;
};

}  // namespace serinus::cli
