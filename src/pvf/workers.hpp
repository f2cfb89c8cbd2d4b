/// The node's side of workers: jobs for `serinus pvf-worker`, and what came of them.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/job_process.hpp"
#include "platform/memory_file.hpp"
#include "pvf/job_messages.hpp"
#include "pvf/verdict.hpp"

namespace serinus::pvf {

struct WorkersOptions {
    std::vector<std::string> command;  ///< that becomes a worker; its first word is a path
    uint64_t start_timeout_ms = 3000;  ///< Observed: polkadot-node-core-pvf 36.0.0 waits as long
};

/// What a job took.
struct JobFigures {
    uint64_t cpu_ns = 0;
    uint64_t peak_bytes = 0;    ///< of memory in RAM
    uint32_t memory_pages = 0;  ///< of the code's own memory at the end; 0 if it came to none
};

struct Prepared {
    platform::MemoryFile file;  ///< sealed
    JobFigures figures;
};

struct Execution {
    Attempt attempt;
    JobFigures figures;
    bool is_cancelled = false;
};

/// Starts a worker when there is work, and another one if it died. Used by one thread at a time.
class Workers {
  public:
    explicit Workers(WorkersOptions options) : options_(std::move(options)) {}

    /// A number for the job. Errors: no worker can be started; a sentence.
    Result<uint64_t, std::string> start_preparing(BytesView code, uint32_t bomb_limit, const ExecutorLimits& limits,
                                                  bool is_precheck);
    Result<uint64_t, std::string> start_executing(const platform::MemoryFile& prepared, const CandidateInput& input,
                                                  const ExecutorLimits& limits, uint64_t timeout_ms);
    /// Ends a job soon; its result says so.
    void cancel(uint64_t job);

    struct Done {
        uint64_t job = 0;
        /// Of a job that prepares.
        std::optional<Result<Prepared, PrepareError>> prepared;
        /// Of a job that executes.
        std::optional<Execution> executed;
    };
    /// Waits for the end of a job, `timeout_ms` at most. Whatever happens to the worker, each job that was started
    /// ends.
    std::optional<Done> next(uint64_t timeout_ms);
    size_t running() const noexcept { return jobs_.size(); }

    /// The two, as a whole: for tools.
    Result<Prepared, PrepareError> prepare(BytesView code, uint32_t bomb_limit, const ExecutorLimits& limits,
                                           bool is_precheck);
    Execution execute(const platform::MemoryFile& prepared, const CandidateInput& input, const ExecutorLimits& limits,
                      uint64_t timeout_ms);

    /// The process id of the worker; nullopt: none is running. For tests.
    std::optional<int> process_id() const noexcept;

  private:
    struct Running {
        platform::MemoryFile output;
        std::optional<uint64_t> outcome_bytes;  ///< that an execution may write; none: the job prepares
    };

    Result<uint64_t, std::string> start(const JobOrderMessage& message, const platform::JobLimits& limits,
                                        std::vector<int> files, std::optional<uint64_t> outcome_bytes);
    Done finish(const platform::JobReport& report);
    Result<Prepared, PrepareError> prepared_by(const platform::JobReport& report, Running& job) const;
    Execution executed_by(const platform::JobReport& report, const Running& job) const;

    WorkersOptions options_;
    std::optional<platform::JobProcess> process_;
    std::map<uint64_t, Running> jobs_;
    uint64_t next_job_ = 1;
};

}  // namespace serinus::pvf
