/// The pool on a chain, on lanes of the scheduler: performs the effects of PoolCore.
#pragma once

#include <mutex>

#include "platform/scheduler.hpp"
#include "pool/pool_core.hpp"
#include "pool/watchers.hpp"

namespace serinus::pool {

/// Any thread; the runtime is called outside of the pool's lock. No call waits for another task.
class LivePool {
  public:
    using ReadyCallback = std::move_only_function<void(std::vector<ReadyTransaction>)>;
    using VerdictsCallback = std::move_only_function<void(std::vector<SubmissionVerdict>)>;

    /// Both must outlive the pool.
    LivePool(PoolChain& chain, platform::Scheduler& scheduler, PoolOptions options);
    ~LivePool();

    /// Validates on the calling thread.
    Result<Hash256, PoolError> submit(primitives::Extrinsic extrinsic, TransactionSource source,
                                      Watchers::Watcher watcher = {}, uint64_t* watch_id = nullptr);
    /// Validates one after the other on a lane of its own, on which it calls back; false: too many wait.
    bool submit_batch(std::vector<primitives::Extrinsic> extrinsics, TransactionSource source,
                      VerdictsCallback callback);
    std::vector<Hash256> remove(const std::vector<Hash256>& hashes, const std::string& reason);
    Watchers& watchers() noexcept { return watchers_; }

    /// Calls `callback` on `lane` with the ready transactions as soon as the pool has processed `parent`, or after
    /// `timeout_ms`. A parent that is not the chain's best block: as soon as all changes until now are processed.
    void when_ready(const Hash256& parent, uint64_t timeout_ms, std::weak_ptr<platform::Lane> lane,
                    ReadyCallback callback);
    /// Applies a function to the core, under the lock.
    template <class Function>
    auto read(const Function& function) const {
        const std::lock_guard lock(mutex_);
        return function(core_);
    }
    std::vector<ReadyTransaction> ready() const { return read(ready_of); }
    PoolStatus status() const {
        return read([](const PoolCore& core) { return core.graph().status(); });
    }
    uint64_t memory_bytes() const {
        return read([this](const PoolCore& core) { return core.memory_bytes() + batched_bytes_; }) +
               watchers_.memory_bytes();
    }

    /// Processed soon, on the lane.
    void on_change(ChainChange change) { handle(input::Change{std::move(change)}); }
    /// Begins anew at the block at which the pool is.
    void clear();
    /// Closes the lanes: no change is processed and no watcher notified after that.
    void stop();

  private:
    struct Batch {
        std::vector<primitives::Extrinsic> extrinsics;
        TransactionSource source;
        VerdictsCallback callback;
        std::vector<SubmissionVerdict> verdicts = {};
        std::shared_ptr<void> expected = {};  ///< of PoolChain::expect
    };
    /// A submission that is being validated, of the thread that made it.
    struct Submitting {
        Ticket ticket = 0;
        Hash256 hash = {};
        std::optional<chain::BlockId> validate_at = {};
        std::optional<Result<void, PoolError>> result = {};
        Watchers::Watcher watcher = {};
        uint64_t* watch_id = nullptr;
    };
    struct Waiting {
        std::weak_ptr<platform::Lane> lane;
        ReadyCallback callback;
    };

    void handle(Input input, Submitting* submitting = nullptr);
    /// With the lock.
    void perform(Effect effect, Submitting* submitting);
    /// With the lock.
    void answer(Ticket ticket);
    void ask_chain(std::move_only_function<Input()> question);
    void submit_next_of(std::shared_ptr<Batch> batch);
    static std::vector<ReadyTransaction> ready_of(const PoolCore& core);

    PoolChain& chain_;
    platform::Scheduler& scheduler_;
    const size_t max_batched_, max_batched_bytes_;
    std::unique_ptr<platform::Lane> lane_, batch_lane_;
    Watchers watchers_;

    mutable std::mutex mutex_;
    PoolCore core_;
    std::map<Ticket, Waiting> waiting_;
    Ticket next_ticket_ = 0;
    size_t batched_ = 0, batched_bytes_ = 0;
};

}  // namespace serinus::pool
