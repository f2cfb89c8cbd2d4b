// A full sync of simulated nodes in virtual time from eight peers, all behind links of 2 MiB/s, and the same with one
// of them behind 10 KiB/s. The download of blocks is real; a block takes 5 ms to import. The aim: the slow peer costs
// at most a twentieth. In between the same with seven peers, which is what is left without the slow one.
#include <benchmark/benchmark.h>

#include "base/assert.hpp"
#include "protocols/simulation/full_node.hpp"

namespace serinus::network::simulation {
namespace {

constexpr sync::BlockNumber kBlocks = 6'000;
constexpr size_t kBlockBytes = 10'000;

/// The arguments: fast peers; slow peers.
void catch_up(benchmark::State& bench) {
    const auto fast = static_cast<size_t>(bench.range(0)), slow = static_cast<size_t>(bench.range(1));
    for (auto _ : bench) {
        std::vector<std::unique_ptr<MemoryChain>> chains;
        const auto add_chain = [&] { return chains.emplace_back(std::make_unique<MemoryChain>()).get(); };
        World world({.seed = 1});
        std::vector<sync::ReceivedBlock> blocks;
        Hash256 parent = simulated_genesis().hash;
        for (sync::BlockNumber number = 1; number <= kBlocks; ++number) {
            blocks.push_back(make_block(parent, number, 1));
            blocks.back().body.push_back(Bytes(kBlockBytes));
            parent = blocks.back().hash;
        }
        FullNodeOptions options{.import_ms = 5};
        for (size_t i = 0; i < fast + slow; ++i) {
            MemoryChain& chain = *add_chain();
            for (const auto& block : blocks) chain.add(block);
            const NodeIndex node = world.add(full_node(chain, {}));
            world.set_upload(node, i < slow ? size_t{10} << 10 : size_t{2} << 20);
            options.boot_nodes.push_back(world.address(node));
        }
        blocks.clear();
        MemoryChain& own = *add_chain();
        const NodeIndex index = world.add(full_node(own, options));
        const auto is_connected = [&] {
            return world.module<FullNode>(index)->announces().peers().size() == fast + slow;
        };
        Millis connected_at = 0;
        while (own.best().number < kBlocks) {
            world.run_for(10);
            if (connected_at == 0 && is_connected()) connected_at = world.now();
            SERINUS_ASSERT(world.now() < 3'600'000);
        }
        bench.counters["virtual_s"] = static_cast<double>(world.now()) / 1000;
        bench.counters["blocks_per_s"] = kBlocks * 1000.0 / static_cast<double>(world.now());
        bench.counters["connected_s"] = static_cast<double>(connected_at) / 1000;
        bench.counters["lies"] = static_cast<double>(world.accusations().size());
    }
}
BENCHMARK(catch_up)->Args({8, 0})->Args({7, 0})->Args({7, 1})->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace serinus::network::simulation
