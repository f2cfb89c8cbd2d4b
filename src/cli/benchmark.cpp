#include "cli/benchmark.hpp"

namespace serinus::cli {

void add_benchmark(Arguments app, Command& chosen) {
    const Arguments benchmark =
        app.add_subcommand("benchmark", "Measure this machine, a chain's database on it, and the calls of a runtime");
    benchmark.require_subcommand();
    benchmark.footer(R"(Examples:
  serinus benchmark machine                                      is it fast enough for a validator?
  serinus benchmark block --chain ./kusama.json --from 1 --to 10 are blocks executed within their weight?
  serinus benchmark pallet --runtime benchmarks.wasm --output w  what do the calls of a runtime cost?
  serinus benchmark storage --chain ./kusama.json                how long does a read take?)");
    add_benchmark_block(benchmark, chosen);
    add_benchmark_machine(benchmark, chosen);
    add_benchmark_pallet(benchmark, chosen);
    add_benchmark_storage(benchmark, chosen);
}

}  // namespace serinus::cli
