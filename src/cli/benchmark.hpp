/// The commands below `serinus benchmark`.
#pragma once

#include "cli/command.hpp"

namespace serinus::cli {

void add_benchmark_block(CLI::App& benchmark, Command& chosen);
void add_benchmark_machine(CLI::App& benchmark, Command& chosen);
void add_benchmark_storage(CLI::App& benchmark, Command& chosen);

}  // namespace serinus::cli
