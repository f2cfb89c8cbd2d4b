/// The pool on a chain, without I/O: checks submissions, follows the best block, answers authors that wait for a block.
#pragma once

#include <variant>

#include "pool/chain.hpp"
#include "pool/tracker.hpp"

namespace serinus::pool {

using ExtrinsicPtr = std::shared_ptr<const primitives::Extrinsic>;
/// Names a submission, or a request for ready transactions; chosen by the caller.
using Ticket = uint64_t;

namespace input {

struct Submission {
    Ticket ticket = 0;
    Hash256 hash;
    ExtrinsicPtr extrinsic;
    TransactionSource source = TransactionSource::kExternal;
    chain::BlockId best;  ///< of the chain
};
/// Answers effect::ValidateSubmission.
struct SubmissionValidated {
    Ticket ticket = 0;
    Result<ValidTransaction, PoolError> verdict;
    chain::BlockId best;  ///< of the chain
};
/// Asks for an answer as soon as the pool has processed `parent`. If `parent` is not the chain's best block, or ceases
/// to be it: as soon as all changes that were announced until now are processed.
struct ReadyRequest {
    Ticket ticket = 0;
    Hash256 parent;
    bool is_best = false;  ///< of the chain
    uint64_t timeout_ms = 0;
};
/// The time of an effect::WakeAfter has come.
struct TimePassed {};
/// Processed from the next input::Continue on.
struct Change {
    ChainChange change;
};
/// Answers effect::Continue.
struct Continue {};
/// Answers effect::ReadBody.
struct BodyRead {
    std::optional<primitives::Body> body;
};
/// Answers effect::Validate.
struct Validated {
    Result<ValidTransaction, PoolError> verdict;
};

}  // namespace input

using Input = std::variant<input::Submission, input::SubmissionValidated, input::ReadyRequest, input::TimePassed,
                           input::Change, input::Continue, input::BodyRead, input::Validated>;

namespace effect {

struct ValidateSubmission {
    Ticket ticket = 0;
    chain::BlockId at;
};
/// The submission is over.
struct Submitted {
    Ticket ticket = 0;
    Result<void, PoolError> result;
};
/// For the watchers of the transaction; comes after the Submitted of its submission.
struct Notify {
    Event event;
};
struct AnswerReady {
    Ticket ticket = 0;
};
struct WakeAfter {
    uint64_t delay_ms = 0;
};
/// Requests an input::Continue soon.
struct Continue {};
/// At most one question to the chain is open at a time, ReadBody or Validate; its answer is an input.
struct ReadBody {
    Hash256 block;
};
struct Validate {
    chain::BlockId at;
    TransactionSource source = TransactionSource::kExternal;
    ExtrinsicPtr extrinsic;
};
/// A change is processed; for the log.
struct Processed {
    chain::BlockId best;
    size_t retracted = 0, enacted = 0, ready = 0;
    uint64_t took_ms = 0;
};

}  // namespace effect

using Effect = std::variant<effect::ValidateSubmission, effect::Submitted, effect::Notify, effect::AnswerReady,
                            effect::WakeAfter, effect::Continue, effect::ReadBody, effect::Validate, effect::Processed>;
using Effects = std::vector<Effect>;

struct PoolCounters {
    uint64_t submitted = 0, validations_scheduled = 0, validations_finished = 0, invalid = 0, pruned = 0,
             resubmitted = 0;
};

/// Not for several threads. Spec: algo-maintain-transaction-pool, algo-validate-transactions
class PoolCore {
  public:
    /// `best`: of the chain.
    PoolCore(const PoolOptions& options, const chain::BlockId& best);

    /// `now_ms`: monotonic.
    void handle(Input input, uint64_t now_ms, Effects& effects);
    /// Removes and bans the transactions, removes those that depend on them, and returns the hashes of all of these.
    std::vector<Hash256> remove(const std::vector<Hash256>& hashes, const std::string& reason, uint64_t now_ms,
                                Effects& effects);

    const TransactionTracker& tracker() const noexcept { return tracker_; }
    const Graph& graph() const noexcept { return tracker_.graph(); }
    const chain::BlockId& best() const noexcept { return best_; }  ///< to which the queues correspond
    const PoolCounters& counters() const noexcept { return counters_; }
    uint64_t memory_bytes() const noexcept;

  private:
    struct PendingSubmission {
        input::Submission submission;
        int attempts = 1;
        chain::BlockId at;
    };
    struct PendingReadyRequest {
        Hash256 parent;
        bool is_best = false;
        uint64_t change = 0;  ///< the last one that had been announced
        uint64_t deadline_ms = 0;
    };

