/// The pool on a chain: validates, follows the best block, tells watchers. Without a thread of its own.
#pragma once

#include <atomic>
#include <set>
#include <thread>

#include "pool/chain.hpp"
#include "pool/watchers.hpp"

namespace serinus::pool {

/// Any thread; the runtime is called outside of the pool's lock. Somebody calls `step` after `hear`.
class LivePool {
  public:
    /// `patience_ms`: how long calls wait at most for news that are not looked at yet.
    LivePool(PoolChain& chain, PoolOptions options, uint64_t patience_ms);

    Result<Hash256, PoolError> submit(primitives::Extrinsic extrinsic, TransactionSource source,
                                      Watchers::Watcher watcher = {}, uint64_t* watch_id = nullptr);
    std::vector<Hash256> remove(const std::vector<Hash256>& hashes, const std::string& reason);
    Watchers& watchers() noexcept { return watchers_; }

    std::vector<ReadyTransaction> ready();  ///< waits
    std::vector<TransactionPtr> ready_now() const;
    std::vector<TransactionPtr> future_now() const;
    TransactionPtr find(const Hash256& hash) const;
    PoolStatus status() const;
    uint64_t memory_bytes() const;
    size_t tracked_count() const;
    std::vector<std::pair<std::string, uint64_t>> counters() const;

    /// To be looked at by the next `step`.
    void hear(ChainNews news);
    /// Looks at the oldest news, or validates a few transactions again; false if nothing is left to do. One thread at a
    /// time.
    bool step();
    /// `step` and those who wait return soon.
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
    void wait_for_news();
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

    PoolChain& chain_;
    PoolOptions options_;
    uint64_t patience_ms_;
    Watchers watchers_;

    mutable std::mutex mutex_;
    std::condition_variable news_changed_;
    Core core_;
    chain::BlockId best_;  ///< on which the queues stand
    std::deque<ChainNews> news_;
    uint64_t heard_ = 0, seen_ = 0;  ///< news
    std::vector<TransactionPtr> to_revalidate_;
    std::atomic<bool> stopping_ = false;
    std::atomic<std::thread::id> stepping_ = {};
    Counters counters_ = {};
};

}  // namespace serinus::pool
