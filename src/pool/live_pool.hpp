/// The pool on a chain: validates, follows the best block, notifies watchers. On lanes of the scheduler.
#pragma once

#include <atomic>
#include <set>

#include "platform/scheduler.hpp"
#include "pool/chain.hpp"
#include "pool/watchers.hpp"

namespace serinus::pool {

/// Any thread; the runtime is called outside of the pool's lock. No call waits for another task.
class LivePool {
  public:
    using ReadyCallback = std::move_only_function<void(std::vector<ReadyTransaction>)>;

    /// Both must outlive the pool.
    LivePool(PoolChain& chain, platform::Scheduler& scheduler, PoolOptions options);
    ~LivePool();

    Result<Hash256, PoolError> submit(primitives::Extrinsic extrinsic, TransactionSource source,
                                      Watchers::Watcher watcher = {}, uint64_t* watch_id = nullptr);
    std::vector<Hash256> remove(const std::vector<Hash256>& hashes, const std::string& reason);
    Watchers& watchers() noexcept { return watchers_; }

    std::vector<ReadyTransaction> ready() const;
    /// Calls `callback` on `lane` with the ready transactions as soon as the pool has processed `parent`, or after
    /// `timeout_ms`. A parent that is not the chain's best block: as soon as all changes until now are processed.
    void when_ready(const Hash256& parent, uint64_t timeout_ms, std::weak_ptr<platform::Lane> lane,
                    ReadyCallback callback);
    std::vector<TransactionPtr> ready_now() const;
    std::vector<TransactionPtr> future_now() const;
    TransactionPtr find(const Hash256& hash) const;
    PoolStatus status() const;
    uint64_t memory_bytes() const;
    size_t tracked_count() const;
    std::vector<std::pair<std::string, uint64_t>> counters() const;

    /// Processed soon, on the lane.
    void on_chain_change(ChainNews news);
    /// Closes the lanes: nothing is processed and nobody is notified any more.
    void stop();

  private:
    struct Counters {
        std::atomic<uint64_t> submitted, validations_scheduled, validations_finished, invalid, pruned, resubmitted;
    };
    /// What retracted blocks had, beyond what the pool knows of.
    using Candidates = std::vector<std::pair<Hash256, std::shared_ptr<const primitives::Extrinsic>>>;

    Result<ValidTransaction, PoolError> validate(const chain::BlockId& at, TransactionSource source,
                                                 const primitives::Extrinsic& extrinsic);
    /// Runs `change` on the core under the lock, then tells what came of it.
    template <class Change>
    void apply(const Change& change);
    Result<void, PoolError> check(const Hash256& hash, size_t size);

    void follow(const chain::TreeRoute& route);
    void retract(const chain::TreeRoute& route, Candidates& candidates);
    void enact(const chain::BlockId& block, const chain::BlockId& parent, bool ask_runtime,
               std::set<Hash256>& included);
    void take_back(const chain::BlockId& best, const Candidates& candidates, std::set<Hash256> done);
    void take_back_one(const chain::BlockId& best, const Hash256& hash, const Transaction* known,
                       std::shared_ptr<const primitives::Extrinsic> extrinsic);
    void revalidate_doubtful(const chain::BlockId& best, const chain::BlockId& common);
    bool revalidate();
    void revalidate_one(const chain::BlockId& best, const Transaction& one);

    struct Waiting {
        Hash256 parent;
        bool is_best = false;  ///< of the chain, when the wait began
        uint64_t changes = 0;  ///< that had been announced when the wait began
        platform::TimerId timer = 0;
        std::weak_ptr<platform::Lane> lane;
        ReadyCallback callback;
    };
    /// Processes the oldest change, or validates a few transactions again; false if nothing is left to do.
    bool step();
    void schedule_step();
    void answer(Waiting waiting);
    bool may_answer(const Waiting& waiting) const;
    void answer_waiting();
    uint64_t now_ms() const noexcept { return scheduler_.now_ms(); }

    PoolChain& chain_;
    platform::Scheduler& scheduler_;
    PoolOptions options_;
    std::unique_ptr<platform::Lane> lane_;
    Watchers watchers_;

    mutable std::mutex mutex_;
    std::map<uint64_t, Waiting> waiting_;
    uint64_t next_waiting_ = 0;
    bool is_step_posted_ = false;
    Core core_;
    chain::BlockId best_;  ///< on which the queues stand
    std::deque<ChainNews> news_;
    uint64_t announced_ = 0, processed_ = 0;  ///< changes of the chain
    std::vector<TransactionPtr> to_revalidate_;
    std::atomic<bool> stopping_ = false;
    Counters counters_ = {};
};

}  // namespace serinus::pool