    // The steps of a change, in the order in which they are planned.
    struct ReadRetracted {
        chain::BlockId block;
    };
    struct RetractAll {};
    struct ReadEnacted {
        chain::BlockId block, parent;
    };
    struct AskTags {  ///< of an extrinsic of the enacted block that the pool does not have
        chain::BlockId parent;
        ExtrinsicPtr extrinsic;
    };
    struct Enact {};
    struct PlanReturns {};
    struct Return {  ///< of an extrinsic of a retracted block
        Hash256 hash;
        ExtrinsicPtr extrinsic;
        TransactionPtr known;  ///< nullptr: it was never in the pool
    };
    struct PlanDoubtful {};
    struct Revalidate {
        TransactionPtr transaction;
    };
    struct FinishRoute {};
    struct FinishChange {};
    struct Ignore {};  ///< the answer to a question that was asked before a reset
    using Step = std::variant<ReadRetracted, RetractAll, ReadEnacted, AskTags, Enact, PlanReturns, Return, PlanDoubtful,
                              Revalidate, FinishRoute, FinishChange, Ignore>;

    void on_submission(input::Submission submission, uint64_t now_ms, Effects& effects);
    void on_submission_validated(input::SubmissionValidated validated, uint64_t now_ms, Effects& effects);
    void end_submission(Ticket ticket, Result<void, PoolError> result, Effects& effects);
    std::optional<PoolError> check_submission(const input::Submission& submission, uint64_t now_ms) const;
    void on_ready_request(const input::ReadyRequest& request, uint64_t now_ms, Effects& effects);
    bool may_answer(const PendingReadyRequest& request) const;
    void answer_ready_requests(uint64_t now_ms, Effects& effects);
    void on_change(ChainChange change, Effects& effects);
    void reset(const chain::BlockId& best, Effects& effects);

    /// Executes steps until one needs an answer of the chain, or no step is left.
    void take_steps(uint64_t now_ms, Effects& effects);
    bool begin_change(uint64_t now_ms);
    void begin_route(const chain::TreeRoute& route);
    /// False: the step waits for an answer.
    bool take(const Step& step, uint64_t now_ms, Effects& effects);
    void on_body(std::optional<primitives::Body> body);
    void on_verdict(Result<ValidTransaction, PoolError> verdict, uint64_t now_ms, Effects& effects);
    void on_return_verdict(const Return& step, Result<ValidTransaction, PoolError> verdict, uint64_t now_ms,
                           Events& events);
    void on_revalidated(const Transaction& one, Result<ValidTransaction, PoolError> verdict, uint64_t now_ms,
                        Events& events);
    void enact(uint64_t now_ms, Effects& effects);
    void plan_returns();
    void plan_doubtful();
    void finish_route(uint64_t now_ms, Effects& effects);
    void plan_next(std::vector<Step> steps);
    bool ask(const chain::BlockId& at, TransactionSource source, const ExtrinsicPtr& extrinsic, Effects& effects);

    PoolOptions options_;
    TransactionTracker tracker_;
    chain::BlockId best_;
    PoolCounters counters_;
    std::map<Ticket, PendingSubmission> submissions_;
    std::map<Ticket, PendingReadyRequest> ready_requests_;

    std::optional<ChainChange> announced_;  ///< merged, not begun
    /// Blocks above this number were retracted by one of the merged changes, even if the merged change returns to them.
    std::optional<primitives::BlockNumber> announced_doubtful_above_;
    uint64_t announced_count_ = 0, processed_count_ = 0;
    bool is_continue_asked_ = false;

    /// Transactions that were inserted while the queues were on another block than that on which they were validated.
    std::map<Hash256, chain::BlockId> validated_elsewhere_;

    // Of the change that is being processed.
    struct Progress {
        ChainChange change;
        uint64_t number = 0;
        uint64_t start_ms = 0;
        std::optional<primitives::BlockNumber> doubtful_above = {};
        chain::BlockId best = {};
        std::vector<std::pair<Hash256, ExtrinsicPtr>> candidates = {};  ///< extrinsics of retracted blocks
        std::set<Hash256> included = {};                                ///< in the new branch
        EnactedBlock block = {};                                        ///< being enacted
    };
    std::optional<Progress> progress_;
    std::deque<Step> steps_;
    std::optional<Step> waiting_;  ///< for the chain's answer
    std::vector<TransactionPtr> to_revalidate_;
};

}  // namespace serinus::pool
