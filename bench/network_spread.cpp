// How fast a block of 1 MiB reaches 200 simulated nodes, from its announcement to its import, over links of 50 ms each
// way. Who imports a block announces it; the execution takes no time here. The limit for a node: three ways (announce,
// request, answer) for each step of the shortest path from the author, and the time in which the block leaves each node
// on it. The aim: 95 % of the nodes within 1.3 times the limit of theirs. Virtual time, so a busy machine changes
// nothing.
#include <benchmark/benchmark.h>

#include <deque>

#include "base/assert.hpp"
#include "protocols/simulation/full_node.hpp"

namespace serinus::network::simulation {
namespace {

constexpr size_t kNodes = 200, kBlocks = 5, kBodyBytes = size_t{1} << 20;
constexpr Millis kDelayMs = 50;

struct Network {
    explicit Network(uint64_t upload)
        : world({.seed = 1, .weather = {.min_delay_ms = kDelayMs, .max_delay_ms = kDelayMs}}) {
        for (size_t i = 0; i < kNodes; ++i) {
            chains.push_back(std::make_unique<MemoryChain>());
            FullNodeOptions options;
            if (i > 0) options.boot_nodes = {world.address(0)};
            world.add(full_node(*chains.back(), std::move(options)));
            world.set_upload(i, upload);
        }
    }
    FullNode& node(NodeIndex index) { return *world.module<FullNode>(index); }

    /// Of each node from this one, over open block announces.
    std::vector<size_t> steps_from(NodeIndex author) {
        std::vector<size_t> steps(kNodes, SIZE_MAX);
        std::deque<NodeIndex> todo = {author};
        steps[author] = 0;
        for (; !todo.empty(); todo.pop_front()) {
            for (const auto& peer : node(todo.front()).announces().peers()) {
                const NodeIndex other = *world.find(peer.peer);
                if (steps[other] != SIZE_MAX) continue;
                steps[other] = steps[todo.front()] + 1;
                todo.push_back(other);
            }
        }
        return steps;
    }

    std::vector<std::unique_ptr<MemoryChain>> chains;
    World world;
};

Millis percentile_95(std::vector<Millis> times) {
    std::ranges::sort(times);
    return times[times.size() * 95 / 100 - 1];
}

/// The argument: megabits a second that leave a node; 0: without end.
void announce_to_import(benchmark::State& state) {
    const auto upload = static_cast<uint64_t>(state.range(0)) * 1'000'000 / 8;
    for (auto _ : state) {
        Network network(upload);
        network.world.run_for(300'000);
        double took = 0, limit = 0, farthest = 0;
        for (size_t block = 1; block <= kBlocks; ++block) {
            const NodeIndex author = block * 7919 % kNodes;
            const auto steps = network.steps_from(author);
            const Millis step_ms = 3 * kDelayMs + (upload > 0 ? kBodyBytes * 1000 / upload : 0);
            const Millis begin = network.world.now();
            network.world.call(author, [&](auto, Millis now) { network.node(author).author(block, now, kBodyBytes); });
            std::vector<Millis> times(kNodes, 0), limits;
            for (size_t done = 0; done < kNodes;) {
                network.world.run_for(5);
                SERINUS_ASSERT(network.world.now() < begin + 60'000);
                done = 0;
                for (size_t i = 0; i < kNodes; ++i) {
                    const bool is_there = network.chains[i]->best().number == block;
                    if (is_there && times[i] == 0) times[i] = network.world.now() - begin;
                    done += is_there;
                }
            }
            for (const size_t count : steps) limits.push_back(count * step_ms);
            took += static_cast<double>(percentile_95(times));
            limit += static_cast<double>(percentile_95(limits));
            farthest += static_cast<double>(std::ranges::max(steps));
            network.world.run_for(6'000);
        }
        state.counters["ms_95"] = took / kBlocks;
        state.counters["limit_ms_95"] = limit / kBlocks;
        state.counters["beside_limit"] = took / limit;
        state.counters["steps"] = farthest / kBlocks;
    }
}
BENCHMARK(announce_to_import)->Arg(0)->Arg(100)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace serinus::network::simulation
