// The engine beside V8 (node, in the same run): kernels that clang compiles when the bench runs, and the Kusama runtime
// 1.0.0 of the shared test data.
// `v8_ratio`: our least time as a multiple of V8's least one, when it has optimised.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <ctime>
#include <map>
#include <sstream>

#include "base/assert.hpp"
#include "executor/runtime_code.hpp"
#include "platform/files.hpp"
#include "platform/threaded_scheduler.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "wasm/engine.hpp"

namespace {

using namespace serinus;
using namespace serinus::wasm;

double thread_ms() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

std::string source_file(const char* name) { return std::string(SERINUS_SOURCE_DIR "/bench/") + name; }

std::string output_of(const std::string& command) {
    std::string text;
    std::FILE* const pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return text;
    std::array<char, 4096> piece;
    while (const size_t got = std::fread(piece.data(), 1, piece.size(), pipe)) text.append(piece.data(), got);
    pclose(pipe);
    return text;
}

/// The file or folder that the command makes.
std::string temporary(const char* command) {
    const std::string path = output_of(command);
    return path.substr(0, path.find('\n'));
}

struct V8Time {
    std::string checksum;
    double least_ms = 0;
    double first_ms = 0;
};

std::map<std::string, V8Time> run_v8(const std::string& file, int runs, const std::string& names) {
    std::istringstream lines(
        output_of("node " + source_file("wasm_v8.mjs") + " " + file + " " + std::to_string(runs) + " " + names));
    std::map<std::string, V8Time> times;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string name;
        V8Time time;
        words >> name >> time.checksum >> time.least_ms >> time.first_ms;
        times[name] = time;
    }
    return times;
}

/// The host of wasm_v8.mjs.
struct Host {
    uint32_t free = 0;

    uint32_t take(uint32_t size) { return std::exchange(free, free + ((size + 15) & ~15u)); }

    static Imports imports() {
        Imports imports;
        imports.function = [](std::string_view, std::string_view name, const FunctionType&) {
            HostImport import{.function = [](Instance&, void*, Raw* slots) { return slots[0] = 0, true; }};
            if (name == "ext_allocator_malloc_version_1") {
                import.function = [](Instance& on, void*, Raw* slots) {
                    slots[0] = static_cast<Host*>(on.user_data)->take(static_cast<uint32_t>(slots[0]));
                    return true;
                };
            }
            if (name == "ext_storage_get_version_1") {
                import.function = [](Instance& on, void*, Raw* slots) {
                    const uint32_t at = static_cast<Host*>(on.user_data)->take(1);
                    on.memory()[at] = 0;
                    slots[0] = Raw{1} << 32 | at;
                    return true;
                };
            }
            return import;
        };
        return imports;
    }
};

struct Loaded {
    std::string file;
    std::unique_ptr<Engine> engine = make_jit();
    std::shared_ptr<const Module> module;
    std::shared_ptr<const Program> program;
    Host host;
    uint32_t heap_base = 0;
    std::map<std::string, V8Time> v8;

    explicit Loaded(const std::string& path) : file(path) {
        const auto content = platform::read_file(path, size_t{64} << 20);
        SERINUS_ASSERT(content.has_value());
        module = parse_module(to_bytes(as_bytes(*content))).value();
        program = engine->compile(module, {}).value();
        if (const Export* base = module->find_export("__heap_base", ExternKind::kGlobal)) {
            heap_base = (static_cast<uint32_t>(instance()->global(base->index)) + 15) & ~15u;
        }
        host.free = heap_base;
    }

    std::unique_ptr<Instance> instance() { return engine->instantiate(program, Host::imports(), &host, 1024).value(); }
    uint32_t function(const char* name) const { return module->find_export(name, ExternKind::kFunction)->index; }
};

constexpr const char* kKernels[] = {"hash",     "sorting",   "indirect", "recursion",
                                    "decoding", "searching", "wide",     "floats"};

Loaded& kernels() {
    static Loaded loaded = [] {
        const std::string file = temporary("mktemp");
        output_of("clang-19 --target=wasm32 -mcpu=mvp -O2 -nostdlib -Wl,--no-entry -o " + file + " " +
                  source_file("wasm_kernels.c"));
        Loaded kernel_module(file);
        std::string names;
        for (const char* name : kKernels) names += std::string(name) + " ";
        kernel_module.v8 = run_v8(file, 60, names);
        return kernel_module;
    }();
    return loaded;
}

