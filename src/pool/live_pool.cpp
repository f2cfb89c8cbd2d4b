#include "pool/live_pool.hpp"

#include "base/hex.hpp"
#include "platform/log.hpp"

namespace serinus::pool {
namespace {

constexpr std::string_view kTarget = "txpool";

/// How often a submission is validated anew because the best block changed meanwhile.
constexpr int kMaxAttempts = 4;

/// Blocks at a time whose unknown extrinsics are shown to the runtime for their tags. Observed: above this distance the
/// reference does not look at the blocks at all.
constexpr size_t kMaxBlocksToAsk = 20;

/// Transactions that are validated again for each new best block: a quarter of them, and at least so many. Observed:
/// the reference's revalidation queue, which does so by time
constexpr size_t kMinRevalidated = 20;
/// And at a time, between which news are looked at.
constexpr size_t kRevalidatedAtOnce = 16;

/// Ours: callers of when_ready at a time.
constexpr size_t kMaxWaiting = 256;

/// Ours: after a retraction, before proposers get to see the queues; the others' turn comes with the blocks after it.
constexpr size_t kMaxDoubtfulAtOnce = 1024;

std::string name_of(const Hash256& hash) { return "[" + to_hex_prefixed(hash.bytes) + "]"; }

}  // namespace

LivePool::LivePool(PoolChain& chain, platform::Scheduler& scheduler, PoolOptions options)
    : chain_(chain),
      scheduler_(scheduler),
      options_(std::move(options)),
      lane_(scheduler.make_lane({.name = "pool", .runs_on = platform::WorkClass::kRuntime})),
      watchers_(scheduler),
      core_(options_),
      best_(chain.best()) {}

LivePool::~LivePool() { stop(); }

template <class Change>
void LivePool::apply(const Change& change) {
    const std::lock_guard lock(mutex_);
    Events events;
    change(events);
    watchers_.post(std::move(events));
}

Result<ValidTransaction, PoolError> LivePool::validate(const chain::BlockId& at, TransactionSource source,
                                                       const primitives::Extrinsic& extrinsic) {
    ++counters_.validations_scheduled;
    auto verdict = chain_.validate(at, source, extrinsic);
    ++counters_.validations_finished;
    if (!verdict && verdict.error().kind == PoolError::Kind::kInvalid) ++counters_.invalid;
    return verdict;
}

Result<void, PoolError> LivePool::check(const Hash256& hash, size_t size) {
    ENSURE(size <= options_.ready_bytes,
           PoolError{.kind = PoolError::Kind::kTooLarge,
                     .reason = "its " + std::to_string(size) + " bytes are more than the pool takes"});
    const std::lock_guard lock(mutex_);
    if (auto known = core_.check_known(hash, now_ms())) return *std::move(known);
    return {};
}

// Spec: algo-validate-transactions
Result<Hash256, PoolError> LivePool::submit(primitives::Extrinsic extrinsic, TransactionSource source,
                                            Watchers::Watcher watcher, uint64_t* watch_id) {
    ++counters_.submitted;
    const Hash256 hash = hash_of(extrinsic);
    const auto refuse = [&](PoolError error) {
        log::debug(kTarget, [&] { return name_of(hash) + " refused: " + error.reason; });
        return Err(std::move(error));
    };
    if (watcher && watchers_.full()) return refuse({.reason = "too many transactions are watched"});
    if (auto known = check(hash, extrinsic.size()); !known) return refuse(std::move(known).error());
    const auto shared = std::make_shared<const primitives::Extrinsic>(std::move(extrinsic));
    for (int attempt = 1;; ++attempt) {
        const chain::BlockId at = chain_.best();
        auto verdict = validate(at, source, *shared);
        if (!verdict) {
            const std::lock_guard lock(mutex_);
            // A failure of ours says nothing of the transaction, and the unknown may be known soon.
            if (verdict.error().kind == PoolError::Kind::kInvalid) core_.ban(hash, now_ms());
            return refuse(std::move(verdict).error());
        }
        const bool has_moved = chain_.best() != at;
        Result<void, PoolError> inserted;
        bool try_again = false;
        apply([&](Events& events) {
            // A pool that is behind `at` inserts all the same: what it has still to process is before that state.
            try_again = has_moved && best_ != at && attempt < kMaxAttempts;
            if (try_again) return;
            inserted =
                core_.insert(Transaction::of(hash, shared, source, *std::move(verdict), at.number), now_ms(), events);
            if (!inserted || !watcher) return;
            *watch_id = watchers_.add(hash, std::move(watcher));
        });
        if (try_again) continue;
        if (!inserted) return refuse(std::move(inserted).error());
        log::debug(kTarget, [&] { return name_of(hash) + " submitted"; });
        return hash;
    }
}

std::vector<Hash256> LivePool::remove(const std::vector<Hash256>& hashes, const std::string& reason) {
    std::vector<Hash256> gone;
    apply([&](Events& events) { gone = core_.remove(hashes, reason, now_ms(), events); });
    if (!hashes.empty()) {
        log::debug(kTarget, [&] {
            return "Removed invalid transactions: " + std::to_string(hashes.size()) + "/" + std::to_string(gone.size());
        });
    }
    return gone;
}

std::vector<ReadyTransaction> LivePool::ready() const {
    std::vector<ReadyTransaction> out;
    for (const auto& one : ready_now()) {
        std::shared_ptr<const std::vector<Tag>> provides(one, &one->provides_tags);
        out.push_back({one->hash, one->extrinsic, one->priority, one->propagate, std::move(provides)});
    }
    return out;
}

bool LivePool::may_answer(const Waiting& waiting) const {
    if (waiting.is_best) return best_.hash == waiting.parent;
    return processed_ >= waiting.changes;
}

void LivePool::answer(Waiting waiting) {
    (void)lane_->cancel(waiting.timer);
    if (const auto lane = waiting.lane.lock()) {
        (void)lane->post_always(
            [callback = std::move(waiting.callback), found = ready()]() mutable { callback(std::move(found)); });
    }
}

void LivePool::answer_waiting() {
    std::vector<Waiting> due;
    {
        const std::lock_guard lock(mutex_);
        for (auto at = waiting_.begin(); at != waiting_.end();) {
            if (!may_answer(at->second)) {
                ++at;
                continue;
            }
            due.push_back(std::move(at->second));
            at = waiting_.erase(at);
        }
    }
    for (auto& one : due) answer(std::move(one));
}

void LivePool::when_ready(const Hash256& parent, uint64_t timeout_ms, std::weak_ptr<platform::Lane> lane,
                          ReadyCallback callback) {
    Waiting waiting{.parent = parent, .lane = std::move(lane), .callback = std::move(callback)};
    waiting.is_best = chain_.best().hash == parent;
    {
        const std::lock_guard lock(mutex_);
        waiting.changes = announced_;
        if (!may_answer(waiting) && waiting_.size() < kMaxWaiting) {
            const uint64_t id = ++next_waiting_;
            const auto timer = lane_->post_after(timeout_ms, [this, id] {
                std::optional<Waiting> late;
                {
                    const std::lock_guard inner(mutex_);
                    auto node = waiting_.extract(id);
                    if (!node.empty()) late = std::move(node.mapped());
                }
                if (late) answer(*std::move(late));
            });
            waiting.timer = timer.value_or(0);
            if (timer) {
                waiting_.emplace(id, std::move(waiting));
                return;
            }
        }
    }
    answer(std::move(waiting));
}

std::vector<TransactionPtr> LivePool::ready_now() const {
    const std::lock_guard lock(mutex_);
    return core_.graph().ready();
}

std::vector<TransactionPtr> LivePool::future_now() const {
    const std::lock_guard lock(mutex_);
    return core_.graph().future();
}

TransactionPtr LivePool::find(const Hash256& hash) const {
    const std::lock_guard lock(mutex_);
    return core_.graph().find(hash);
}

PoolStatus LivePool::status() const {
    const std::lock_guard lock(mutex_);
    return core_.graph().status();
}

uint64_t LivePool::memory_bytes() const {
    const std::lock_guard lock(mutex_);
    return core_.memory_bytes() + watchers_.memory_bytes();
}

size_t LivePool::tracked_count() const {
    const std::lock_guard lock(mutex_);
    return core_.tracked_count();
}

std::vector<std::pair<std::string, uint64_t>> LivePool::counters() const {
    return {{"submitted_transactions", counters_.submitted},
            {"validations_scheduled", counters_.validations_scheduled},
            {"validations_finished", counters_.validations_finished},
            {"validations_invalid", counters_.invalid},
            {"block_transactions_pruned", counters_.pruned},
            {"block_transactions_resubmitted", counters_.resubmitted}};
}

void LivePool::on_chain_change(ChainNews news) {
    const std::lock_guard lock(mutex_);
    ++announced_;
    news_.push_back(std::move(news));
    schedule_step();
}

// With the lock.
void LivePool::schedule_step() {
    if (is_step_posted_ || stopping_) return;
    is_step_posted_ = true;
    (void)lane_->post_always([this] {
        const bool more = step();
        const std::lock_guard lock(mutex_);
        is_step_posted_ = false;
        if (more || !news_.empty()) schedule_step();
    });
}

void LivePool::stop() {
    stopping_ = true;
    lane_->close();
    watchers_.stop();
}

bool LivePool::step() {
    ChainNews news;
    bool found = false;
    {
        const std::lock_guard lock(mutex_);
        if (!news_.empty()) {
            found = true;
            news = std::move(news_.front());
            news_.pop_front();
        }
    }
    if (!found) return !stopping_ && revalidate();
    if (news.route) follow(*news.route);
    if (!news.finalized.empty()) {
        apply([&](Events& events) {
            for (const auto& block : news.finalized) core_.finalize(block.hash, events);
        });
    }
    {
        const std::lock_guard lock(mutex_);
        ++processed_;
    }
    answer_waiting();
    return !stopping_;
}

// Spec: algo-maintain-transaction-pool
void LivePool::follow(const chain::TreeRoute& route) {
    const uint64_t start_ns = scheduler_.now_ns();
    const chain::BlockId best = route.enacted.empty() ? route.common : route.enacted.back();
    if (route.retracted.empty()) {
        const std::lock_guard lock(mutex_);
        if (core_.tracked_count() == 0) {
            best_ = best;
            return;
        }
    }
    Candidates candidates;
    retract(route, candidates);
    std::set<Hash256> included;
    chain::BlockId parent = route.common;
    for (const auto& block : route.enacted) {
        if (stopping_) return;
        enact(block, parent, route.enacted.size() <= kMaxBlocksToAsk, included);
        parent = block;
    }
    take_back(best, candidates, std::move(included));
    if (!route.retracted.empty()) revalidate_doubtful(best, route.common);
    size_t ready = 0;
    apply([&](Events& events) {
        core_.settle(best.number, now_ms(), events);
        best_ = best;
        const PoolStatus status = core_.graph().status();
        ready = status.ready;
        const size_t count = std::max(kMinRevalidated, (status.ready + status.future) / 4);
        to_revalidate_ = core_.to_revalidate(count);
    });
    log::debug(kTarget, [&] {
        return "maintain: at #" + std::to_string(best.number) + " " + to_hex_prefixed(best.hash.bytes) +
               ", retracted " + std::to_string(route.retracted.size()) + ", enacted " +
               std::to_string(route.enacted.size()) + " blocks, " + std::to_string(ready) + " ready, took " +
               std::to_string((scheduler_.now_ns() - start_ns) / 1000) + " us";
    });
}

void LivePool::retract(const chain::TreeRoute& route, Candidates& candidates) {
    for (const auto& block : route.retracted) {
        apply([&](Events& events) { core_.retract(block.hash, events); });
    }
    // The oldest block first, so that what depends on it comes after it.
    for (auto block = route.retracted.rbegin(); block != route.retracted.rend(); ++block) {
        auto body = chain_.find_body(block->hash);
        if (!body) continue;
        for (auto& extrinsic : *body) {
            const Hash256 hash = hash_of(extrinsic);
            candidates.emplace_back(hash, std::make_shared<const primitives::Extrinsic>(std::move(extrinsic)));
        }
    }
}

void LivePool::enact(const chain::BlockId& block, const chain::BlockId& parent, bool ask_runtime,
                     std::set<Hash256>& included) {
    const auto body = chain_.find_body(block.hash);
    EnactedBlock enacted{.id = block, .extrinsics = {}, .foreign_tags = {}};
    if (body) {
        for (const auto& extrinsic : *body) enacted.extrinsics.push_back(hash_of(extrinsic));
        included.insert(enacted.extrinsics.begin(), enacted.extrinsics.end());
    }
    std::vector<size_t> foreign;
    {
        const std::lock_guard lock(mutex_);
        if (core_.graph().status() != PoolStatus{} && ask_runtime) {
            for (size_t i = 0; i < enacted.extrinsics.size(); ++i) {
                if (!core_.is_tracked(enacted.extrinsics[i])) foreign.push_back(i);
            }
        }
    }
    for (const size_t i : foreign) {
        if (stopping_) return;
        auto verdict = validate(parent, TransactionSource::kInBlock, (*body)[i]);
        if (!verdict) continue;
        for (auto& tag : verdict->provides_tags) enacted.foreign_tags.push_back(std::move(tag));
    }
    apply([&](Events& events) {
        const size_t before = core_.graph().status().ready;
        core_.enact(enacted, now_ms(), events);
        const size_t after = core_.graph().status().ready;
        if (after < before) counters_.pruned += before - after;
    });
}

// `done`: in the new branch.
void LivePool::take_back(const chain::BlockId& best, const Candidates& candidates, std::set<Hash256> done) {
    std::vector<TransactionPtr> returning;
    {
        const std::lock_guard lock(mutex_);
        returning = core_.returning();
    }
    for (const auto& one : returning) {
        if (stopping_) return;
        if (!done.insert(one->hash).second) continue;
        take_back_one(best, one->hash, one.get(), one->extrinsic);
    }
    for (const auto& [hash, extrinsic] : candidates) {
        if (stopping_) return;
        if (!done.insert(hash).second) continue;
        take_back_one(best, hash, nullptr, extrinsic);
    }
}

// Inherents of retracted blocks end here too: the runtime says that they are no transactions.
void LivePool::take_back_one(const chain::BlockId& best, const Hash256& hash, const Transaction* known,
                             std::shared_ptr<const primitives::Extrinsic> extrinsic) {
    {
        const std::lock_guard lock(mutex_);
        if (core_.is_tracked(hash) && !core_.is_returning(hash)) return;
    }
    const auto source = known ? known->source : TransactionSource::kExternal;
    auto verdict = validate(best, source, *extrinsic);
    apply([&](Events& events) {
        if (verdict) {
            ++counters_.resubmitted;
            core_.restore(Transaction::of(hash, extrinsic, source, *std::move(verdict), best.number), events);
        } else if (known && verdict.error().kind == PoolError::Kind::kInternal) {
            // Nobody could say: what was known of it holds until somebody can.
            core_.restore(*known, events);
        } else {
            core_.reject(hash, verdict.error(), now_ms(), events);
        }
    });
}

bool LivePool::revalidate() {
    std::vector<TransactionPtr> batch;
    chain::BlockId best;
    {
        const std::lock_guard lock(mutex_);
        best = best_;
        const size_t count = std::min(kRevalidatedAtOnce, to_revalidate_.size());
        batch.assign(to_revalidate_.begin(), to_revalidate_.begin() + static_cast<std::ptrdiff_t>(count));
        to_revalidate_.erase(to_revalidate_.begin(), to_revalidate_.begin() + static_cast<std::ptrdiff_t>(count));
    }
    for (const auto& one : batch) {
        if (stopping_) return false;
        revalidate_one(best, *one);
    }
    return !batch.empty();
}

void LivePool::revalidate_one(const chain::BlockId& best, const Transaction& one) {
    auto verdict = validate(best, one.source, *one.extrinsic);
    if (!verdict && verdict.error().kind != PoolError::Kind::kInvalid) return;
    if (!verdict) {
        log::debug(kTarget, [&] { return name_of(one.hash) + ": Revalidation: invalid: " + verdict.error().reason; });
    }
    apply([&](Events& events) {
        if (verdict) {
            core_.revalidated(Transaction::of(one.hash, one.extrinsic, one.source, *std::move(verdict), best.number),
                              now_ms(), events);
        } else {
            core_.found_invalid(one.hash, verdict.error(), now_ms(), events);
        }
    });
}

// What was validated on a retracted state may need what that block had: a proposer must not try it first.
void LivePool::revalidate_doubtful(const chain::BlockId& best, const chain::BlockId& common) {
    std::vector<TransactionPtr> doubtful;
    {
        const std::lock_guard lock(mutex_);
        doubtful = core_.doubtful(common.number);
    }
    if (doubtful.size() > kMaxDoubtfulAtOnce) doubtful.resize(kMaxDoubtfulAtOnce);
    for (const auto& one : doubtful) {
        if (stopping_) return;
        revalidate_one(best, *one);
    }
}

}  // namespace serinus::pool
