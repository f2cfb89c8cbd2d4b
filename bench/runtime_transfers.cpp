// Blocks of transfers through Core_execute_block: our runtime beside Kusama's own, in the same host, on the same state,
// with the same extrinsics. Prints time, ratio, size of the code and calls of the host.
//
//     bench_runtime_transfers KUSAMA_LOCAL_SPEC OUR_RUNTIME.wasm [transfers [ANOTHER.wasm]]
//
// ANOTHER.wasm is another build of our runtime, to compare with.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "codec/scale.hpp"
#include "executor/host_call_counts.hpp"
#include "tests/runtime/transfer_block.hpp"

namespace {

using namespace serinus;

double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

Bytes read_file(const char* path) {
    std::FILE* const file = std::fopen(path, "rb");
    if (file == nullptr) {
        std::printf("cannot read %s\n", path);
        std::exit(1);
    }
    Bytes out;
    uint8_t part[65536];
    for (size_t size; (size = std::fread(part, 1, sizeof part, file)) > 0;) out.insert(out.end(), part, part + size);
    std::fclose(file);
    return out;
}

/// One of the runtimes that are compared.
struct Side {
    const char* name;
    std::optional<Bytes> code;  ///< nullopt: Kusama's, which the state has
    std::unique_ptr<test::RuntimeOnState> runtime = nullptr;
    Bytes block = {};
    double least_ms = 1e9;
};

/// What a transfer costs in calls of the host: between a block of the transfers and an empty one.
void print_host_calls(const state::StateChanges& genesis, const Side& side, const std::vector<Bytes>& transfers,
                      const primitives::Header& parent) {
    executor::HostCallCounts counts;
    test::RuntimeOnState runtime(genesis, side.code, {.host_calls = &counts});
    const double number = static_cast<double>(transfers.size());
    const auto execute = [&](const Bytes& block) {
        counts.reset();
        state::Overlay overlay = runtime.overlay();
        runtime.call(overlay, "Core_execute_block", block);
    };
    execute(test::build_block(runtime, {}, parent));
    const auto reads = counts.reads(), writes = counts.writes(), all = counts.all();
    execute(side.block);
    std::printf("%s, host calls for a transfer of a block: %.1f reads, %.1f writes, %.1f in all\n", side.name,
                static_cast<double>(counts.reads() - reads) / number,
                static_cast<double>(counts.writes() - writes) / number,
                static_cast<double>(counts.all() - all) / number);

    std::vector<Bytes> extrinsics;
    state::Overlay overlay = test::begin_block(runtime, parent, extrinsics);
    counts.reset();
    runtime.call(overlay, "BlockBuilder_apply_extrinsic", scale::encode(transfers.front()));
    std::printf("%s, in a call of its own:", side.name);
    counts.for_each([](const std::string& name, uint64_t calls) {
        std::printf(" %llu %s", static_cast<unsigned long long>(calls), name.c_str());
    });
    std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::printf("skipped: make bench gives the chain specification and our runtime\n");
        return 0;
    }
    const auto genesis = test::raw_genesis(argv[1]);
    const auto count = static_cast<uint32_t>(argc > 3 ? std::atoi(argv[3]) : 500);
    const primitives::Header parent;
    const std::vector<Bytes> transfers = test::signed_transfers(count, parent);

    std::vector<Side> sides;
    sides.push_back({.name = "Kusama's", .code = std::nullopt});
    sides.push_back({.name = "ours", .code = read_file(argv[2])});
    if (argc > 4) sides.push_back({.name = "another", .code = read_file(argv[4])});
    for (Side& side : sides) {
        side.runtime = std::make_unique<test::RuntimeOnState>(genesis, side.code);
        side.block = test::build_block(*side.runtime, transfers, parent);
    }

    // In turns, so that all meet the same machine.
    for (int run = 0; run < 9; ++run) {
        for (Side& side : sides) {
            state::Overlay overlay = side.runtime->overlay();
            const double before = cpu_ms();
            side.runtime->call(overlay, "Core_execute_block", side.block);
            side.least_ms = std::min(side.least_ms, cpu_ms() - before);
        }
    }
    std::printf("block of %u transfers, code as stored:\n", count);
    for (const Side& side : sides) {
        std::printf("%s: %.1f ms, %.2f of Kusama's, %.2f of ours; %.0f transfers a second; %zu bytes\n", side.name,
                    side.least_ms, side.least_ms / sides[0].least_ms, side.least_ms / sides[1].least_ms,
                    count / side.least_ms * 1e3, side.runtime->code_size());
    }
    for (const Side& side : sides) print_host_calls(genesis, side, transfers, parent);
    return 0;
}
