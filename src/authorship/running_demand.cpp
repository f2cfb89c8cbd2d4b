#include "authorship/running_demand.hpp"

#include "platform/log.hpp"

namespace serinus::authorship {
namespace {

/// Ours. The pool is behind the chain only where it waits for the origin of a fork.
constexpr uint64_t kPoolMs = 1000;

}  // namespace

RunningDemand::RunningDemand(pool::TransactionPool& pool, platform::Scheduler& scheduler,
                             std::shared_ptr<platform::Lane> lane, SealingMode mode,
                             std::unique_ptr<DemandSealer> sealer)
    : pool_(&pool),
      scheduler_(&scheduler),
      lane_(std::move(lane)),
      mode_(mode),
      core_(mode, kMaxCalls),
      sealer_(std::move(sealer)) {}

RunningDemand::~RunningDemand() {
    if (watch_) pool_->remove_on_ready(*watch_);
    for (auto& [ticket, callback] : std::exchange(calls_, {})) callback(Err(seal_error(seal_code::kShuttingDown, {})));
}

void RunningDemand::start() {
    (void)lane_->post_always([this] { handle(DemandCore::Start{}); });
    if (mode_.kind == SealingMode::Kind::kInterval) return;
    // One task for all that become ready before it runs. The pool may call once more after remove_on_ready.
    const auto is_posted = std::make_shared<std::atomic<bool>>(false);
    watch_ = pool_->on_ready([this, is_posted, weak = std::weak_ptr(lane_)](const Hash256&) {
        const auto lane = weak.lock();
        if (lane == nullptr || is_posted->exchange(true)) return;
        (void)lane->post_always([this, is_posted] {
            *is_posted = false;
            handle(DemandCore::TransactionReady{});
        });
    });
}

RunningDemand::Ticket RunningDemand::keep(Sealing::SealCallback callback) {
    const std::lock_guard lock(mutex_);
    calls_.emplace(++next_ticket_, std::move(callback));
    return next_ticket_;
}

void RunningDemand::seal(const SealRequest& request, Sealing::SealCallback callback) {
    const Ticket ticket = keep(std::move(callback));
    const bool taken = lane_->post([this, ticket, request] { handle(DemandCore::Call{ticket, request}); });
    if (!taken) answer(ticket, Err(seal_error(seal_code::kShuttingDown, {})));
}

void RunningDemand::set_head(const Hash256& block, Sealing::SealCallback callback) {
    const Ticket ticket = keep(std::move(callback));
    // Who waits for a transaction of the last block hears of it before the pool forgets it.
    pool_->when_ready(
        sealer_->best().hash, kPoolMs, lane_,
        [this, ticket, block](const std::vector<pool::ReadyTransaction>&) { answer(ticket, set_head_now(block)); });
}

void RunningDemand::between_blocks(Sealing::Task task, Sealing::SealCallback callback) {
    const Ticket ticket = keep(std::move(callback));
    // Building a block and importing it is one task of the lane.
    const bool taken = lane_->post([this, ticket, task = std::move(task)]() mutable { answer(ticket, task()); });
    if (!taken) answer(ticket, Err(seal_error(seal_code::kShuttingDown, {})));
}

Result<chain::BlockId, SealError> RunningDemand::set_head_now(const Hash256& block) {
    const auto changed = sealer_->set_head(block);
    if (!changed) return Err(SealError{seal_code::kUnknown, changed.error().reason});
    if (!*changed) pool_->clear();  // otherwise it hears of the change
    return sealer_->best();
}

void RunningDemand::set_mode(SealingMode::Kind kind) {
    (void)lane_->post_always(
        [this, kind] { handle(DemandCore::SetMode{.kind = kind, .ready = pool_->status().ready}); });
}

void RunningDemand::block_due() {
    (void)lane_->post_always([this] { handle(DemandCore::BlockDue{}); });
}

void RunningDemand::answer(Ticket ticket, Result<chain::BlockId, SealError> result) {
    Sealing::SealCallback callback;
    {
        const std::lock_guard lock(mutex_);
        auto node = calls_.extract(ticket);
        if (node.empty()) return;
        callback = std::move(node.mapped());
    }
    callback(std::move(result));
}

void RunningDemand::handle(const DemandCore::Input& input) {
    DemandCore::Effects effects;
    core_.handle(input, scheduler_->now_ms(), effects);
    for (const auto& effect : effects) {
        if (const auto* seal = std::get_if<DemandCore::Seal>(&effect)) {
            seal_block(*seal);
        } else if (const auto* refuse = std::get_if<DemandCore::Refuse>(&effect)) {
            answer(refuse->ticket, Err(seal_error(seal_code::kUnknown, "too many calls wait for their blocks")));
        } else {
            const uint64_t delay_ms = std::get<DemandCore::WakeAfter>(effect).delay_ms;
            (void)lane_->post_after(delay_ms, [this] { handle(DemandCore::IntervalElapsed{}); });
        }
    }
}

void RunningDemand::seal_block(const DemandCore::Seal& effect) {
    sealer_->seal(effect.request,
                  [this, ticket = effect.ticket](const DemandSealer::Outcome& outcome) { on_sealed(ticket, outcome); });
}

void RunningDemand::on_sealed(std::optional<Ticket> ticket, const DemandSealer::Outcome& outcome) {
    if (ticket) {
        answer(*ticket, outcome ? Result<chain::BlockId, SealError>(outcome->block) : Err(outcome.error()));
    } else if (!outcome && outcome.error().code != seal_code::kEmptyPool) {
        log::warn("manual-seal", "No block was sealed: " + outcome.error().reason);
    }
    // A task of its own: a busy author lets others onto its lane between two blocks.
    (void)lane_->post_always([this, succeeded = outcome.has_value()] {
        handle(DemandCore::Sealed{.succeeded = succeeded, .ready = pool_->status().ready});
    });
}

}  // namespace serinus::authorship