Loaded* runtime() {
    static const std::unique_ptr<Loaded> loaded = [] {
        const auto path = test::shared_data("genesis/kusama-local-1000000.json");
        if (!path) return std::unique_ptr<Loaded>();
        const Bytes code = test::Json::read(*path)["genesis"]["raw"]["top"]["0x3a636f6465"].hex();
        Bytes storage;
        const std::string file = temporary("mktemp");
        SERINUS_ASSERT(
            platform::write_file_atomically(file, executor::wasm_of(code, storage).value(), 0600).has_value());
        auto made = std::make_unique<Loaded>(file);
        made->v8 = run_v8(file, 60, "Core_version Metadata_metadata");
        return made;
    }();
    return loaded.get();
}

void hot_calls(benchmark::State& state, Loaded& loaded, const char* name) {
    auto instance = loaded.instance();
    const uint32_t function = loaded.function(name);
    const std::vector<Raw> arguments(loaded.module->type_of(function).params.size());
    double least = 1e9;
    Raw result = 0;
    for (auto _ : state) {
        loaded.host.free = loaded.heap_base;
        const double start = thread_ms();
        result = instance->call(function, arguments).value().value();
        least = std::min(least, thread_ms() - start);
    }
    state.counters["least_ms"] = least;
    if (const auto v8 = loaded.v8.find(name); v8 != loaded.v8.end()) {
        SERINUS_ASSERT(v8->second.checksum == std::to_string(result));
        state.counters["v8_ms"] = v8->second.least_ms;
        state.counters["v8_ratio"] = least / v8->second.least_ms;
    }
}

void kernel(benchmark::State& state) {
    hot_calls(state, kernels(), kKernels[state.range(0)]), state.SetLabel(kKernels[state.range(0)]);
}
BENCHMARK(kernel)->DenseRange(0, std::size(kKernels) - 1)->Unit(benchmark::kMillisecond);

void hot_metadata(benchmark::State& state) {
    if (runtime() == nullptr) return state.SkipWithError(test::kNoSharedData);
    hot_calls(state, *runtime(), "Metadata_metadata");
}
BENCHMARK(hot_metadata)->Unit(benchmark::kMillisecond);

void parse_and_validate(benchmark::State& state) {
    if (runtime() == nullptr) return state.SkipWithError(test::kNoSharedData);
    for (auto _ : state) benchmark::DoNotOptimize(parse_module(runtime()->module->bytes));
}
BENCHMARK(parse_and_validate)->Unit(benchmark::kMillisecond);

void compile_all(benchmark::State& state) {
    if (runtime() == nullptr) return state.SkipWithError(test::kNoSharedData);
    for (auto _ : state) {
        benchmark::DoNotOptimize(runtime()->engine->compile(runtime()->module, {}));
    }
}
BENCHMARK(compile_all)->Unit(benchmark::kMillisecond);

/// From bytes to the first answer, one thread besides ours. V8: its module, then its first call.
void first_metadata(benchmark::State& state) {
    if (runtime() == nullptr) return state.SkipWithError(test::kNoSharedData);
    Loaded& loaded = *runtime();
    double least = 1e9;
    const auto scheduler =
        platform::make_threaded_scheduler(std::make_shared<platform::ThreadPools>(platform::ThreadCounts{.cpu = 1}));
    for (auto _ : state) {
        loaded.host.free = loaded.heap_base;
        timespec start{};
        clock_gettime(CLOCK_MONOTONIC, &start);
        auto module = parse_module(loaded.module->bytes).value();
        auto program = loaded.engine->compile(module, {.scheduler = scheduler.get()}).value();
        auto instance = loaded.engine->instantiate(program, Host::imports(), &loaded.host, 1024).value();
        SERINUS_ASSERT(instance->call(loaded.function("Metadata_metadata"), std::array<Raw, 2>{}));
        timespec end{};
        clock_gettime(CLOCK_MONOTONIC, &end);
        least = std::min(least, static_cast<double>(end.tv_sec - start.tv_sec) * 1e3 +
                                    static_cast<double>(end.tv_nsec - start.tv_nsec) / 1e6);
        state.PauseTiming();
        instance.reset();
        program.reset();
        state.ResumeTiming();
    }
    const double v8 = loaded.v8["--compile"].least_ms + loaded.v8["Metadata_metadata"].first_ms;
    state.counters["least_ms"] = least;
    state.counters["v8_ms"] = v8;
    state.counters["v8_ratio"] = least / v8;
}
BENCHMARK(first_metadata)->Unit(benchmark::kMillisecond)->Iterations(5);

