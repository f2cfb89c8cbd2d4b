/// The program without a subcommand: a node.
#pragma once

#include "cli/command.hpp"

namespace serinus::cli {

/// Declares the options of a node; the command runs one until a signal or a failure ends it.
Command add_run_node(Arguments program);

}  // namespace serinus::cli
