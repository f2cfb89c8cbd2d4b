/// The transaction pool: what waits to be included in a block.
#pragma once

#include "chain/client/client.hpp"
#include "pool/transaction.hpp"

namespace serinus::pool {

/// Called in order, one call at a time for all watchers of the pool, on any thread, without locks of the pool held.
/// Be quick. After `unwatch` no new call begins, but one that runs on another thread may still be running.
using StatusWatcher = std::function<void(const TransactionStatus&)>;

/// Any thread. Follows the client's blocks by itself (it is a listener); validates with the runtime at the best block.
/// What waits is in memory alone: it is lost when the node stops.
class TransactionPool {
  public:
    TransactionPool(chain::Client& client, PoolOptions options);
    ~TransactionPool();

    /// Follows the chain no more. When it returns, only who calls the pool still tells watchers.
    void stop();

    /// The hash that names an extrinsic: BLAKE2b-256 of it as it stands in a body, which is with its length before it.
    static Hash256 hash_of(BytesView extrinsic) { return pool::hash_of(extrinsic); }

    Result<Hash256, PoolError> submit(primitives::Extrinsic extrinsic, TransactionSource source);
    /// The watcher hears all statuses from the first one (kReady or kFuture) on, until a final one or unwatch.
    /// Watching one that is there already is kAlreadyImported, as in the reference.
    Result<Hash256, PoolError> submit_and_watch(primitives::Extrinsic extrinsic, TransactionSource source,
                                                StatusWatcher watcher, uint64_t& watch_id);
    void unwatch(uint64_t watch_id);

    /// In the order in which they may go into a block built on `parent` (the best one, usually): each after those whose
    /// tags it requires, by priority, then by age. Waits, within reason, until the pool has seen `parent`.
    std::vector<ReadyTransaction> ready(const Hash256& parent);
    std::vector<primitives::Extrinsic> pending() const;  ///< ready and future: author_pendingExtrinsics is the ready
    std::vector<primitives::Extrinsic> future() const;
    std::optional<primitives::Extrinsic> find(const Hash256& hash) const;

    /// Removed and banned, with what depends on them (author_removeExtrinsic; a proposer that found them invalid).
    /// Gives all that are gone.
    std::vector<Hash256> remove(const std::vector<Hash256>& hashes, std::string reason);

    PoolStatus status() const;
    uint64_t memory_bytes() const;

    /// Called whenever a transaction becomes ready, with its hash, like a watcher; for instant sealing, and for the
    /// network later.
    void on_ready(std::function<void(const Hash256&)> callback);

    /// Counters for the metrics, by the reference's names without their prefix: submitted_transactions,
    /// validations_scheduled, validations_finished, validations_invalid, block_transactions_pruned,
    /// block_transactions_resubmitted.
    std::vector<std::pair<std::string, uint64_t>> counters() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::pool
