// How a change of the chain is processed, step by step. Spec: algo-maintain-transaction-pool
#include "pool/pool_core.hpp"

#include "base/assert.hpp"

namespace serinus::pool {
namespace {

/// Blocks of a change whose unknown extrinsics are shown to the runtime for their tags. Observed: polkadot-stable2407:
/// above this distance the reference does not look at the blocks at all.
constexpr size_t kMaxBlocksToAsk = 20;

/// Transactions that are validated again for each new best block: a quarter of them, and at least so many. Observed:
/// polkadot-stable2407: the reference's revalidation queue, which does so by time
constexpr size_t kMinRevalidated = 20;

/// Ours: after a retraction, before authors get to see the queues; the others' turn comes with the blocks after it.
constexpr size_t kMaxDoubtful = 1024;

}  // namespace

void PoolCore::take_steps(uint64_t now_ms, Effects& effects) {
    while (!waiting_) {
        if (steps_.empty()) {
            if (begin_change(now_ms)) continue;
            if (to_revalidate_.empty()) return;
            steps_.emplace_back(Revalidate{std::move(to_revalidate_.back())});
            to_revalidate_.pop_back();
        }
        Step step = std::move(steps_.front());
        steps_.pop_front();
        if (!take(step, now_ms, effects)) waiting_ = std::move(step);
    }
}

bool PoolCore::begin_change(uint64_t now_ms) {
    if (!announced_) return false;
    progress_.emplace(Progress{.change = *std::move(announced_),
                               .number = announced_count_,
                               .start_ms = now_ms,
                               .doubtful_above = std::exchange(announced_doubtful_above_, std::nullopt)});
    announced_.reset();
    if (progress_->change.route) begin_route(*progress_->change.route);
    steps_.emplace_back(FinishChange{});
    return true;
}

void PoolCore::begin_route(const chain::TreeRoute& route) {
    progress_->best = end_of(route);
    if (!progress_->doubtful_above && tracker_.tracked_count() == 0) {
        best_ = progress_->best;
        return;
    }
    // The oldest block first, so that what depends on it comes after it.
    for (auto block = route.retracted.rbegin(); block != route.retracted.rend(); ++block) {
        steps_.emplace_back(ReadRetracted{*block});
    }
    steps_.emplace_back(RetractAll{});
    chain::BlockId parent = route.common;
    for (const auto& block : route.enacted) {
        steps_.emplace_back(ReadEnacted{block, parent});
        parent = block;
    }
    steps_.emplace_back(PlanReturns{});
    steps_.emplace_back(PlanDoubtful{});
    steps_.emplace_back(FinishRoute{});
}

void PoolCore::plan_next(std::vector<Step> steps) {
    steps_.insert(steps_.begin(), std::make_move_iterator(steps.begin()), std::make_move_iterator(steps.end()));
}

bool PoolCore::ask(const chain::BlockId& at, TransactionSource source, const ExtrinsicPtr& extrinsic,
                   Effects& effects) {
    ++counters_.validations_scheduled;
    effects.emplace_back(effect::Validate{at, source, extrinsic});
    return false;
}

bool PoolCore::take(const Step& step, uint64_t now_ms, Effects& effects) {
    Events events;
    if (const auto* retracted = std::get_if<ReadRetracted>(&step)) {
        effects.emplace_back(effect::ReadBody{retracted->block.hash});
        return false;
    }
    if (const auto* enacted = std::get_if<ReadEnacted>(&step)) {
        effects.emplace_back(effect::ReadBody{enacted->block.hash});
        return false;
    }
    if (const auto* tags = std::get_if<AskTags>(&step)) {
        return ask(tags->parent, TransactionSource::kInBlock, tags->extrinsic, effects);
    }
    if (const auto* returned = std::get_if<Return>(&step)) {
        if (!progress_->included.insert(returned->hash).second) return true;
        if (tracker_.is_tracked(returned->hash) && !tracker_.is_returning(returned->hash)) return true;
        const auto source = returned->known ? returned->known->source : TransactionSource::kExternal;
        return ask(progress_->best, source, returned->extrinsic, effects);
    }
    if (const auto* again = std::get_if<Revalidate>(&step)) {
        const auto& one = *again->transaction;
        return ask(progress_ ? progress_->best : best_, one.source, one.extrinsic, effects);
    }
    if (std::holds_alternative<RetractAll>(step)) {
        for (const auto& block : progress_->change.route->retracted) tracker_.retract(block.hash, events);
    } else if (std::holds_alternative<Enact>(step)) {
        enact(now_ms, effects);
    } else if (std::holds_alternative<PlanReturns>(step)) {
        plan_returns();
    } else if (std::holds_alternative<PlanDoubtful>(step)) {
        plan_doubtful();
    } else if (std::holds_alternative<FinishRoute>(step)) {
        finish_route(now_ms, effects);
    } else {
        for (const auto& block : progress_->change.finalized) tracker_.finalize(block.hash, events);
        processed_count_ = progress_->number;
        progress_.reset();
    }
    for (Event& event : events) effects.emplace_back(effect::Notify{std::move(event)});
    return true;
}

void PoolCore::on_body(std::optional<primitives::Body> body) {
    SERINUS_ASSERT(waiting_.has_value());
    const Step step = *std::exchange(waiting_, std::nullopt);
    if (std::holds_alternative<Ignore>(step)) return;
    std::vector<ExtrinsicPtr> extrinsics;
    std::vector<Hash256> hashes;
    if (body) {
        for (auto& extrinsic : *body) {
            hashes.push_back(hash_of(extrinsic));
            extrinsics.push_back(std::make_shared<const primitives::Extrinsic>(std::move(extrinsic)));
        }
    }
    if (std::holds_alternative<ReadRetracted>(step)) {
        for (size_t i = 0; i < hashes.size(); ++i) progress_->candidates.emplace_back(hashes[i], extrinsics[i]);
        return;
    }
    const auto& enacted = std::get<ReadEnacted>(step);
    progress_->included.insert(hashes.begin(), hashes.end());
    std::vector<Step> next;
    const bool asks = progress_->change.route->enacted.size() <= kMaxBlocksToAsk && graph().status() != PoolStatus{};
    for (size_t i = 0; i < hashes.size() && asks; ++i) {
        if (!tracker_.is_tracked(hashes[i])) next.emplace_back(AskTags{enacted.parent, extrinsics[i]});
    }
    progress_->block = {.id = enacted.block, .extrinsics = std::move(hashes), .foreign_tags = {}};
    next.emplace_back(Enact{});
    plan_next(std::move(next));
}

void PoolCore::enact(uint64_t now_ms, Effects& effects) {
    Events events;
    const size_t before = graph().status().ready;
    tracker_.enact(progress_->block, now_ms, events);
    const size_t after = graph().status().ready;
    if (after < before) counters_.pruned += before - after;
    for (Event& event : events) effects.emplace_back(effect::Notify{std::move(event)});
}

void PoolCore::plan_returns() {
    std::vector<Step> next;
    for (const auto& one : tracker_.returning()) next.emplace_back(Return{one->hash, one->extrinsic, one});
    for (auto& [hash, extrinsic] : progress_->candidates)
        next.emplace_back(Return{hash, std::move(extrinsic), nullptr});
    progress_->candidates.clear();
    plan_next(std::move(next));
}

// What was validated on another state may need what the block of that state had, or may be stale: an author must not
// try it first.
void PoolCore::plan_doubtful() {
    std::vector<TransactionPtr> doubtful;
    if (progress_->doubtful_above) doubtful = tracker_.doubtful(*progress_->doubtful_above);
    for (const auto& [hash, at] : std::exchange(validated_elsewhere_, {})) {
        if (at == progress_->best) continue;
        if (auto transaction = graph().find(hash)) doubtful.push_back(std::move(transaction));
    }
    if (doubtful.size() > kMaxDoubtful) doubtful.resize(kMaxDoubtful);
    std::vector<Step> next;
    for (auto& one : doubtful) next.emplace_back(Revalidate{std::move(one)});
    plan_next(std::move(next));
}

void PoolCore::finish_route(uint64_t now_ms, Effects& effects) {
    Events events;
    tracker_.settle(progress_->best.number, now_ms, events);
    best_ = progress_->best;
    const PoolStatus status = graph().status();
    to_revalidate_ = tracker_.to_revalidate(std::max(kMinRevalidated, (status.ready + status.future) / 4));
    std::ranges::reverse(to_revalidate_);  // the next one is the last
    for (Event& event : events) effects.emplace_back(effect::Notify{std::move(event)});
    const auto& route = *progress_->change.route;
    effects.emplace_back(effect::Processed{.best = best_,
                                           .retracted = route.retracted.size(),
                                           .enacted = route.enacted.size(),
                                           .ready = status.ready,
                                           .took_ms = now_ms - progress_->start_ms});
}

void PoolCore::on_verdict(Result<ValidTransaction, PoolError> verdict, uint64_t now_ms, Effects& effects) {
    SERINUS_ASSERT(waiting_.has_value());
    const Step step = *std::exchange(waiting_, std::nullopt);
    ++counters_.validations_finished;
    if (std::holds_alternative<Ignore>(step)) return;
    if (!verdict && verdict.error().is_lasting()) ++counters_.invalid;
    Events events;
    if (std::holds_alternative<AskTags>(step)) {
        if (!verdict) return;
        for (auto& tag : verdict->provides_tags) progress_->block.foreign_tags.push_back(std::move(tag));
    } else if (const auto* returned = std::get_if<Return>(&step)) {
        on_return_verdict(*returned, std::move(verdict), now_ms, events);
    } else {
        on_revalidated(*std::get<Revalidate>(step).transaction, std::move(verdict), now_ms, events);
    }
    for (Event& event : events) effects.emplace_back(effect::Notify{std::move(event)});
}

// Inherents of retracted blocks are rejected here too: the runtime answers that they are no transactions.
void PoolCore::on_return_verdict(const Return& step, Result<ValidTransaction, PoolError> verdict, uint64_t now_ms,
                                 Events& events) {
    if (verdict) {
        ++counters_.resubmitted;
        const auto source = step.known ? step.known->source : TransactionSource::kExternal;
        tracker_.restore(
            Transaction::of(step.hash, step.extrinsic, source, *std::move(verdict), progress_->best.number), events);
    } else if (step.known && verdict.error().kind == PoolError::Kind::kInternal) {
        // The validity could not be determined: the last known one holds until it can.
        tracker_.restore(*step.known, events);
    } else {
        tracker_.reject(step.hash, verdict.error(), now_ms, events);
    }
}

void PoolCore::on_revalidated(const Transaction& one, Result<ValidTransaction, PoolError> verdict, uint64_t now_ms,
                              Events& events) {
    if (verdict) {
        const auto number = (progress_ ? progress_->best : best_).number;
        tracker_.revalidated(Transaction::of(one.hash, one.extrinsic, one.source, *std::move(verdict), number), now_ms,
                             events);
    } else if (verdict.error().is_lasting()) {
        tracker_.found_invalid(one.hash, verdict.error(), now_ms, events);
    }
}

}  // namespace serinus::pool
