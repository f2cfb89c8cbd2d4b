/// What the state of a fork is made of before its node starts.
#pragma once

#include "cli/fork_options.hpp"
#include "fork/fork_client.hpp"

namespace serinus::cli {

/// Opens what the options name: endpoints, a cache, or a specification. `should_stop` ends what waits for the origin.
/// Errors are sentences.
Result<fork::Fork, std::string> open_fork_of(const ForkOptions& options, const std::function<bool()>& should_stop);

}  // namespace serinus::cli
