#include "authorship/start.hpp"

#include "authorship/equivocation_watch.hpp"
#include "authorship/offchain_workers.hpp"
#include "authorship/running_demand.hpp"
#include "authorship/running_slots.hpp"
#include "platform/log.hpp"

namespace serinus::authorship {
namespace {

using Kind = SealingMode::Kind;
using chain::BlockId;
using chain::Client;
using crypto::NodeKeys;
using pool::TransactionPool;

/// The pool as an author sees it.
class PoolQueue final : public TransactionQueue {
  public:
    PoolQueue(TransactionPool& pool, std::weak_ptr<platform::Lane> lane) : pool_(&pool), lane_(std::move(lane)) {}
    void when_ready(const Hash256& parent, uint64_t timeout_ms, ReadyCallback callback) override {
        pool_->when_ready(parent, timeout_ms, lane_, std::move(callback));
    }
    void remove(const std::vector<Hash256>& hashes, const std::string& reason) override {
        (void)pool_->remove(hashes, reason);
    }

  private:
    TransactionPool* pool_;
    std::weak_ptr<platform::Lane> lane_;
};

constexpr const char* kNoAuthority = "this node makes no blocks; start it with --alice, another key of it, or --dev";

class Running final : public Sealing {
  public:
    Running(Client& client, TransactionPool& pool, NodeKeys& keys, platform::Scheduler& scheduler,
            AuthorshipOptions options)
        : client_(client),
          pool_(pool),
          keys_(keys),
          scheduler_(scheduler),
          options_(std::move(options)),
          lane_(scheduler.make_lane({.name = "author", .runs_on = platform::WorkClass::kConsensus})),
          queue_(pool, lane_) {}

    ~Running() override { lane_->close(); }

    Result<void, std::string> start() {
        start_offchain();
        if (client_.engine() == primitives::kBabeEngine && !options_.may_repeat_slots) {
            if (auto genesis = scale::decode<consensus::babe::Configuration>(client_.engine_configuration())) {
                watch_ = std::make_unique<EquivocationWatch>(client_, pool_, keys_, scheduler_, *std::move(genesis));
            }
        }
        if (!options_.authority) {
            if (!options_.mode.keeps_time()) log::warn("manual-seal", std::string("--sealing: ") + kNoAuthority);
            return {};
        }
        if (!options_.makes_blocks) return {};
        TRY_ASSIGN(engine_,
                   options_.make_engine ? options_.make_engine() : make_slot_engine(client_, keys_, scheduler_));
        author_ = std::make_unique<Author>(client_, queue_, *engine_, scheduler_,
                                           AuthorOptions{.inherents = options_.inherents,
                                                         .parachains = options_.parachains,
                                                         .stop = lane_->stop_token(),
                                                         .on_authored = options_.on_authored});
        return options_.mode.keeps_time() ? start_slots() : start_on_demand();
    }

    const SealingMode& mode() const noexcept override { return options_.mode; }

    void seal(const SealRequest& request, SealCallback callback) override {
        if (demand_ != nullptr) return demand_->seal(request, std::move(callback));
        callback(Err(seal_error(seal_code::kConsensus,
                                not_on_demand("blocks are authored by the clock; start the node with --sealing manual "
                                              "(or instant) to seal them by hand"))));
    }

    void set_head(const Hash256& block, SealCallback callback) override {
        if (demand_ != nullptr) return demand_->set_head(block, std::move(callback));
        callback(Err(seal_error(seal_code::kUnknown,
                                not_on_demand("blocks are authored by the clock, and the best one by votes"))));
    }

    void between_blocks(Task task, SealCallback callback) override {
        if (demand_ != nullptr) return demand_->between_blocks(std::move(task), std::move(callback));
        callback(Err(seal_error(seal_code::kUnknown, not_on_demand("blocks are authored by the clock"))));
    }

    Result<bool, SealError> finalize_now(const Hash256& block,
                                         std::optional<primitives::Justification> justification) override {
        if (demand_ == nullptr) {
            return Err(seal_error(seal_code::kBlockchain,
                                  not_on_demand("blocks are authored by the clock, and finalized by votes")));
        }
        return demand_->sealer().finalize(block, std::move(justification));
    }

