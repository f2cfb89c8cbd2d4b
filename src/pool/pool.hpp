/// The transaction pool: transactions that wait to be included in a block.
#pragma once

#include "chain/client/client.hpp"
#include "platform/scheduler.hpp"
#include "pool/transaction.hpp"

namespace serinus::pool {

/// Called in order, one call at a time for all watchers of the pool, on a lane of the pool's.
/// It must return quickly. After `unwatch` no new call begins, but a call on another thread may still be running.
using StatusWatcher = std::function<void(const TransactionStatus&)>;

/// Any thread; no call waits for another task, so that all of it runs in virtual time too. Follows the client's blocks
/// by itself (it is a listener); validates with the runtime at the best block, on the thread of the caller.
/// Transactions are kept in memory alone and are lost when the node stops.
class TransactionPool {
  public:
    /// Both must outlive the pool.
    TransactionPool(chain::Client& client, platform::Scheduler& scheduler, PoolOptions options);
    ~TransactionPool();

    /// Stops following the chain; no watcher is called after it has returned.
    void stop();

    /// The hash that names an extrinsic: BLAKE2b-256 of it as it stands in a body, which is with its length before it.
    static Hash256 hash_of(BytesView extrinsic) { return pool::hash_of(extrinsic); }

    Result<Hash256, PoolError> submit(primitives::Extrinsic extrinsic, TransactionSource source);
    /// The watcher is called with all statuses from the first one (kReady or kFuture) on, until a final one or unwatch.
    /// A transaction that is in the pool already is refused with kAlreadyImported, as in the reference.
    Result<Hash256, PoolError> submit_and_watch(primitives::Extrinsic extrinsic, TransactionSource source,
                                                StatusWatcher watcher, uint64_t& watch_id);
    void unwatch(uint64_t watch_id);

    /// Validates extrinsics of a peer one after the other, on a lane, and calls back there with a verdict for each, in
    /// their order. False: too many wait already (16,384 extrinsics, 32 MiB). No call once the pool is stopped.
    bool submit_batch(std::vector<primitives::Extrinsic> extrinsics, TransactionSource source,
                      std::move_only_function<void(std::vector<SubmissionVerdict>)> callback);

    /// In the order in which they may go into a block built on the best block: each after those whose tags it requires,
    /// by priority, then by age. Of the block that the pool has processed last, which may be before the best one.
    std::vector<ReadyTransaction> ready() const;
    /// Calls `callback` on `lane` with `ready()` as soon as the pool has processed `parent`, or after `timeout_ms`.
    /// Where `parent` is not the chain's best block, as soon as the pool has processed all that has happened until now:
    /// it offers what is ready on the best block. Not called at all if the lane or the pool is stopped before.
    void when_ready(const Hash256& parent, uint64_t timeout_ms, std::weak_ptr<platform::Lane> lane,
                    std::move_only_function<void(std::vector<ReadyTransaction>)> callback);
    std::vector<primitives::Extrinsic> pending() const;  ///< ready and future: author_pendingExtrinsics is the ready
    std::vector<primitives::Extrinsic> future() const;
    std::optional<primitives::Extrinsic> find(const Hash256& hash) const;
    /// The same for one that may be sent to others. Spec: defn-valid-transaction (propagate)
    std::optional<primitives::Extrinsic> find_propagated(const Hash256& hash) const;

    /// Removes and bans them, and removes those that depend on them (author_removeExtrinsic; a proposer that found them
    /// invalid). Returns the hashes of all that were removed.
    std::vector<Hash256> remove(const std::vector<Hash256>& hashes, std::string reason);

    /// Removes all transactions, whose watchers hear that they are dropped, and forgets what was refused or included.
    /// When a developer sets the head of the chain the pool does so by itself.
    void clear();

    PoolStatus status() const;
    uint64_t memory_bytes() const;

    /// Called whenever a transaction becomes ready, with its hash, like a watcher: for instant sealing and the network.
    /// Returns an id for remove_on_ready(); a call that has begun may still run after that.
    uint64_t on_ready(std::function<void(const Hash256&)> callback);
    void remove_on_ready(uint64_t id);

    /// Counters for the metrics, by the reference's names without their prefix: submitted_transactions,
    /// validations_scheduled, validations_finished, validations_invalid, block_transactions_pruned,
    /// block_transactions_resubmitted.
    std::vector<std::pair<std::string, uint64_t>> counters() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::pool
