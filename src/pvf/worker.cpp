#include "pvf/worker.hpp"

#include <unistd.h>

#include <new>

#include "codec/scale.hpp"
#include "platform/call_filter.hpp"
#include "platform/job_process.hpp"
#include "platform/memory_file.hpp"
#include "pvf/execute.hpp"
#include "pvf/job_messages.hpp"
#include "pvf/prepare.hpp"

namespace serinus::pvf {
namespace {

constexpr size_t kMostFileBytes = size_t{1} << 30;
constexpr int kDied = 99;

/// Whether jobs close the last door: false where a part of the cage is missing and nobody minds.
bool calls_are_filtered = true;

wasm::Engine& engine_of_worker() {
    static const std::unique_ptr<wasm::Engine> kEngine = wasm::make_engine();
    return *kEngine;
}

/// What is done while foreign bytes are looked at can make no call of the system but for memory and its output.
bool close_last_door() { return !calls_are_filtered || platform::filter_calls(platform::CallFilter::kComputation); }

bool write_output(BytesView bytes) { return platform::write_at_start(platform::kOutputDescriptor, bytes); }

[[noreturn]] void out_of_memory_in_preparation() {
    // Encoded ahead: there is no memory left.
    static constexpr uint8_t kRefusal[] = {static_cast<uint8_t>(PrepareFault::kOutOfMemory), 0};
    ::_exit(write_output(kRefusal) ? static_cast<int>(JobStatus::kRefused) : kDied);
}

int refuse(const PrepareError& error) {
    const PrepareRefusal refusal{static_cast<uint8_t>(error.fault), error.reason};
    return write_output(scale::encode(refusal)) ? static_cast<int>(JobStatus::kRefused) : kDied;
}

int run_prepare(const PrepareOrder& order, std::span<platform::Descriptor> files) {
    if (files.size() != 2) return kDied;
    const auto code = platform::read_from_start(files[1].number(), kMostFileBytes);
    if (!code || !close_last_door()) return kDied;
    std::set_new_handler(out_of_memory_in_preparation);
    const PrepareOptions options{.bomb_limit = order.bomb_limit, .precheck = order.precheck};
    const auto file = prepare(*code, engine_of_worker(), options);
    if (!file) return refuse(file.error());
    return write_output(*file) ? static_cast<int>(JobStatus::kDone) : kDied;
}

/// Ends the process: to tidy up address space that goes anyway takes milliseconds.
int finish(const ExecuteOutcome& reached) {
    ::_exit(write_output(scale::encode(reached)) ? static_cast<int>(JobStatus::kDone) : kDied);
}

ExecuteOutcome outcome_of(const ExecuteError& error) {
    switch (error.kind) {
        case ExecuteError::Kind::kConstruction:
            return outcome::NotConstructed{error.reason};
        case ExecuteError::Kind::kOurs:
            return outcome::NotLoaded{error.reason};
        case ExecuteError::Kind::kInvalid:
        case ExecuteError::Kind::kInterrupted:
            break;
    }
    return outcome::Failed{error.reason};
}

int run_execute(const ExecuteOrder& order, std::span<platform::Descriptor> files) {
    if (files.size() != 3) return kDied;
    const auto encoded = platform::read_from_start(files[2].number(), kMostFileBytes);
    if (!encoded) return kDied;
    auto program = load(engine_of_worker(), files[1].number(), order.limits);
    if (!program) return finish(outcome_of(program.error()));
    platform::limit_output(order.output_bytes);
    if (!close_last_door()) return kDied;
    auto input = scale::decode<CandidateInput>(*encoded);
    if (!input) return kDied;
    auto parameters = encode_input(*input);
    if (!parameters) return finish(outcome::BadBlockData{});
    auto result = execute(engine_of_worker(), std::move(*program), order.limits, *parameters, {}, Afterwards::kLeave);
    if (!result) return finish(outcome_of(result.error()));
    return finish(outcome::Returned{std::move(result->output), result->memory_pages});
}

/// A length and that many bytes.
std::string counted(const std::string& text) { return static_cast<char>(text.size()) + text; }

std::string section(char id, const std::string& content) { return id + counted(content); }

/// A module that calls the host, grows its memory and traps: what is made at first use is made by it. All lengths are
/// below 128.
Bytes small_module() {
    using namespace std::string_literals;
    const std::string types =
        "\x02"
        "\x60\x02\x7f\x7f\x01\x7e"
        "\x60\x01\x7e\x01\x7f"s;  // (i32 i32) -> i64; (i64) -> i32
    const std::string imports = "\x01"s + counted("env") + counted("ext_hashing_twox_64_version_1") + "\x00\x01"s;
    const std::string exports = "\x03"s + counted("memory") + "\x02\x00"s + counted("__heap_base") + "\x03\x00"s +
                                counted("validate_block") + "\x00\x01"s;
    const std::string body =  // twox_64("") dropped, a page more, unreachable
        "\x00\x42\x00\x10\x00\x1a\x41\x01\x40\x00\x1a\x00\x0b"s;
    const std::string module = "\0asm\x01\0\0\0"s + section(1, types) + section(2, imports) + section(3, "\x01\x00"s) +
                               section(5, "\x01\x00\x11"s) + section(6, "\x01\x7f\x00\x41\x80\x80\x04\x0b"s) +
                               section(7, exports) + section(10, "\x01"s + counted(body));
    return to_bytes(as_bytes(module));
}

constexpr platform::CagePlan kNoCage{.namespaces = false, .landlock = false, .privileges = false, .calls = false};

/// All parts that work here; nullopt if these are not enough.
std::optional<platform::CagePlan> plan_for_this_machine(bool insecure) {
    const auto checks = platform::check_cage();
    if (!insecure && !platform::is_safe_cage(checks)) return std::nullopt;
    platform::CagePlan plan = kNoCage;
    for (const platform::CageCheck& check : checks) {
        if (!check.works) continue;
        switch (check.part) {
            case platform::CagePart::kNamespaces:
                plan.namespaces = true;
                break;
            case platform::CagePart::kLandlock:
                plan.landlock = true;
                break;
            case platform::CagePart::kPrivileges:
                plan.privileges = true;
                break;
            case platform::CagePart::kCalls:
                plan.calls = true;
                break;
        }
    }
    return plan;
}

}  // namespace

void warm_up_worker() {
    wasm::Engine& engine = engine_of_worker();
    const auto file = prepare(small_module(), engine, {.precheck = ExecutorLimits{}});
    SERINUS_ASSERT(file.has_value());
    const auto memory = platform::MemoryFile::sealed("warm-up", *file);
    if (!memory) return;
    auto program = load(engine, memory->descriptor(), {});
    if (!program) return;
    warm_up_host_functions(engine, *program);
    (void)execute(engine, std::move(*program), {}, Bytes(100));
}

int run_worker_in(const platform::CagePlan& plan) {
    auto channel = platform::inherited_job_channel();
    if (!channel) return 1;
    calls_are_filtered = plan.calls;
    return platform::serve_jobs(std::move(*channel), plan, warm_up_worker, run_job);
}

int run_worker(bool insecure) {
    const auto plan = plan_for_this_machine(insecure);
    return plan ? run_worker_in(*plan) : 1;
}

std::string self_test_text(const std::vector<platform::CageCheck>& checks) {
    std::string out;
    for (const platform::CageCheck& check : checks) {
        const std::string name = platform::to_string(check.part);
        out += name + std::string(16 - std::min<size_t>(15, name.size()), ' ') +
               (check.works ? "works\n" : "missing: " + check.reason + "\n");
        if (!check.works) out += "                remedy: " + check.remedy + "\n";
    }
    out += platform::is_safe_cage(checks) ? "Foreign code can be executed here.\n"
                                          : "Foreign code is not safe here: a validator needs the list of calls and "
                                            "the loss of privileges, and namespaces or "
                                            "landlock.\n";
    return out;
}

int run_job(BytesView message, std::span<platform::Descriptor> files) {
    const auto order = scale::decode<JobOrderMessage>(message);
    if (!order) return kDied;
    if (const auto* prepare_order = std::get_if<PrepareOrder>(&*order)) return run_prepare(*prepare_order, files);
    return run_execute(std::get<ExecuteOrder>(*order), files);
}

}  // namespace serinus::pvf
