/// How a subcommand joins the program.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace serinus::cli {

/// What the chosen subcommand does once all arguments are read; returns the exit code.
using Command = std::function<int()>;

/// Each declares its subcommand and, if the user chose it, sets `chosen`.
void add_chain_info(CLI::App& app, Command& chosen);
void add_build_spec(CLI::App& app, Command& chosen);
void add_key(CLI::App& app, Command& chosen);
void add_runtime(CLI::App& app, Command& chosen);
void add_import_blocks(CLI::App& app, Command& chosen);
void add_export_blocks(CLI::App& app, Command& chosen);
void add_check_block(CLI::App& app, Command& chosen);
void add_export_state(CLI::App& app, Command& chosen);
void add_revert(CLI::App& app, Command& chosen);
void add_purge_chain(CLI::App& app, Command& chosen);
void add_benchmark(CLI::App& app, Command& chosen);

}  // namespace serinus::cli
