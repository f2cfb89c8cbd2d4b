#include "pvf/workers.hpp"

#include "codec/scale.hpp"
#include "wasm/logical_stack.hpp"

namespace serinus::pvf {
namespace {

constexpr uint64_t kMs = 1'000'000;
/// Observed: polkadot-node-core-pvf 36.0.0 waits four times the processor time by the clock
constexpr uint64_t kClockFactor = 4;
/// Prepared code; more is no code of a parachain.
constexpr uint64_t kMostPreparedBytes = uint64_t{1} << 30;

/// What the program has written before a job begins, and what host functions may need.
constexpr uint64_t kMemoryOfProgram = uint64_t{128} << 20;
constexpr uint64_t kMemoryOfHostFunctions = uint64_t{2} << 30;
/// The largest table, and as a file what instances map of it.
constexpr uint64_t kBytesOfTable = uint64_t{2} << 30;
/// Preparing where the session sets no limit: some twenty times what the largest code needs.
constexpr uint64_t kMemoryOfPreparing = uint64_t{4} << 30;

/// Of private pages that an execution may write: the code's memory, its stack, the input, and what the host needs.
uint64_t memory_of_execution(const ExecutorLimits& limits, size_t input_bytes) {
    constexpr uint64_t kStackOfHost = uint64_t{64} << 20;
    return uint64_t{limits.max_memory_pages} * wasm::kPageBytes +
           uint64_t{limits.max_stack_units} * wasm::kMeteredUnitBytes + kStackOfHost + 3 * input_bytes +
           kMemoryOfProgram + kMemoryOfHostFunctions + kBytesOfTable;
}

JobFigures figures_of(const platform::JobReport& report) {
    return {.cpu_ns = report.cpu_ns, .peak_bytes = report.peak_bytes};
}

std::string death_of(const platform::JobReport& report) {
    if (report.end == platform::JobEnd::kSignalled) return "the job got the signal " + std::to_string(report.code);
    return "the job ended with status " + std::to_string(report.code);
}

bool has_status(const platform::JobReport& report, JobStatus status) {
    return report.end == platform::JobEnd::kExited && report.code == static_cast<int>(status);
}

}  // namespace

std::optional<int> Workers::process_id() const noexcept {
    return process_ ? std::optional(process_->process_id()) : std::nullopt;
}

Result<uint64_t, std::string> Workers::start(const JobOrderMessage& message, const platform::JobLimits& limits,
                                             std::vector<int> files, std::optional<uint64_t> outcome_bytes) {
    TRY_ASSIGN(auto output, platform::MemoryFile::create("pvf-output"));
    files.insert(files.begin(), output.descriptor());
    const uint64_t job = next_job_++;
    const Bytes encoded = scale::encode(message);
    // A worker that died since the last job is replaced; one that dies at once twice is a reason.
    for (int attempt = 0;; ++attempt) {
        if (!process_) process_ = TRY(platform::JobProcess::start(options_.command, options_.start_timeout_ms));
        const auto ordered = process_->order({.id = job, .limits = limits}, encoded, files);
        if (ordered) break;
        if (!jobs_.empty() || attempt == 1) return Err(ordered.error());
        process_.reset();
    }
    jobs_.emplace(job, Running{std::move(output), outcome_bytes});
    return job;
}

Result<uint64_t, std::string> Workers::start_preparing(BytesView code, uint32_t bomb_limit,
                                                       const ExecutorLimits& limits, bool is_precheck) {
    TRY_ASSIGN(const auto file, platform::MemoryFile::sealed("pvf-code", code));
    const uint64_t timeout_ms = is_precheck ? limits.precheck_ms : limits.prepare_ms;
    const PrepareOrder order{bomb_limit, is_precheck ? std::optional(limits) : std::nullopt};
    return start(JobOrderMessage(order),
                 {.cpu_ns = timeout_ms * kMs,
                  .wall_ns = kClockFactor * timeout_ms * kMs,
                  .memory_bytes = kMemoryOfProgram + limits.max_precheck_memory.value_or(kMemoryOfPreparing),
                  .output_bytes = kMostPreparedBytes},
                 {file.descriptor()}, std::nullopt);
}

Result<uint64_t, std::string> Workers::start_executing(const platform::MemoryFile& prepared,
                                                       const CandidateInput& input, const ExecutorLimits& limits,
                                                       uint64_t timeout_ms) {
    const Bytes encoded = scale::encode(input);
    TRY_ASSIGN(const auto file, platform::MemoryFile::sealed("pvf-input", encoded));
    constexpr uint64_t kMostReason = 4096 + 64;
    const uint64_t output_bytes = uint64_t{limits.max_memory_pages} * wasm::kPageBytes + kMostReason;
    return start(JobOrderMessage(ExecuteOrder{limits, output_bytes}),
                 {.cpu_ns = timeout_ms * kMs,
                  .wall_ns = kClockFactor * timeout_ms * kMs,
                  .memory_bytes = memory_of_execution(limits, kMostBlockData + encoded.size()),
                  .output_bytes = kBytesOfTable},
                 {prepared.descriptor(), file.descriptor()}, output_bytes);
}

void Workers::cancel(uint64_t job) {
    if (!process_ || !jobs_.contains(job)) return;
    (void)process_->order({.kind = platform::JobOrder::Kind::kCancel, .id = job, .limits = {}}, {}, {});
}

std::optional<Workers::Done> Workers::next(uint64_t timeout_ms) {
    if (jobs_.empty()) return std::nullopt;
    if (process_) {
        const auto report = process_->next_report(timeout_ms);
        if (report && !report->has_value()) return std::nullopt;
        if (report && jobs_.contains((*report)->id)) return finish(**report);
        process_.reset();
    }
    // The worker has ended, and all jobs with it. A job that dies of what it does is a process of its own, whose end
    // the worker tells: this is the machine's doing, as far as can be told.
    const auto lost = jobs_.extract(jobs_.begin());
    constexpr const char* kReason = "the worker ended with all its jobs";
    Done done{.job = lost.key(), .prepared = {}, .executed = {}};
    if (lost.mapped().outcome_bytes) {
        done.executed = Execution{.attempt = Doubt{Doubt::Kind::kOurs, kReason}, .figures = {}};
    } else {
        done.prepared = Err(PrepareError{PrepareFault::kOurs, kReason});
    }
    return done;
}

Workers::Done Workers::finish(const platform::JobReport& report) {
    const auto found = jobs_.find(report.id);
    Running job = std::move(found->second);
    jobs_.erase(found);
    Done done{.job = report.id, .prepared = {}, .executed = {}};
    if (job.outcome_bytes) {
        done.executed = executed_by(report, job);
    } else {
        done.prepared = prepared_by(report, job);
    }
    return done;
}

Result<Prepared, PrepareError> Workers::prepared_by(const platform::JobReport& report, Running& job) const {
    using enum platform::JobEnd;
    const auto fault = [](PrepareFault kind, std::string reason) { return Err(PrepareError{kind, std::move(reason)}); };
    if (report.end == kTimedOut) return fault(PrepareFault::kTimedOut, "");
    if (report.end == kCancelled) return fault(PrepareFault::kOurs, "cancelled");
    if (report.end == kNotStarted) return fault(PrepareFault::kOurs, "no process could be started");
    if (has_status(report, JobStatus::kRefused)) {
        constexpr size_t kMostRefusal = 1 << 20;
        const auto written = job.output.read(kMostRefusal);
        const auto refusal = written ? decode_refusal(*written) : std::nullopt;
        if (refusal) return Err(*refusal);
    }
    if (!has_status(report, JobStatus::kDone)) return fault(PrepareFault::kDied, death_of(report));
    if (const auto sealed = job.output.seal(); !sealed) return fault(PrepareFault::kOurs, sealed.error());
    return Prepared{std::move(job.output), figures_of(report)};
}

Execution Workers::executed_by(const platform::JobReport& report, const Running& job) const {
    using enum platform::JobEnd;
    Execution out{.attempt = Doubt{Doubt::Kind::kDied, death_of(report)}, .figures = figures_of(report)};
    if (report.end == kTimedOut) {
        out.attempt = Invalid{InvalidReason::kTimedOut, ""};
    } else if (report.end == kCancelled) {
        out.attempt = Doubt{Doubt::Kind::kOurs, "cancelled"};
        out.is_cancelled = true;
    } else if (report.end == kNotStarted) {
        out.attempt = Doubt{Doubt::Kind::kOurs, "no process could be started"};
    } else if (has_status(report, JobStatus::kDone)) {
        const auto written = job.output.read(*job.outcome_bytes);
        if (written) out.attempt = decode_outcome(*written, &out.figures.memory_pages);
    }
    return out;
}

Result<Prepared, PrepareError> Workers::prepare(BytesView code, uint32_t bomb_limit, const ExecutorLimits& limits,
                                                bool is_precheck) {
    const auto job = start_preparing(code, bomb_limit, limits, is_precheck);
    if (!job) return Err(PrepareError{PrepareFault::kOurs, job.error()});
    for (;;) {
        auto done = next(UINT32_MAX);
        if (done && done->job == *job) return std::move(*done->prepared);
    }
}

Execution Workers::execute(const platform::MemoryFile& prepared, const CandidateInput& input,
                           const ExecutorLimits& limits, uint64_t timeout_ms) {
    const auto job = start_executing(prepared, input, limits, timeout_ms);
    if (!job) return {.attempt = Doubt{Doubt::Kind::kOurs, job.error()}, .figures = {}};
    for (;;) {
        auto done = next(UINT32_MAX);
        if (done && done->job == *job) return std::move(*done->executed);
    }
}

}  // namespace serinus::pvf
