// Preparing and executing code of parachains in workers, beside those of the reference in one run, on the same code and
// the same proof. Processor time of the jobs, each in turns, the least of several; memory is the most that a process
// had in RAM. Aims: preparing at most 0.1 of the reference's time, executing at most 1.1, memory at most 0.3, and an
// execution at most 5 ms over the engine alone. Needs the shared data, and the reference's workers in
// build/release/peers.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>

#include "codec/scale.hpp"
#include "platform/process.hpp"
#include "pvf/execute.hpp"
#include "tests/pvf/reference_workers.hpp"
#include "tests/pvf/workers.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace {

using namespace serinus;
using test::Json;
using test::ReferenceWorker;

constexpr double kMs = 1e6;
constexpr double kMiB = 1 << 20;
constexpr uint32_t kBombLimit = 50u << 20;
constexpr int kPreparations = 3;
constexpr int kExecutions = 20;

struct Least {
    double cpu_ns = 1e18;
    double peak_bytes = 0;
    void take(uint64_t cpu, uint64_t peak) {
        cpu_ns = std::min(cpu_ns, static_cast<double>(cpu));
        peak_bytes = std::max(peak_bytes, static_cast<double>(peak));
    }
};

void print_beside(const char* what, const Least& ours, const Least& theirs) {
    std::printf("%-34s %8.2f ms %8.1f MiB   reference %8.2f ms %8.1f MiB   ratio: time %.3f, memory %.2f\n", what,
                ours.cpu_ns / kMs, ours.peak_bytes / kMiB, theirs.cpu_ns / kMs, theirs.peak_bytes / kMiB,
                ours.cpu_ns / theirs.cpu_ns, ours.peak_bytes / theirs.peak_bytes);
}

std::optional<Bytes> code_of(const std::string& name) {
    const auto path = test::shared_data(name);
    if (!path) return std::nullopt;
    if (name.ends_with(".json")) return Json::read(*path)["genesis"]["raw"]["top"]["0x3a636f6465"].hex();
    return to_bytes(as_bytes(test::read_file(*path)));
}

void compare_preparing(pvf::Workers& workers, const char* title, BytesView code) {
    Least ours, theirs;
    for (int i = 0; i < kPreparations; ++i) {
        const auto prepared = workers.prepare(code, kBombLimit, {}, true);
        SERINUS_ASSERT(prepared.has_value());
        ours.take(prepared->figures.cpu_ns, prepared->figures.peak_bytes);
        const auto reference = ReferenceWorker::start_preparing(SERINUS_PEERS);
        const auto reference_prepared = reference->prepare(code, {}, true, kBombLimit);
        SERINUS_ASSERT(reference_prepared.is_prepared);
        theirs.take(reference_prepared.cpu_ns, reference->end().peak_bytes);
    }
    print_beside(title, ours, theirs);
}

uint64_t own_cpu_ns() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

pvf::CandidateInput input_of(const Json& candidate) {
    const Bytes params = candidate["validationParams"].hex();
    scale::Decoder in(params);
    pvf::CandidateInput input;
    SERINUS_ASSERT(scale::decode_into(in, input.parent_head) && scale::decode_into(in, input.block_data) &&
                   scale::decode_into(in, input.relay_parent_number) &&
                   scale::decode_into(in, input.relay_parent_storage_root));
    return input;
}

/// What a collator of the reference wrote with --export-pov-to-path.
pvf::CandidateInput input_of_exported(const std::string& path) {
    const std::string content = test::read_file(path);
    scale::Decoder in(as_bytes(content));
    pvf::CandidateInput input;
    SERINUS_ASSERT(scale::decode_into(in, input.block_data) && scale::decode_into(in, input.parent_head) &&
                   scale::decode_into(in, input.relay_parent_number) &&
                   scale::decode_into(in, input.relay_parent_storage_root));
    return input;
}

void compare_executing(pvf::Workers& workers, const char* title, BytesView code, const pvf::CandidateInput& input) {
    const auto prepared = workers.prepare(code, kBombLimit, {}, false);
    SERINUS_ASSERT(prepared.has_value());
    const auto preparing = ReferenceWorker::start_preparing(SERINUS_PEERS);
    const auto reference_prepared = preparing->prepare(code, {}, false, kBombLimit);
    const auto executing = ReferenceWorker::start_executing(SERINUS_PEERS, {});

    const auto engine = wasm::make_engine();
    const auto parameters = pvf::encode_input(input);
    const auto program = pvf::load(*engine, prepared->file.descriptor(), {}).value();
    Least ours, theirs, alone;
    double least_wall_ns = 1e18;
    for (int i = 0; i < kExecutions; ++i) {
        const uint64_t begin_ns = platform::monotonic_ns();
        const auto execution = workers.execute(prepared->file, input, {}, 2000);
        least_wall_ns = std::min(least_wall_ns, static_cast<double>(platform::monotonic_ns() - begin_ns));
        const auto* valid = std::get_if<pvf::Valid>(&execution.attempt);
        SERINUS_ASSERT(valid != nullptr);
        ours.take(execution.figures.cpu_ns, execution.figures.peak_bytes);

        const auto reference = executing->execute(reference_prepared, input, 2000);
        SERINUS_ASSERT(reference && reference->result == scale::encode(valid->result));
        theirs.take(reference->cpu_ns, 0);

        const uint64_t before_ns = own_cpu_ns();
        SERINUS_ASSERT(pvf::execute(*engine, program, {}, *parameters).has_value());
        alone.take(own_cpu_ns() - before_ns, 0);
    }
    theirs.take(UINT64_MAX, executing->end().peak_bytes);
    print_beside(title, ours, theirs);
    std::printf("%-34s %8.2f ms; a worker takes %.2f ms more, and %.2f ms by the clock\n", "  the engine alone",
                alone.cpu_ns / kMs, (ours.cpu_ns - alone.cpu_ns) / kMs, least_wall_ns / kMs);
}

}  // namespace

int main(int argc, char** argv) {
    const auto hub = code_of("genesis/asset-hub-kusama-local-1000000.json");
    const auto block = test::shared_data("parachain/asset-hub-first-block.json");
    if (!hub || !block || ReferenceWorker::start_preparing(SERINUS_PEERS) == nullptr) {
        std::printf("SKIPPED: needs the shared data, and the reference's workers in %s\n", SERINUS_PEERS);
        return 0;
    }
    pvf::Workers workers(test::worker_in_mode("worker"));
    compare_preparing(workers, "preparing: Asset Hub 1.0.0", *hub);
    for (const auto& [title, file] :
         {std::pair("preparing: Asset Hub 2.3.2", "runtimes/asset-hub-kusama-2003002.compact.compressed.wasm"),
          std::pair("preparing: Coretime 2.3.2", "runtimes/coretime-kusama-2003002.compact.compressed.wasm")}) {
        if (const auto code = code_of(file)) compare_preparing(workers, title, *code);
    }
    compare_executing(workers, "executing: Asset Hub 1.0.0", *hub, input_of(Json::read(*block)["candidate"]));
    // bench_pvf CODE PROOF…: further blocks, as a collator exports them.
    if (argc < 3) return 0;
    const Bytes code = to_bytes(as_bytes(test::read_file(argv[1])));
    for (int i = 2; i < argc; ++i) {
        const pvf::CandidateInput input = input_of_exported(argv[i]);
        const std::string title = "executing: " + std::to_string(input.block_data.size()) + " bytes of proof";
        compare_executing(workers, title.c_str(), code, input);
    }
    return 0;
}