    Result<void, SealError> set_mode(Kind kind) override {
        const auto can_change = [](Kind one) { return one == Kind::kInstant || one == Kind::kManual; };
        if (demand_ == nullptr || !can_change(options_.mode.kind) || !can_change(kind)) {
            return Err(seal_error(seal_code::kUnknown,
                                  not_on_demand("blocks follow the clock or an interval; start the node with --sealing "
                                                "instant or manual to change it later")));
        }
        demand_->set_mode(kind);
        return {};
    }

    void block_due() override {
        if (demand_ != nullptr) demand_->block_due();
    }

    AuthoringCounters counters() const override {
        AuthoringCounters out = author_ ? author_->counters() : AuthoringCounters{};
        out.equivocations = watch_ ? watch_->seen() : 0;
        out.offchain_runs = offchain_ ? offchain_->runs() : 0;
        return out;
    }

  private:
    /// Why there are no blocks on demand. `by_the_clock`: of a node that has slots.
    std::string not_on_demand(const char* by_the_clock) const {
        return options_.authority || options_.mode.keeps_time() ? by_the_clock : kNoAuthority;
    }

    void start_offchain() {
        const bool wanted = options_.offchain_workers == OffchainWorkers::kAlways ||
                            (options_.offchain_workers == OffchainWorkers::kWhenAuthority && options_.authority);
        if (!wanted) return;
        offchain_ = std::make_unique<OffchainWorkerRunner>(client_, pool_, keys_, scheduler_, options_.authority,
                                                           options_.offchain_http);
    }

    Result<void, std::string> start_slots() {
        if (client_.engine() != primitives::kBabeEngine && client_.engine() != primitives::kAuraEngine) {
            return Err(
                std::string("the chain has no slots, for its runtime has neither BABE nor Aura; --sealing "
                            "instant, manual or interval=MS makes blocks without them"));
        }
        TRY_ASSIGN(auto worker, SlotWorker::make(client_, *author_, *engine_,
                                                 {.backoff = backoff_of(client_.spec().id, options_.force_backoff),
                                                  .block_size_limit = options_.block_size_limit,
                                                  .is_syncing = options_.is_syncing}));
        if (client_.engine() == primitives::kBabeEngine) log::info("babe", "👶 Starting BABE Authorship worker");
        slots_ = std::make_unique<RunningSlots>(scheduler_, *lane_, engine_->slot_duration_ms(), std::move(worker));
        slots_->start();
        return {};
    }

    Result<void, std::string> start_on_demand() {
        TRY_ASSIGN(auto sealer, DemandSealer::make(client_, *author_, *engine_, scheduler_,
                                                   {.finalize_each = !options_.voter_runs,
                                                    .has_time_limit = !options_.may_wait_for_state,
                                                    .may_repeat_slots = options_.may_repeat_slots,
                                                    .follows_clock = options_.follows_clock,
                                                    .block_size_limit = options_.block_size_limit}));
        demand_ = std::make_unique<RunningDemand>(pool_, scheduler_, lane_, options_.mode, std::move(sealer));
        demand_->start();
        return {};
    }

    Client& client_;
    TransactionPool& pool_;
    NodeKeys& keys_;
    platform::Scheduler& scheduler_;
    AuthorshipOptions options_;
    std::shared_ptr<platform::Lane> lane_;
    PoolQueue queue_;
    std::unique_ptr<OffchainWorkerRunner> offchain_;
    std::unique_ptr<EquivocationWatch> watch_;
    std::unique_ptr<SlotEngine> engine_;
    std::unique_ptr<Author> author_;
    std::unique_ptr<RunningSlots> slots_;
    std::unique_ptr<RunningDemand> demand_;
};

}  // namespace

Result<std::unique_ptr<Sealing>, std::string> start(Client& client, TransactionPool& pool, NodeKeys& keys,
                                                    platform::Scheduler& scheduler, AuthorshipOptions options) {
    if (options.mode.kind == Kind::kInterval && options.mode.interval_ms == 0) {
        return Err(std::string("the interval between blocks must be a millisecond or more"));
    }
    auto running = std::make_unique<Running>(client, pool, keys, scheduler, std::move(options));
    TRY(running->start());
    return std::unique_ptr<Sealing>(std::move(running));
}

}  // namespace serinus::authorship
