#include "pool/live_pool.hpp"

#include "base/hex.hpp"
#include "platform/log.hpp"

namespace serinus::pool {
namespace {

constexpr std::string_view kTarget = "txpool";

std::string name_of(const Hash256& hash) { return "[" + to_hex_prefixed(hash.bytes) + "]"; }

void log_processed(const effect::Processed& processed) {
    log::debug(kTarget, [&] {
        return "maintain: at #" + std::to_string(processed.best.number) + " " +
               to_hex_prefixed(processed.best.hash.bytes) + ", retracted " + std::to_string(processed.retracted) +
               ", enacted " + std::to_string(processed.enacted) + " blocks, " + std::to_string(processed.ready) +
               " ready, took " + std::to_string(processed.took_ms) + " ms";
    });
}

}  // namespace

LivePool::LivePool(PoolChain& chain, platform::Scheduler& scheduler, PoolOptions options)
    : chain_(chain),
      scheduler_(scheduler),
      max_batched_(options.max_batched),
      max_batched_bytes_(options.max_batched_bytes),
      lane_(scheduler.make_lane({.name = "pool", .runs_on = platform::WorkClass::kRuntime})),
      batch_lane_(scheduler.make_lane({.name = "pool-batches", .runs_on = platform::WorkClass::kRuntime})),
      watchers_(scheduler),
      core_(options, chain.best()) {}

LivePool::~LivePool() { stop(); }

void LivePool::stop() {
    lane_->close();
    batch_lane_->close();
    watchers_.stop();
}

void LivePool::handle(Input input, Submitting* submitting) {
    const std::lock_guard lock(mutex_);
    Effects effects;
    core_.handle(std::move(input), scheduler_.now_ms(), effects);
    for (Effect& effect : effects) perform(std::move(effect), submitting);
}

void LivePool::perform(Effect effect, Submitting* submitting) {
    if (auto* notify = std::get_if<effect::Notify>(&effect)) {
        watchers_.post(std::move(notify->event));
    } else if (const auto* validate = std::get_if<effect::ValidateSubmission>(&effect)) {
        submitting->validate_at = validate->at;
    } else if (auto* submitted = std::get_if<effect::Submitted>(&effect)) {
        if (submitted->result && submitting->watcher) {
            *submitting->watch_id = watchers_.add(submitting->hash, std::move(submitting->watcher));
        }
        submitting->result = std::move(submitted->result);
    } else if (const auto* answered = std::get_if<effect::AnswerReady>(&effect)) {
        answer(answered->ticket);
    } else if (const auto* wake = std::get_if<effect::WakeAfter>(&effect)) {
        (void)lane_->post_after(wake->delay_ms, [this] { handle(input::TimePassed{}); });
    } else if (std::holds_alternative<effect::Continue>(effect)) {
        (void)lane_->post_always([this] { handle(input::Continue{}); });
    } else if (const auto* read = std::get_if<effect::ReadBody>(&effect)) {
        ask_chain([this, block = read->block] { return input::BodyRead{chain_.find_body(block)}; });
    } else if (auto* question = std::get_if<effect::Validate>(&effect)) {
        ask_chain([this, asked = std::move(*question)] {
            return input::Validated{chain_.validate(asked.at, asked.source, *asked.extrinsic)};
        });
    } else {
        log_processed(std::get<effect::Processed>(effect));
    }
}

// One question for each task of the lane: others get their turn between two.
void LivePool::ask_chain(std::move_only_function<Input()> question) {
    (void)lane_->post_always([this, question = std::move(question)]() mutable { handle(question()); });
}

// Spec: algo-validate-transactions
Result<Hash256, PoolError> LivePool::submit(primitives::Extrinsic extrinsic, TransactionSource source,
                                            Watchers::Watcher watcher, uint64_t* watch_id) {
    const Hash256 hash = hash_of(extrinsic);
    const auto shared = std::make_shared<const primitives::Extrinsic>(std::move(extrinsic));
    Submitting submitting{.hash = hash, .watcher = std::move(watcher), .watch_id = watch_id};
    if (submitting.watcher && watchers_.full()) return PoolError{.reason = "too many transactions are watched"};
    {
        const std::lock_guard lock(mutex_);
        submitting.ticket = ++next_ticket_;
    }
    handle(input::Submission{submitting.ticket, hash, shared, source, chain_.best()}, &submitting);
    while (!submitting.result) {
        auto verdict = chain_.validate(*submitting.validate_at, source, *shared);
        handle(input::SubmissionValidated{submitting.ticket, std::move(verdict), chain_.best()}, &submitting);
    }
    if (!*submitting.result) {
        log::debug(kTarget, [&] { return name_of(hash) + " refused: " + submitting.result->error().reason; });
        return std::move(*submitting.result).error();
    }
    log::debug(kTarget, [&] { return name_of(hash) + " submitted"; });
    return hash;
}

bool LivePool::submit_batch(std::vector<primitives::Extrinsic> extrinsics, TransactionSource source,
                            VerdictsCallback callback) {
    size_t bytes = 0;
    for (const auto& extrinsic : extrinsics) bytes += extrinsic.size();
    {
        const std::lock_guard lock(mutex_);
        if (batched_ + extrinsics.size() > max_batched_ || batched_bytes_ + bytes > max_batched_bytes_) return false;
        batched_ += extrinsics.size();
        batched_bytes_ += bytes;
    }
    auto batch = std::make_shared<Batch>(std::move(extrinsics), source, std::move(callback));
    return batch_lane_->post_always([this, batch = std::move(batch)]() mutable {
        batch->expected = chain_.expect(chain_.best(), batch->extrinsics);
        std::ranges::reverse(batch->extrinsics);  // the next one is the last
        submit_next_of(std::move(batch));
    });
}

// One extrinsic for each task of the lane.
void LivePool::submit_next_of(std::shared_ptr<Batch> batch) {
    if (batch->extrinsics.empty()) return batch->callback(std::move(batch->verdicts));
    primitives::Extrinsic extrinsic = std::move(batch->extrinsics.back());
    batch->extrinsics.pop_back();
    const size_t bytes = extrinsic.size();
    const Hash256 hash = hash_of(extrinsic);
    batch->verdicts.push_back(verdict_of(hash, submit(std::move(extrinsic), batch->source)));
    {
        const std::lock_guard lock(mutex_);
        --batched_;
        batched_bytes_ -= bytes;
    }
    (void)batch_lane_->post_always([this, batch = std::move(batch)]() mutable { submit_next_of(std::move(batch)); });
}

std::vector<Hash256> LivePool::remove(const std::vector<Hash256>& hashes, const std::string& reason) {
    if (hashes.empty()) return {};
    const std::lock_guard lock(mutex_);
    Effects effects;
    auto gone = core_.remove(hashes, reason, scheduler_.now_ms(), effects);
    for (Effect& effect : effects) perform(std::move(effect), nullptr);
    log::debug(kTarget, [&] {
        return "Removed invalid transactions: " + std::to_string(hashes.size()) + "/" + std::to_string(gone.size());
    });
    return gone;
}

void LivePool::clear() {
    handle(input::Change{{.route = chain::TreeRoute{.retracted = {}, .common = chain_.best(), .enacted = {}},
                          .finalized = {},
                          .is_reset = true}});
}

void LivePool::when_ready(const Hash256& parent, uint64_t timeout_ms, std::weak_ptr<platform::Lane> lane,
                          ReadyCallback callback) {
    Ticket ticket;
    {
        const std::lock_guard lock(mutex_);
        ticket = ++next_ticket_;
        waiting_.emplace(ticket, Waiting{std::move(lane), std::move(callback)});
    }
    const bool is_best = chain_.best().hash == parent;
    handle(input::ReadyRequest{ticket, parent, is_best, timeout_ms});
}

void LivePool::answer(Ticket ticket) {
    auto node = waiting_.extract(ticket);
    const auto lane = node.mapped().lane.lock();
    if (lane == nullptr) return;
    (void)lane->post_always([callback = std::move(node.mapped().callback), ready = ready_of(core_)]() mutable {
        callback(std::move(ready));
    });
}

std::vector<ReadyTransaction> LivePool::ready_of(const PoolCore& core) {
    std::vector<ReadyTransaction> out;
    for (const auto& one : core.graph().ready()) {
        std::shared_ptr<const std::vector<Tag>> provides(one, &one->provides_tags);
        out.push_back({one->hash, one->extrinsic, one->priority, one->propagate, std::move(provides)});
    }
    return out;
}

}  // namespace serinus::pool
