// Parsing and validating the Kusama runtime 1.0.0 (8.2 MB), beside wabt in the same run. `ratio`: our CPU time over
// that of wabt's decoder alone (which validates nothing), and over wabt's decoder and validator.
#include <benchmark/benchmark.h>
#include <time.h>

#include <cstdio>

#include "executor/runtime_code.hpp"
#include "fuzz/reference/wabt.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "wabt/binary-reader-nop.h"
#include "wasm/opcodes.hpp"
#include "wasm/reader.hpp"

namespace {

using namespace serinus;
using wasm::Immediate;

const Bytes& runtime() {
    static const Bytes wasm = [] {
        const auto path = test::shared_data("genesis/kusama-local-1000000.json");
        if (!path) return Bytes();
        const Bytes code = test::Json::read(*path)["genesis"]["raw"]["top"]["0x3a636f6465"].hex();
        Bytes storage;
        return to_bytes(executor::wasm_of(code, storage).value());
    }();
    return wasm;
}

double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// The least of several runs, in ms of CPU.
template <class Work>
double least_ms(int runs, Work work) {
    double least = 1e9;
    for (int i = 0; i < runs; ++i) {
        const double start = cpu_ms();
        work();
        least = std::min(least, cpu_ms() - start);
    }
    return least;
}

double parse_ms() {
    return least_ms(7, [] {
        const auto module = wasm::parse_module(runtime());
        benchmark::DoNotOptimize(module.has_value());
    });
}

size_t count_operators(const wasm::Module& module) {
    size_t count = 0;
    for (const wasm::Function& function : module.functions) {
        wasm::Reader in(function.code);
        for (; !in.at_end(); ++count) {
            switch (wasm::kOps[in.byte()].immediate) {
                case Immediate::kNone:
                    break;
                case Immediate::kBlockType:
                case Immediate::kZeroByte:
                    in.byte();
                    break;
                case Immediate::kMemory:
                case Immediate::kTypeAndTable:
                    in.u32(), in.u32();
                    break;
                case Immediate::kI32:
                    in.s32();
                    break;
                case Immediate::kI64:
                    in.s64();
                    break;
                case Immediate::kF32:
                    in.bytes(4);
                    break;
                case Immediate::kF64:
                    in.bytes(8);
                    break;
                case Immediate::kLabelTable:
                    for (uint64_t left = uint64_t{in.u32()} + 1; left > 0; --left) in.u32();
                    break;
                default:
                    in.u32();
                    break;
            }
        }
    }
    return count;
}

void parse_and_validate(benchmark::State& state) {
    if (runtime().empty()) return state.SkipWithError(test::kNoSharedData);
    double ms = 1e9;
    for (auto _ : state) ms = std::min(ms, parse_ms());
    const auto module = wasm::parse_module(runtime());
    state.counters["ms"] = ms;
    state.counters["ns_per_operator"] = ms * 1e6 / static_cast<double>(count_operators(**module));
}

void beside_wabt_decoder(benchmark::State& state) {
    if (runtime().empty()) return state.SkipWithError(test::kNoSharedData);
    for (auto _ : state) {
        const double peer = least_ms(3, [] {
            wabt::BinaryReaderNop nothing;
            const wabt::ReadBinaryOptions options(fuzz::wabt_features(), nullptr, false, true, false);
            if (wabt::Failed(wabt::ReadBinary(runtime().data(), runtime().size(), &nothing, options))) std::abort();
        });
        state.counters["wabt_ms"] = peer;
        state.counters["ratio"] = parse_ms() / peer;
    }
}

void beside_wabt_validator(benchmark::State& state) {
    if (runtime().empty()) return state.SkipWithError(test::kNoSharedData);
    for (auto _ : state) {
        const double peer = least_ms(2, [] {
            if (fuzz::wabt_refusal(runtime())) std::abort();
        });
        state.counters["wabt_ms"] = peer;
        state.counters["ratio"] = parse_ms() / peer;
    }
}

BENCHMARK(parse_and_validate)->Iterations(3)->Unit(benchmark::kMillisecond);
BENCHMARK(beside_wabt_decoder)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(beside_wabt_validator)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
