// Networks of simulated nodes (network/simulation/world.hpp): what a simulation costs. CPU time of the one thread.
//
//     bench_network_world [--benchmark_filter=REGEX]
#include <benchmark/benchmark.h>
#include <malloc.h>

#include "bench/network_support.hpp"
#include "protocols/simulation/full_node.hpp"

namespace serinus::network::simulation {
namespace {

/// Full nodes from one boot node, with a block each six seconds, for ten virtual minutes. The aim: 1,000 nodes within
/// 60 s and 4 GiB.
void ten_minutes(benchmark::State& state) {
    const auto count = static_cast<size_t>(state.range(0));
    for (auto _ : state) {
        const double start = bench::cpu_seconds();
        std::vector<std::unique_ptr<MemoryChain>> chains;
        World world({.seed = 1});
        for (size_t i = 0; i < count; ++i) {
            chains.push_back(std::make_unique<MemoryChain>());
            FullNodeOptions options;
            if (i > 0) options.boot_nodes = {world.address(0)};
            world.add(full_node(*chains.back(), std::move(options)));
        }
        size_t connected_after = 0;
        for (size_t second = 6; second <= 600; second += 6) {
            world.run_for(6'000);
            const NodeIndex author = second * 7919 % count;
            world.call(author, [&](auto, Millis now) { world.module<FullNode>(author)->author(1, now); });
            size_t least = SIZE_MAX;
            for (NodeIndex i = 0; i < count; ++i) {
                least = std::min(least, world.module<FullNode>(i)->announces().peers().size());
            }
            if (connected_after == 0 && least >= 4) connected_after = second;
        }
        world.run_for(3'000);
        size_t have_head = 0;
        for (const auto& chain : chains) have_head += chain->best().number == 100 ? 1 : 0;
        state.counters["cpu_s"] = bench::cpu_seconds() - start;
        state.counters["MiB"] = static_cast<double>(mallinfo2().uordblks) / (1 << 20);
        state.counters["events"] = static_cast<double>(world.events());
        state.counters["messages"] = static_cast<double>(world.messages());
        state.counters["s_to_4_peers_each"] = static_cast<double>(connected_after);
        state.counters["share_with_head"] = static_cast<double>(have_head) / static_cast<double>(count);
    }
}
BENCHMARK(ten_minutes)->Arg(100)->Arg(1000)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace serinus::network::simulation
