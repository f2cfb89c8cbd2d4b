// The engine on the real Kusama runtime: from bytes to calls. Prints one figure a line; bench/runtime_v8.mjs runs this
// program and V8 in turns and compares them. `bench_runtime --wasm FILE` writes the module for that. Needs the shared
// test data. `--code FILE` takes another runtime's code, and measures the first call alone.
#include <stdlib.h>

#include <algorithm>
#include <bit>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "base/assert.hpp"
#include "executor/executor.hpp"
#include "executor/runtime_code.hpp"
#include "platform/files.hpp"
#include "platform/threaded_scheduler.hpp"
#include "tests/runtime/genesis_state.hpp"
#include "tests/support/data.hpp"
#include "wasm/engine.hpp"

namespace {

using namespace serinus;

double milliseconds(clockid_t clock, const auto& work) {
    timespec before{}, after{};
    clock_gettime(clock, &before);
    work();
    clock_gettime(clock, &after);
    return static_cast<double>(after.tv_sec - before.tv_sec) * 1e3 +
           static_cast<double>(after.tv_nsec - before.tv_nsec) * 1e-6;
}

/// For what several threads share the work of; all else is processor time, which a busy machine does not disturb.
double wall(const auto& work) { return milliseconds(CLOCK_MONOTONIC, work); }
double cpu(const auto& work) { return milliseconds(CLOCK_PROCESS_CPUTIME_ID, work); }

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double median_of(int runs, const auto& measure) {
    std::vector<double> values;
    for (int i = 0; i < runs; ++i) values.push_back(measure());
    return median(std::move(values));
}

void print(const char* name, double value, const char* unit) { std::printf("%s %.6f %s\n", name, value, unit); }

/// An allocator that never frees, as in runtime_v8.mjs, so that both engines run the same code. A power of two for each
/// allocation, with 8 bytes more, as the host's, for runtimes of today write beyond what they asked for.
struct Heap {
    uint32_t next = 0;
};

bool bump(wasm::Instance& instance, void*, wasm::Raw* slots) {
    auto& heap = *static_cast<Heap*>(instance.user_data);
    const auto size = static_cast<uint32_t>(slots[0]);
    const uint32_t at = heap.next;
    heap.next += std::bit_ceil(size + 8);
    while (heap.next > instance.memory().size()) SERINUS_ASSERT(instance.grow_memory(16).has_value());
    slots[0] = at;
    return true;
}

/// The encoding of "no value", allocated.
bool none(wasm::Instance& instance, void* data, wasm::Raw* slots) {
    slots[0] = 1;
    bump(instance, data, slots);
    instance.memory()[slots[0]] = 0;
    slots[0] |= wasm::Raw{1} << 32;
    return true;
}

/// In the place of a hash.
bool zeros(wasm::Instance& instance, void* data, wasm::Raw* slots) {
    slots[0] = 64;
    return bump(instance, data, slots);
}

bool nothing(wasm::Instance&, void*, wasm::Raw* slots) {
    slots[0] = 0;
    return true;
}

wasm::Imports imports() {
    wasm::Imports out;
    out.function = [](std::string_view, std::string_view name, const wasm::FunctionType&) {
        const auto function = name == "ext_allocator_malloc_version_1" ? bump
                              : name == "ext_storage_get_version_1"    ? none
                              : name.starts_with("ext_hashing_")       ? zeros
                                                                       : nothing;
        return std::optional(wasm::HostImport{function});
    };
    return out;
}

/// Calls a method without arguments on an instance; the size of the answer.
uint32_t call(wasm::Instance& instance, std::string_view method, uint32_t heap_base) {
    static_cast<Heap*>(instance.user_data)->next = heap_base;
    const auto* exported = instance.module().find_export(method, wasm::ExternKind::kFunction);
    const wasm::Raw arguments[] = {0, 0};
    const auto result = instance.call(exported->index, arguments);
    SERINUS_ASSERT(result.has_value());
    return static_cast<uint32_t>(**result >> 32);
}

std::unique_ptr<wasm::Instance> instantiate(wasm::Engine& engine, std::shared_ptr<const wasm::Program> program,
                                            Heap& heap) {
    auto instance = engine.instantiate(std::move(program), imports(), &heap, 1024);
    SERINUS_ASSERT(instance.has_value());
    return *std::move(instance);
}

void measure_engine(const Bytes& wasm) {
    print("parse+validate",
          median_of(5,
                    [&] {
                        Bytes copy = wasm;
                        return cpu([&] { SERINUS_ASSERT(wasm::parse_module(std::move(copy)).has_value()); });
                    }),
          "ms");

    const auto module = wasm::parse_module(wasm).value();
    const auto engine = wasm::make_engine();
    wasm::CompileOptions eager;
    print("compile",
          median_of(3, [&] { return cpu([&] { SERINUS_ASSERT(engine->compile(module, eager).has_value()); }); }), "ms");

    char folder[] = "/tmp/serinus_bench_runtime_XXXXXX";
    SERINUS_ASSERT(mkdtemp(folder) != nullptr);
    eager.cache_directory = folder;
    eager.code_hash = Hash256();
    (*engine->compile(module, eager))->wait();
    Heap heap;
    print(
        "cache_to_instance",
        median_of(21, [&] { return cpu([&] { instantiate(*engine, engine->compile(module, eager).value(), heap); }); }),
        "ms");

    const auto program = engine->compile(module, eager).value();
    print("new_instance", median_of(101, [&] { return cpu([&] { instantiate(*engine, program, heap); }); }), "ms");

    const auto instance = instantiate(*engine, program, heap);
    const auto* base = module->find_export("__heap_base", wasm::ExternKind::kGlobal);
    const auto heap_base = static_cast<uint32_t>(instance->global(base->index));
    print("reset",
          median_of(201,
                    [&] {
                        call(*instance, "Core_version", heap_base);
                        return cpu([&] { instance->reset(); });
                    }),
          "ms");
    for (int i = 0; i < 20; ++i) call(*instance, "Metadata_metadata", heap_base);
    print("hot_metadata",
          median_of(
              61,
              [&] { return cpu([&] { SERINUS_ASSERT(call(*instance, "Metadata_metadata", heap_base) > 300'000); }); }),
          "ms");
    const std::string remove = "rm -r '" + std::string(folder) + "'";
    SERINUS_ASSERT(std::system(remove.c_str()) == 0);
}

/// From bytes to the first answer of `Metadata_metadata`, of a runtime that was never seen. `cpu_ms` is the whole
/// process's until everything is compiled.
struct FirstCall {
    double wall_ms = 0;
    double cpu_ms = 0;
};

FirstCall first_call(wasm::Engine& engine, const Bytes& wasm, platform::Scheduler* scheduler) {
    FirstCall out;
    Bytes copy = wasm;
    Heap heap;
    out.cpu_ms = cpu([&] {
        std::shared_ptr<const wasm::Program> program;
        out.wall_ms = wall([&] {
            const auto module = wasm::parse_module(std::move(copy), {}, scheduler).value();
            program = engine.compile(module, {.scheduler = scheduler}).value();
            const auto instance = instantiate(engine, program, heap);
            const auto* base = module->find_export("__heap_base", wasm::ExternKind::kGlobal);
            const auto heap_base = static_cast<uint32_t>(instance->global(base->index));
            SERINUS_ASSERT(call(*instance, "Metadata_metadata", heap_base) > 100'000);
        });
        program->wait();
    });
    return out;
}

/// As a node makes it, with the threads of its scheduler, and in turns with one thread that compiles everything first.
void measure_first_call(const Bytes& wasm) {
    const auto engine = wasm::make_engine();
    const auto scheduler = platform::make_threaded_scheduler();
    std::vector<double> walls, cpus, eager_walls, eager_cpus;
    for (int i = 0; i < 7; ++i) {
        const FirstCall lazy = first_call(*engine, wasm, scheduler.get());
        const FirstCall eager = first_call(*engine, wasm, nullptr);
        walls.push_back(lazy.wall_ms), cpus.push_back(lazy.cpu_ms);
        eager_walls.push_back(eager.wall_ms), eager_cpus.push_back(eager.cpu_ms);
    }
    print("first_metadata_least", *std::min_element(walls.begin(), walls.end()), "ms");
    print("first_metadata", median(walls), "ms");
    print("first_metadata_cpu", median(cpus), "ms");
    print("first_metadata_eager", median(eager_walls), "ms");
    print("first_metadata_eager_cpu", median(eager_cpus), "ms");
}

void measure_executor(state::MemoryBackend& backend, const Bytes& wasm) {
    executor::Executor executor;
    const auto runtime = executor.runtime_of_code(wasm, std::nullopt).value();
    const auto metadata = [&] {
        state::Overlay overlay(backend);
        SERINUS_ASSERT(executor.call(*runtime, "Metadata_metadata", {}, overlay).has_value());
    };
    for (int i = 0; i < 100; ++i) metadata();
    print("hot_metadata_call", median_of(61, [&] { return cpu(metadata); }), "ms");
}

Bytes wasm_in(BytesView code) {
    Bytes storage;
    return to_bytes(executor::wasm_of(code, storage).value());
}

int write_module(const Bytes& wasm, const char* path) {
    return platform::write_file_atomically(path, wasm, 0600).has_value() ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    const std::vector<std::string_view> words(arguments + 1, arguments + count);
    if (words.size() >= 2 && words[0] == "--code") {
        const auto code = platform::read_file(std::string(words[1]), size_t{64} << 20);
        SERINUS_ASSERT(code.has_value());
        const Bytes wasm = wasm_in(as_bytes(*code));
        if (words.size() == 4 && words[2] == "--wasm") return write_module(wasm, arguments[4]);
        measure_first_call(wasm);
        return 0;
    }
    const auto path = test::shared_data("genesis/kusama-local-1000000.json");
    if (!path) {
        std::printf("skipped: %s\n", test::kNoSharedData);
        return 0;
    }
    state::MemoryBackend backend = test::genesis_state("kusama-local-1000000.json", trie::StateVersion::kV1);
    const Bytes wasm = wasm_in(*backend.get(state::Area::top(), as_bytes(":code")).value());
    if (words.size() == 2 && words[0] == "--wasm") return write_module(wasm, arguments[2]);
    measure_first_call(wasm);
    measure_engine(wasm);
    measure_executor(backend, wasm);
    return 0;
}
