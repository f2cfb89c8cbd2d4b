/// The commands below `serinus benchmark`.
#pragma once

#include "cli/command.hpp"

namespace serinus::cli {

void add_benchmark_block(Arguments benchmark, Command& chosen);
void add_benchmark_machine(Arguments benchmark, Command& chosen);
void add_benchmark_pallet(Arguments benchmark, Command& chosen);
void add_benchmark_storage(Arguments benchmark, Command& chosen);

}  // namespace serinus::cli
