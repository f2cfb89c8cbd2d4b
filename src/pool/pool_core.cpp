#include "pool/pool_core.hpp"

#include "base/assert.hpp"

namespace serinus::pool {
namespace {

/// How often a submission is validated anew because the best block changed meanwhile.
constexpr int kMaxAttempts = 4;

void notify(Events events, Effects& effects) {
    for (Event& event : events) effects.emplace_back(effect::Notify{std::move(event)});
}

}  // namespace

PoolCore::PoolCore(const PoolOptions& options, const chain::BlockId& best)
    : options_(options), tracker_(options), best_(best) {}

void PoolCore::handle(Input input, uint64_t now_ms, Effects& effects) {
    if (auto* submission = std::get_if<input::Submission>(&input)) {
        return on_submission(std::move(*submission), now_ms, effects);
    }
    if (auto* validated = std::get_if<input::SubmissionValidated>(&input)) {
        return on_submission_validated(std::move(*validated), now_ms, effects);
    }
    if (const auto* request = std::get_if<input::ReadyRequest>(&input)) {
        return on_ready_request(*request, now_ms, effects);
    }
    if (std::holds_alternative<input::TimePassed>(input)) return answer_ready_requests(now_ms, effects);
    if (auto* change = std::get_if<input::Change>(&input)) {
        on_change(std::move(change->change), effects);
    } else if (std::holds_alternative<input::Continue>(input)) {
        is_continue_asked_ = false;
        take_steps(now_ms, effects);
    } else if (auto* read = std::get_if<input::BodyRead>(&input)) {
        on_body(std::move(read->body));
        take_steps(now_ms, effects);
    } else {
        on_verdict(std::move(std::get<input::Validated>(input).verdict), now_ms, effects);
        take_steps(now_ms, effects);
    }
    answer_ready_requests(now_ms, effects);
}

std::optional<PoolError> PoolCore::check_submission(const input::Submission& submission, uint64_t now_ms) const {
    const size_t size = submission.extrinsic->size();
    if (size > options_.ready_bytes) {
        return PoolError{.kind = PoolError::Kind::kTooLarge,
                         .reason = "its " + std::to_string(size) + " bytes are more than the pool takes"};
    }
    if (submissions_.size() >= options_.max_submissions)
        return PoolError{.reason = "too many transactions are being validated"};
    return tracker_.check_known(submission.hash, submission.source, now_ms);
}

void PoolCore::on_submission(input::Submission submission, uint64_t now_ms, Effects& effects) {
    ++counters_.submitted;
    if (auto error = check_submission(submission, now_ms)) {
        effects.emplace_back(effect::Submitted{submission.ticket, *std::move(error)});
        return;
    }
    ++counters_.validations_scheduled;
    const Ticket ticket = submission.ticket;
    const chain::BlockId at = submission.best;
    const bool is_new = submissions_.emplace(ticket, PendingSubmission{std::move(submission), 1, at}).second;
    SERINUS_ASSERT(is_new);
    effects.emplace_back(effect::ValidateSubmission{ticket, at});
}

void PoolCore::end_submission(Ticket ticket, Result<void, PoolError> result, Effects& effects) {
    submissions_.erase(ticket);
    effects.emplace_back(effect::Submitted{ticket, std::move(result)});
}

// Spec: algo-validate-transactions
void PoolCore::on_submission_validated(input::SubmissionValidated validated, uint64_t now_ms, Effects& effects) {
    ++counters_.validations_finished;
    const auto found = submissions_.find(validated.ticket);
    SERINUS_ASSERT(found != submissions_.end());
    PendingSubmission& pending = found->second;
    const input::Submission& submission = pending.submission;
    if (!validated.verdict) {
        // A failure of ours says nothing of the transaction, and the unknown may be known soon.
        if (validated.verdict.error().is_lasting()) {
            ++counters_.invalid;
            tracker_.ban(submission.hash, now_ms);
        }
        return end_submission(validated.ticket, std::move(validated.verdict).error(), effects);
    }
    // Where the pool is behind `at`, the transaction is inserted all the same: what the pool has still to process is
    // before that state.
    if (validated.best != pending.at && best_ != pending.at && pending.attempts < kMaxAttempts) {
        ++pending.attempts;
        ++counters_.validations_scheduled;
        pending.at = validated.best;
        effects.emplace_back(effect::ValidateSubmission{validated.ticket, pending.at});
        return;
    }
    Events events;
    auto inserted = tracker_.insert(Transaction::of(submission.hash, submission.extrinsic, submission.source,
                                                    *std::move(validated.verdict), pending.at.number),
                                    now_ms, events);
    const size_t most = options_.ready_count + options_.future_count;
    if (inserted && (progress_ || best_ != pending.at) && validated_elsewhere_.size() < most) {
        validated_elsewhere_[submission.hash] = pending.at;
    }
    end_submission(validated.ticket, std::move(inserted), effects);
    notify(std::move(events), effects);
}

std::vector<Hash256> PoolCore::remove(const std::vector<Hash256>& hashes, const std::string& reason, uint64_t now_ms,
                                      Effects& effects) {
    Events events;
    auto gone = tracker_.remove(hashes, reason, now_ms, events);
    notify(std::move(events), effects);
    return gone;
}

void PoolCore::on_ready_request(const input::ReadyRequest& request, uint64_t now_ms, Effects& effects) {
    const PendingReadyRequest pending{request.parent, request.is_best, announced_count_, now_ms + request.timeout_ms};
    if (may_answer(pending) || request.timeout_ms == 0 || ready_requests_.size() >= options_.max_ready_requests) {
        effects.emplace_back(effect::AnswerReady{request.ticket});
        return;
    }
    ready_requests_.emplace(request.ticket, pending);
    effects.emplace_back(effect::WakeAfter{request.timeout_ms});
}

bool PoolCore::may_answer(const PendingReadyRequest& request) const {
    if (progress_) return false;
    const bool is_there = best_.hash == request.parent;
    if (!request.is_best) return is_there || processed_count_ >= request.change;
    // The change that made it the best block may not be announced yet.
    return (is_there && !announced_) || processed_count_ > request.change;
}

void PoolCore::answer_ready_requests(uint64_t now_ms, Effects& effects) {
    std::erase_if(ready_requests_, [&](const auto& entry) {
        const auto& [ticket, request] = entry;
        if (now_ms < request.deadline_ms && !may_answer(request)) return false;
        effects.emplace_back(effect::AnswerReady{ticket});
        return true;
    });
}

void PoolCore::on_change(ChainChange change, Effects& effects) {
    ++announced_count_;
    if (change.is_reset) return reset(end_of(*change.route), effects);
    if (change.route && !change.route->retracted.empty()) {
        const auto number = change.route->common.number;
        announced_doubtful_above_ = std::min(announced_doubtful_above_.value_or(number), number);
    }
    if (announced_) {
        append_change(*announced_, std::move(change));
    } else {
        announced_ = std::move(change);
    }
    const bool has_work = tracker_.tracked_count() != 0 || announced_doubtful_above_;
    if (!progress_ && !waiting_ && !has_work) {
        if (announced_->route) best_ = end_of(*announced_->route);
        announced_.reset();
        processed_count_ = announced_count_;
        return;
    }
    if (waiting_ || std::exchange(is_continue_asked_, true)) return;
    effects.emplace_back(effect::Continue{});
}

// At once, whatever is being processed: who submits next finds an empty pool.
void PoolCore::reset(const chain::BlockId& best, Effects& effects) {
    Events events;
    tracker_.clear(events);
    notify(std::move(events), effects);
    steps_.clear();
    to_revalidate_.clear();
    validated_elsewhere_.clear();
    progress_.reset();
    announced_.reset();
    announced_doubtful_above_.reset();
    if (waiting_) waiting_ = Ignore{};
    best_ = best;
    processed_count_ = announced_count_;
}

uint64_t PoolCore::memory_bytes() const noexcept {
    return tracker_.memory_bytes() + (steps_.size() + to_revalidate_.size()) * sizeof(Step);
}

}  // namespace serinus::pool
