/// The program without a subcommand: a node.
#pragma once

#include "cli/command.hpp"

namespace serinus::cli {

/// Declares the options of a node; the command runs one until a signal or a failure ends it. `relay_words`: options of
/// the relay chain's node, which a parachain's has in its process; nullopt: none were given. `additions` must outlive
/// the command.
Command add_run_node(Arguments program, std::optional<std::vector<std::string>> relay_words,
                     const Additions& additions);

}  // namespace serinus::cli
