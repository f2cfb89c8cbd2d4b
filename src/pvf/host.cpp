#include "pvf/host.hpp"

#include <algorithm>

#include "hashing/hashing.hpp"
#include "wasm/engine.hpp"

namespace serinus::pvf {
namespace {

bool is_critical(Purpose purpose) noexcept { return execution_kind(purpose) == ExecutionKind::kApproval; }

/// Code that is on the chain was checked before: whatever is wrong with it now is no fault of the candidate.
Attempt doubt_of(const PrepareError& error) {
    return Doubt{Doubt::Kind::kOurs,
                 std::string(to_string(error.fault)) + (error.reason.empty() ? "" : ": " + error.reason)};
}

}  // namespace

Host::Host(HostOptions options)
    : options_(std::move(options)),
      workers_(options_.workers),
      version_(wasm::make_engine()->precompiled_version()),
      codes_(std::move(options_.cache), options_.max_in_memory) {}

CodeKey Host::key_of(const SessionCode& code) const {
    return {hashing::blake2b_256(code.code), preparation_hash(code.params), version_};
}

uint64_t Host::submit(Request request) {
    const uint64_t id = next_id_++;
    const ExecutorLimits limits = limits_of(request.code->params);
    const uint64_t timeout_ms = is_critical(request.purpose) ? limits.approval_ms : limits.backing_ms;
    const CodeKey key = key_of(*request.code);
    const Retries retries(request.purpose, timeout_ms);
    candidates_.emplace(id, Candidate{.request = std::move(request),
                                      .key = key,
                                      .limits = limits,
                                      .retries = retries,
                                      .begin_ms = options_.now_ms(),
                                      .timeout_ms = timeout_ms,
                                      .again_ms = {},
                                      .job = {}});
    route(id);
    return id;
}

uint64_t Host::submit_precheck(std::shared_ptr<const SessionCode> code) {
    const uint64_t id = next_id_++;
    const CodeKey key = key_of(*code);
    checks_.emplace(id, true);
    preparations_.push_back(
        {.code = std::move(code), .key = key, .is_critical = false, .job = {}, .waiting = {}, .check = id});
    return id;
}

/// A candidate without anything to wait for gets to the queue, or waits for its code.
void Host::route(uint64_t id) {
    Candidate& candidate = candidates_.at(id);
    candidate.again_ms.reset();
    if (codes_.find(candidate.key) != nullptr) {
        queue_.add(
            {.id = id, .purpose = candidate.request.purpose, .scheduling_parent = candidate.request.scheduling_parent},
            options_.now_ms());
        return;
    }
    const PrepareError* standing = codes_.failures.standing(candidate.key.digest(), options_.now_ms());
    if (standing != nullptr) return judge(id, doubt_of(*standing));
    prepare_for(id);
}

void Host::prepare_for(uint64_t id) {
    const Candidate& candidate = candidates_.at(id);
    const bool critical = is_critical(candidate.request.purpose);
    const Hash256 digest = candidate.key.digest();
    for (Preparation& preparation : preparations_) {
        if (preparation.check || preparation.key.digest() != digest) continue;
        preparation.waiting.push_back(id);
        preparation.is_critical |= critical;
        return;
    }
    preparations_.push_back({.code = candidate.request.code,
                             .key = candidate.key,
                             .is_critical = critical,
                             .job = {},
                             .waiting = {id},
                             .check = {}});
}

void Host::cancel(uint64_t id) {
    const auto found = candidates_.find(id);
    if (found == candidates_.end()) return;
    Candidate& candidate = found->second;
    if (candidate.job) {  // its end comes back
        candidate.is_cancelled = true;
        workers_.cancel(*candidate.job);
        return;
    }
    queue_.cancel(id);
    for (Preparation& preparation : preparations_) std::erase(preparation.waiting, id);
    finish(id, std::nullopt);
}

void Host::update_leaves(const std::vector<Hash256>& blocks) {
    for (const QueuedJob& job : queue_.update_leaves(blocks)) finish(job.id, std::nullopt);
}

void Host::finish(uint64_t id, std::optional<Verdict> verdict) {
    const auto found = candidates_.find(id);
    finished_.push_back({.id = id, .verdict = std::move(verdict), .precheck = {}, .figures = found->second.figures});
    candidates_.erase(found);
}

void Host::judge(uint64_t id, const Attempt& attempt) {
    Candidate& candidate = candidates_.at(id);
    const uint64_t now_ms = options_.now_ms();
    const auto next = candidate.retries.after(attempt, now_ms - candidate.begin_ms);
    if (!next) return finish(id, Retries::verdict_of(attempt));
    if (next->prepare_again) codes_.drop(candidate.key);
    candidate.timeout_ms = next->timeout_ms;
    if (next->delay_ms == 0) return route(id);
    candidate.again_ms = now_ms + next->delay_ms;
}

void Host::start_preparations() {
    const auto running = static_cast<size_t>(
        std::ranges::count_if(preparations_, [](const Preparation& one) { return one.job.has_value(); }));
    size_t started = running;
    // Those that somebody waits for urgently first.
    for (const bool critical : {true, false}) {
        const size_t most = critical ? options_.max_preparing_critical : options_.max_preparing;
        for (size_t i = 0; i < preparations_.size() && started < most; ++i) {
            Preparation& one = preparations_[i];
            if (one.job || one.is_critical != critical) continue;
            const auto job = workers_.start_preparing(one.code->code, one.code->bomb_limit, limits_of(one.code->params),
                                                      one.check.has_value());
            if (job) {
                one.job = *job;
                one.started_ms = options_.now_ms();
                ++started;
                continue;
            }
            Preparation failed = std::move(one);
            preparations_.erase(preparations_.begin() + static_cast<ptrdiff_t>(i--));
            handle_prepared(std::move(failed), Err(PrepareError{PrepareFault::kOurs, job.error()}));
        }
    }
}

void Host::start_executions() {
    while (executing_ < options_.max_executing) {
        const auto next = queue_.take(options_.now_ms());
        if (!next) return;
        Candidate& candidate = candidates_.at(next->id);
        const platform::MemoryFile* file = codes_.find(candidate.key);
        if (file == nullptr) {  // it went while the candidate waited
            route(next->id);
            continue;
        }
        const auto job =
            workers_.start_executing(*file, *candidate.request.input, candidate.limits, candidate.timeout_ms);
        if (!job) {
            judge(next->id, Doubt{Doubt::Kind::kOurs, job.error()});
            continue;
        }
        candidate.job = *job;
        candidate.started_ms = options_.now_ms();
        ++executing_;
    }
}

void Host::start_jobs() {
    start_preparations();
    start_executions();
}

void Host::wake_up() {
    std::vector<uint64_t> awake;
    for (const auto& [id, candidate] : candidates_) {
        if (candidate.again_ms && *candidate.again_ms <= options_.now_ms()) awake.push_back(id);
    }
    for (const uint64_t id : awake) route(id);
}

uint64_t Host::time_to_next_ms(uint64_t most_ms) const {
    const uint64_t now_ms = options_.now_ms();
    for (const auto& [id, candidate] : candidates_) {
        if (candidate.again_ms)
            most_ms = std::min(most_ms, *candidate.again_ms - std::min(now_ms, *candidate.again_ms));
    }
    return most_ms;
}

void Host::handle_prepared(Preparation preparation, Result<Prepared, PrepareError> result) {
    const Hash256 digest = preparation.key.digest();
    std::optional<PrepareError> error;
    if (result) {
        codes_.failures.forget(digest);
        codes_.keep(preparation.key, std::move(result->file));
    } else {
        error = std::move(result).error();
        codes_.failures.note(digest, *error, options_.now_ms());
    }
    if (preparation.check) {
        checks_.erase(*preparation.check);
        Finished finished{.id = *preparation.check, .verdict = {}, .precheck = {}, .figures = {}};
        finished.precheck = error ? Result<void, PrepareError>(Err(*error)) : Result<void, PrepareError>();
        finished_.push_back(std::move(finished));
    }
    for (const uint64_t id : preparation.waiting) {
        if (error) {
            judge(id, doubt_of(*error));
        } else {
            route(id);
        }
    }
}

void Host::handle(Workers::Done done) {
    if (done.prepared) {
        const auto found = std::ranges::find(preparations_, std::optional(done.job), &Preparation::job);
        Preparation preparation = std::move(*found);
        preparations_.erase(found);
        prepared_.add(options_.now_ms() - preparation.started_ms);
        return handle_prepared(std::move(preparation), std::move(*done.prepared));
    }
    --executing_;
    for (auto& [id, candidate] : candidates_) {
        if (candidate.job != done.job) continue;
        candidate.job.reset();
        candidate.figures = done.executed->figures;
        if (candidate.is_cancelled) return finish(id, std::nullopt);
        executed_.add(options_.now_ms() - candidate.started_ms);
        return judge(id, done.executed->attempt);
    }
}

std::vector<Host::Finished> Host::step(uint64_t timeout_ms) {
    wake_up();
    start_jobs();
    if (finished_.empty()) {
        const uint64_t wait_ms = time_to_next_ms(timeout_ms);
        if (workers_.running() == 0 && !candidates_.empty()) options_.wait_ms(wait_ms);
        auto done = workers_.next(wait_ms);
        // All that have ended meanwhile, so that the next ones are chosen among all.
        for (; done; done = workers_.next(0)) handle(std::move(*done));
        wake_up();
        start_jobs();
    }
    return std::exchange(finished_, {});
}

Verdict Host::validate(const SessionCode& code, const CandidateInput& input, Purpose purpose) {
    const uint64_t id = submit({.code = std::make_shared<const SessionCode>(code),
                                .input = std::make_shared<const CandidateInput>(input),
                                .purpose = purpose,
                                .scheduling_parent = {}});
    constexpr uint64_t kLookMs = 1000;
    for (;;) {
        for (Finished& one : step(kLookMs)) {
            if (one.id == id) return one.verdict ? std::move(*one.verdict) : Verdict(Ours{"cancelled"});
        }
    }
}

Result<void, PrepareError> Host::precheck(const SessionCode& code) {
    const uint64_t id = submit_precheck(std::make_shared<const SessionCode>(code));
    constexpr uint64_t kLookMs = 1000;
    for (;;) {
        for (Finished& one : step(kLookMs)) {
            if (one.id == id) return std::move(*one.precheck);
        }
    }
}

}  // namespace serinus::pvf
