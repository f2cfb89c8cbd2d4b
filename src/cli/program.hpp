/// The program: all commands, and a node without one.
#pragma once

#include "cli/arguments.hpp"
#include "node/options.hpp"
#include "tools/launcher/node_plan.hpp"

namespace serinus::cli {

/// What a program adds to `serinus`; programs of tests do (tests/malus). Errors are sentences for the user.
struct Additions {
    std::string name = "serinus";
    /// More options of a node, and what they change of it before it starts.
    std::function<void(Arguments)> declare_node_options = {};
    std::function<Result<void, std::string>(node::NodeOptions&)> change_node = {};
    /// Likewise of `network`.
    std::function<void(Arguments)> declare_network_options = {};
    std::function<Result<void, std::string>(launcher::NetworkPlan&)> change_network = {};
};

/// Runs the command line; returns the exit code.
int run_program(int argc, char** argv, const Additions& additions = {});

}  // namespace serinus::cli
