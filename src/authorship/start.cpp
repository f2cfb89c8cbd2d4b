#include "authorship/start.hpp"

#include <algorithm>
#include <condition_variable>
#include <thread>

#include "authorship/demand_sealing.hpp"
#include "authorship/equivocation_watch.hpp"
#include "authorship/offchain_workers.hpp"
#include "authorship/slots_sealing.hpp"
#include "platform/log.hpp"
#include "platform/process.hpp"

namespace serinus::authorship {
namespace {

using Kind = SealingMode::Kind;
using chain::BlockId;
using chain::Client;
using executor::NodeKeys;
using pool::TransactionPool;

/// Wakes the thread that seals. Outlives it: the pool cannot forget whom it calls.
class Alarm {
  public:
    void ring() {
        {
            const std::lock_guard lock(mutex_);
            rung_ = true;
        }
        wake_.notify_all();
    }
    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopped_ = true;
        }
        wake_.notify_all();
    }
    /// Until somebody rings; false: the end.
    bool wait() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return rung_ || stopped_; });
        rung_ = false;
        return !stopped_;
    }
    bool is_stopped() {
        const std::lock_guard lock(mutex_);
        return stopped_;
    }
    /// For a time; false: the end.
    bool sleep(uint64_t ms) {
        std::unique_lock lock(mutex_);
        return !wake_.wait_for(lock, std::chrono::milliseconds(ms), [this] { return stopped_; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable wake_;
    bool rung_ = false;
    bool stopped_ = false;
};

/// Of the pool, as the proposer sees it.
class PoolQueue final : public TransactionQueue {
  public:
    explicit PoolQueue(TransactionPool& pool) : pool_(&pool) {}
    std::vector<pool::ReadyTransaction> ready(const Hash256& parent) override { return pool_->ready(parent); }
    void remove(const std::vector<Hash256>& hashes, const std::string& reason) override {
        (void)pool_->remove(hashes, reason);
    }

  private:
    TransactionPool* pool_;
};

class Running final : public Sealing {
  public:
    Running(Client& client, TransactionPool& pool, NodeKeys& keys, Options options)
        : client_(client), pool_(pool), keys_(keys), options_(std::move(options)) {}

    ~Running() override {
        alarm_->stop();
        if (thread_.joinable()) thread_.join();
    }

    Result<void, std::string> start() {
        start_offchain();
        if (client_.engine() == primitives::kBabeEngine) {
            if (auto genesis = scale::decode<consensus::babe::Configuration>(client_.engine_configuration())) {
                watch_ =
                    std::make_unique<EquivocationWatch>(client_, pool_, keys_, *std::move(genesis), options_.now_ms);
            }
        }
        if (!options_.authority) return {};
        TRY_ASSIGN(engine_, make_slot_engine(client_, keys_));
        author_ = std::make_unique<Author>(client_, queue_, *engine_);
        return options_.mode.keeps_time() ? start_slots() : start_on_demand();
    }

    const SealingMode& mode() const noexcept override { return options_.mode; }

    Result<BlockId, SealError> seal_now(const SealRequest& request) override {
        if (demand_ == nullptr) {
            return Err(seal_error(seal_code::kConsensus,
                                  "blocks are authored by the clock; start the node with "
                                  "--sealing manual (or instant) to seal them by hand"));
        }
        TRY_ASSIGN(const Author::Made made, demand_->seal(request));
        return made.block;
    }

    Result<bool, SealError> finalize_now(const Hash256& block,
                                         std::optional<primitives::Justification> justification) override {
        if (demand_ == nullptr) {
            return Err(seal_error(seal_code::kBlockchain, "blocks are authored by the clock, and finalized by votes"));
        }
        return demand_->finalize(block, std::move(justification));
    }

    AuthoringCounters counters() const override {
        AuthoringCounters out = author_ ? author_->counters() : AuthoringCounters{};
        out.equivocations = watch_ ? watch_->seen() : 0;
        out.offchain_runs = offchain_ ? offchain_->runs() : 0;
        return out;
    }

  private:
    void start_offchain() {
        const bool wanted = options_.offchain_workers == OffchainWorkers::kAlways ||
                            (options_.offchain_workers == OffchainWorkers::kWhenAuthority && options_.authority);
        if (wanted) offchain_ = std::make_unique<OffchainWorkerRunner>(client_, pool_, keys_, options_.authority);
    }

    Result<void, std::string> start_slots() {
        if (client_.engine() != primitives::kBabeEngine && client_.engine() != primitives::kAuraEngine) {
            return Err(
                std::string("the chain has no slots, for its runtime has neither BABE nor Aura; --sealing "
                            "instant, manual or interval=MS makes blocks without them"));
        }
        TRY_ASSIGN(slots_, SlotWorker::make(client_, *author_, *engine_,
                                            {.backoff = backoff_of(client_.spec().id, options_.force_backoff),
                                             .block_size_limit = options_.block_size_limit,
                                             .is_syncing = options_.is_syncing}));
        if (client_.engine() == primitives::kBabeEngine) log::info("babe", "👶 Starting BABE Authorship worker");
        thread_ = std::thread([this] { run_slots(); });
        return {};
    }

    Result<void, std::string> start_on_demand() {
        TRY_ASSIGN(demand_, DemandSealer::make(client_, *author_, *engine_,
                                               {.now_ms = options_.now_ms,
                                                .finalize_each = !options_.voter_runs,
                                                .block_size_limit = options_.block_size_limit}));
        if (options_.mode.kind == Kind::kInstant) {
            pool_.on_ready([alarm = alarm_](const Hash256&) { alarm->ring(); });
            thread_ = std::thread([this] { run_instant(); });
        } else if (options_.mode.kind == Kind::kInterval) {
            thread_ = std::thread([this] { run_interval(); });
        }
        return {};
    }

    void run_slots() {
        const uint64_t slot_ms = engine_->slot_duration_ms();
        Slot last = 0;
        for (;;) {
            const uint64_t now = options_.now_ms();
            const Slot slot = now / slot_ms;
            if (slot > last) {
                last = slot;
                slots_->on_slot(slot, now);
            }
            // In pieces, so that a clock that is set is noticed.
            const uint64_t after = options_.now_ms();
            const uint64_t next = (std::max(last, after / slot_ms - 1) + 1) * slot_ms;
            if (!alarm_->sleep(next > after ? std::min<uint64_t>(next - after, 1000) : 0)) return;
        }
    }

    /// What becomes ready while a block is made goes into the next one together.
    void run_instant() {
        while (alarm_->wait()) {
            bool has_more = true;
            while (has_more && !alarm_->is_stopped()) {
                const auto made = demand_->seal({.create_empty = false});
                if (!made) tell(made.error());
                has_more = made && pool_.status().ready > 0;
            }
        }
    }

    void run_interval() {
        uint64_t next = Author::monotonic_ms() + options_.mode.interval_ms;
        for (;;) {
            const uint64_t now = Author::monotonic_ms();
            if (!alarm_->sleep(next > now ? next - now : 0)) return;
            const auto made = demand_->seal({});
            if (!made) tell(made.error());
            next = std::max(next + options_.mode.interval_ms, Author::monotonic_ms());
        }
    }

    void tell(const SealError& error) {
        if (error.code == seal_code::kEmptyPool) return;
        log::warn("manual-seal", "No block was sealed: " + error.reason);
    }

    Client& client_;
    TransactionPool& pool_;
    PoolQueue queue_{pool_};
    NodeKeys& keys_;
    Options options_;
    std::shared_ptr<Alarm> alarm_ = std::make_shared<Alarm>();
    std::unique_ptr<OffchainWorkerRunner> offchain_;
    std::unique_ptr<EquivocationWatch> watch_;
    std::unique_ptr<SlotEngine> engine_;
    std::unique_ptr<Author> author_;
    std::unique_ptr<SlotWorker> slots_;
    std::unique_ptr<DemandSealer> demand_;
    std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Sealing>, std::string> start(Client& client, TransactionPool& pool, NodeKeys& keys,
                                                    Options options) {
    if (!options.now_ms) options.now_ms = platform::unix_time_ms;
    if (options.mode.kind == Kind::kInterval && options.mode.interval_ms == 0) {
        return Err(std::string("the interval between blocks must be a millisecond or more"));
    }
    auto running = std::make_unique<Running>(client, pool, keys, std::move(options));
    TRY(running->start());
    return std::unique_ptr<Sealing>(std::move(running));
}

}  // namespace serinus::authorship
