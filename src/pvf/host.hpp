/// Validates candidates and checks new code, several at once: prepared code from memory, the disk or a worker,
/// executions in their order, attempts again.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pvf/execution_queue.hpp"
#include "pvf/prepared_codes.hpp"
#include "pvf/verdict.hpp"
#include "pvf/workers.hpp"

namespace serinus::pvf {

/// Code with the parameters of the session of the candidate's relay parent.
struct SessionCode {
    Bytes code;
    ExecutorParams params;
    uint32_t bomb_limit = 20u << 20;
};

struct HostOptions {
    WorkersOptions workers;
    std::optional<CodeCache> cache = {};  ///< none: prepared code is kept in memory alone
    size_t max_in_memory = 8;             ///< prepared codes
    /// Observed: polkadot 1.25.1 executes four at once, and prepares one code, or two if somebody waits for an
    /// approval or a dispute.
    size_t max_executing = 4;
    size_t max_preparing = 1;
    size_t max_preparing_critical = 2;
    std::function<uint64_t()> now_ms;       ///< monotonic
    std::function<void(uint64_t)> wait_ms;  ///< for a moment at which no job runs
};

/// One thread, which calls `step`; nothing happens beside it but what jobs do in their cage.
///
///     submitted ─► prepared? ─► queue ─► executing ─► finished
///                     ▲  └─ no ─► preparing ─┘  │
///                     └── again, at once or later ◄─ a doubt
class Host {
  public:
    explicit Host(HostOptions options);

    struct Request {
        std::shared_ptr<const SessionCode> code;
        std::shared_ptr<const CandidateInput> input;
        Purpose purpose = Purpose::kBacking;
        Hash256 scheduling_parent;
    };
    struct Finished {
        uint64_t id = 0;
        std::optional<Verdict> verdict;  ///< none: nobody needed it any more, or it was a check of code
        std::optional<Result<void, PrepareError>> precheck;
        JobFigures figures;  ///< of the last execution
    };

    /// A number for the request, which comes back in a Finished.
    uint64_t submit(Request request);
    /// New code, with the strict limits; it is not looked up.
    uint64_t submit_precheck(std::shared_ptr<const SessionCode> code);
    /// Nobody needs it any more: it ends without a verdict, soon.
    void cancel(uint64_t id);
    /// Candidates that no leaf allows any more, and that wait for a worker, end without a verdict. `blocks`: active
    /// leaves and their allowed ancestors, sorted.
    void update_leaves(const std::vector<Hash256>& blocks);

    /// Starts what can be started, waits for the end of a job or of a delay, `timeout_ms` at most, and says what has
    /// finished.
    std::vector<Finished> step(uint64_t timeout_ms);

    /// To the end, whatever else is going on; others that finish meanwhile are lost. For tools and tests.
    Verdict validate(const SessionCode& code, const CandidateInput& input, Purpose purpose);
    Result<void, PrepareError> precheck(const SessionCode& code);

    /// How long jobs took that have ended, those that failed included, and how long executions waited for a worker.
    struct Times {
        ExecutionQueue::WaitingByPurpose waited = {};
        ExecutionTimes executed = {};
        PreparationTimes prepared = {};
    };
    Times times() const noexcept { return {queue_.waited(), executed_, prepared_}; }
    size_t unfinished() const noexcept { return candidates_.size() + checks_.size(); }

  private:
    struct Candidate {
        Request request;
        CodeKey key;
        ExecutorLimits limits;
        Retries retries;
        uint64_t begin_ms = 0;
        uint64_t timeout_ms = 0;           ///< of the next attempt
        std::optional<uint64_t> again_ms;  ///< it waits for this moment
        std::optional<uint64_t> job;       ///< of the worker
        uint64_t started_ms = 0;           ///< that job
        bool is_cancelled = false;
        JobFigures figures = {};
    };
    struct Preparation {
        std::shared_ptr<const SessionCode> code;
        CodeKey key;
        bool is_critical = false;
        std::optional<uint64_t> job;    ///< none: it waits
        uint64_t started_ms = 0;        ///< that job
        std::vector<uint64_t> waiting;  ///< candidates
        std::optional<uint64_t> check;  ///< the request that it answers; it is a pre-check then
    };

    CodeKey key_of(const SessionCode& code) const;
    void route(uint64_t id);
    void prepare_for(uint64_t id);
    void start_jobs();
    void start_preparations();
    void start_executions();
    void wake_up();
    uint64_t time_to_next_ms(uint64_t most_ms) const;
    void handle(Workers::Done done);
    void handle_prepared(Preparation preparation, Result<Prepared, PrepareError> result);
    void judge(uint64_t id, const Attempt& attempt);
    void finish(uint64_t id, std::optional<Verdict> verdict);

    HostOptions options_;
    Workers workers_;
    std::string version_;
    PreparedCodes codes_;
    ExecutionQueue queue_;
    std::map<uint64_t, Candidate> candidates_;
    std::vector<Preparation> preparations_;
    std::map<uint64_t, bool> checks_;  ///< pre-checks that are not finished
    std::vector<Finished> finished_;
    ExecutionTimes executed_;
    PreparationTimes prepared_;
    size_t executing_ = 0;
    uint64_t next_id_ = 1;
};

}  // namespace serinus::pvf
