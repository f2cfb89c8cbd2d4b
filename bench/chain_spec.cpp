// From the file of a chain specification to the hash of its genesis block, beside the least that anyone must do:
// reading the file and hashing its bytes once. Target: the real Kusama in under 150 ms.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/assert.hpp"
#include "chain/spec/genesis.hpp"
#include "hashing/hashing.hpp"
#include "platform/files.hpp"

namespace {

using namespace serinus;

std::string data_folder() {
    const char* folder = std::getenv("SERINUS_TEST_DATA");
    return folder != nullptr ? folder : SERINUS_SOURCE_DIR "/../shared/data";
}

double seconds_of(const auto& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// `floor_ratio`: our time as a multiple of reading and hashing the same bytes, in the same run.
void genesis_of_file(benchmark::State& state, const char* name) {
    const std::string path = data_folder() + "/genesis/" + name;
    if (!platform::read_file(path, chain::kMaxSpecBytes)) {
        state.SkipWithError("needs the shared test data: set SERINUS_TEST_DATA to its folder");
        return;
    }
    size_t size = 0;
    double ours = 0;
    double floor = 0;
    for (auto _ : state) {
        const double load = seconds_of([&] {
            const auto spec = chain::read_chain_spec_file(path);
            SERINUS_ASSERT(spec.has_value());
            const auto genesis = chain::genesis_block(*spec);
            SERINUS_ASSERT(genesis.has_value());
            benchmark::DoNotOptimize(genesis->hash);
        });
        floor += seconds_of([&] {
            const auto text = platform::read_file(path, chain::kMaxSpecBytes);
            size = text->size();
            benchmark::DoNotOptimize(hashing::blake2b_256(as_bytes(*text)));
        });
        ours += load;
        state.SetIterationTime(load);
    }
    state.SetBytesProcessed(static_cast<int64_t>(size * state.iterations()));
    state.counters["floor_ratio"] = ours / floor;
}

BENCHMARK_CAPTURE(genesis_of_file, kusama, "kusama.json")->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(genesis_of_file, westend, "westend.json")->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(genesis_of_file, kusama_compressed, "kusama-local-1000000.json")
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

/// A state of a million small entries, as large parachains begin with: the time per byte must not grow with the size.
void large_genesis(benchmark::State& state) {
    std::string json = R"({"name":"N","id":"i","bootNodes":[],"genesis":{"raw":{"top":{)";
    char entry[256];
    for (int64_t i = 0; i < state.range(0); ++i) {
        const auto scrambled = static_cast<unsigned long long>(i) * 0x9e3779b97f4a7c15u;
        std::snprintf(entry, sizeof entry, "%s\"0x26aa394eea5630e07c48ae0c9558cef7%016llx%016llx\":\"0x%080llx\"",
                      i == 0 ? "" : ",", scrambled, scrambled * 3, scrambled * 7);
        json += entry;
    }
    json += R"(},"childrenDefault":{}}}})";
    for (auto _ : state) {
        const auto spec = chain::read_chain_spec(json);
        SERINUS_ASSERT(spec.has_value());
        benchmark::DoNotOptimize(chain::genesis_block(*spec)->hash);
    }
    state.SetBytesProcessed(static_cast<int64_t>(json.size()) * state.iterations());
}

BENCHMARK(large_genesis)->Arg(1000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

/// The whole process, as a user starts it. The program is expected beside this one.
void process(benchmark::State& state) {
    const std::string path = data_folder() + "/genesis/kusama.json";
    const std::string command = SERINUS_PROGRAM " chain-info --chain " + path + " > /dev/null";
    if (!platform::read_file(path, chain::kMaxSpecBytes)) {
        state.SkipWithError("needs the shared test data: set SERINUS_TEST_DATA to its folder");
        return;
    }
    for (auto _ : state) {
        if (std::system(command.c_str()) != 0) state.SkipWithError("serinus failed; is it built?");
    }
}

BENCHMARK(process)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
