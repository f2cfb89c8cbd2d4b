#include "cli/benchmark.hpp"

#include <CLI/CLI.hpp>

namespace serinus::cli {

void add_benchmark(CLI::App& app, Command& chosen) {
    CLI::App* benchmark = app.add_subcommand("benchmark", "Measure this machine and a chain's database on it");
    benchmark->require_subcommand(1);
    benchmark->footer(R"(Examples:
  serinus benchmark machine                               is it fast enough for a validator?)");
    add_benchmark_machine(*benchmark, chosen);
}

}  // namespace serinus::cli