void from_cache(benchmark::State& state) {
    if (runtime() == nullptr) return state.SkipWithError(test::kNoSharedData);
    Loaded& loaded = *runtime();
    const CompileOptions options{.cache_directory = temporary("mktemp -d") + "/code", .code_hash = Hash256{}};
    SERINUS_ASSERT(loaded.engine->compile(loaded.module, options).has_value());
    for (auto _ : state) {
        auto program = loaded.engine->compile(loaded.module, options).value();
        benchmark::DoNotOptimize(loaded.engine->instantiate(program, Host::imports(), &loaded.host));
    }
}
BENCHMARK(from_cache)->Unit(benchmark::kMillisecond);

void first_instance(benchmark::State& state) {
    if (runtime() == nullptr) return state.SkipWithError(test::kNoSharedData);
    std::vector<std::unique_ptr<Instance>> all;  // none is used again
    for (auto _ : state) all.push_back(runtime()->instance());
}
BENCHMARK(first_instance)->Unit(benchmark::kMicrosecond)->Iterations(900);

void instance_again(benchmark::State& state) {
    if (runtime() == nullptr) return state.SkipWithError(test::kNoSharedData);
    for (auto _ : state) runtime()->instance();
}
BENCHMARK(instance_again)->Unit(benchmark::kMicrosecond);

/// Core_version and the reset after it; `reset_us`: the reset alone.
void reset_after_small_call(benchmark::State& state) {
    if (runtime() == nullptr) return state.SkipWithError(test::kNoSharedData);
    Loaded& loaded = *runtime();
    auto instance = loaded.instance();
    const uint32_t function = loaded.function("Core_version");
    double resets = 0;
    for (auto _ : state) {
        loaded.host.free = loaded.heap_base;
        SERINUS_ASSERT(instance->call(function, std::array<Raw, 2>{}));
        const double start = thread_ms();
        instance->reset();
        resets += thread_ms() - start;
    }
    state.counters["reset_us"] = resets * 1e3 / static_cast<double>(state.iterations());
}
BENCHMARK(reset_after_small_call)->Unit(benchmark::kMicrosecond);

/// Modules too small to be compiled from C.
std::unique_ptr<Instance> tiny_instance(const Imports& imports = {}) {
    // (type (func)) (import "env" "host" (func 0)) (memory 1)
    // 1: nothing; 2: unreachable; 3: loads out of bounds; 4: 1000 calls of the host
    static const Bytes wasm = {0,    'a',  's',  'm',  1,   0,    0,    0,    1,    4,    1,    0x60, 0,    0,
                               2,    12,   1,    3,    'e', 'n',  'v',  4,    'h',  'o',  's',  't',  0,    0,
                               3,    5,    4,    0,    0,   0,    0,    5,    3,    1,    0,    1,    10,   41,
                               4,    2,    0,    0x0b, 3,   0,    0x00, 0x0b, 9,    0,    0x41, 0x7f, 0x28, 2,
                               0,    0x1a, 0x01, 0x0b, 22,  1,    1,    0x7f, 0x03, 0x40, 0x10, 0,    0x20, 0,
                               0x41, 1,    0x6a, 0x22, 0,   0x41, 0xe8, 0x07, 0x48, 0x0d, 0,    0x0b, 0x0b};
    static const auto engine = make_jit();
    auto module = parse_module(wasm);
    if (!module) std::fprintf(stderr, "%s\n", module.error().to_string().c_str());
    auto program = engine->compile(module.value(), {}).value();
    return engine->instantiate(program, imports, nullptr).value();
}

void call_of_nothing(benchmark::State& state) {
    auto instance = tiny_instance();
    for (auto _ : state) benchmark::DoNotOptimize(instance->call(1, {}));
}
BENCHMARK(call_of_nothing)->Unit(benchmark::kNanosecond);

void call_that_traps(benchmark::State& state) {
    auto instance = tiny_instance();
    for (auto _ : state) benchmark::DoNotOptimize(instance->call(2 + static_cast<uint32_t>(state.range(0)), {}));
    state.SetLabel(state.range(0) == 0 ? "unreachable" : "out of bounds");
}
BENCHMARK(call_that_traps)->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

/// 1000 of them in a call.
void calls_of_the_host(benchmark::State& state) {
    Imports imports;
    imports.function = [](std::string_view, std::string_view, const FunctionType&) {
        return HostImport{.function = [](Instance&, void*, Raw*) { return true; }};
    };
    auto instance = tiny_instance(imports);
    for (auto _ : state) benchmark::DoNotOptimize(instance->call(4, {}));
    state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(calls_of_the_host)->Unit(benchmark::kMicrosecond);

}  // namespace
