/// The state of each transaction from its validation to its final status, without chain, clock or threads.
#pragma once

#include "chain/store/block_store.hpp"
#include "pool/bans.hpp"
#include "pool/graph.hpp"

namespace serinus::pool {

/// Blocks that are not final whose transactions are tracked. Observed: polkadot-stable2407: MAX_FINALITY_WATCHERS of
/// the reference's pool
inline constexpr size_t kMaxBlocksToFinality = 512;
/// Ours: transactions in these blocks, and the bytes of them that are kept in case the block is retracted.
inline constexpr size_t kMaxTransactionsToFinality = 1 << 18;
inline constexpr size_t kMaxBytesToFinality = size_t{64} << 20;

struct Event {
    Hash256 hash;
    TransactionStatus status;
};
using Events = std::vector<Event>;

/// A block as the pool sees it.
struct EnactedBlock {
    chain::BlockId id;
    std::vector<Hash256> extrinsics;  ///< their hashes, in the order of the body
    std::vector<Tag> foreign_tags;    ///< provided by extrinsics that are not in the pool
};

/// Every transaction that was inserted gets exactly one final status, with a reason; until then it is in a queue, in a
/// block that is not final, or returning from a retracted block. Not for several threads.
///
/// A change of the best block is applied in these steps: `retract` for each block from the old best one down, `enact`
/// for each up to the new one, `restore` or `reject` for each of `returning`, validated on the new state, and `settle`.
/// Spec: algo-maintain-transaction-pool
class TransactionTracker {
  public:
    explicit TransactionTracker(const PoolOptions& options);

    /// Why a transaction is refused without a validation; nullopt: it has to be validated.
    /// What this node itself submits may be banned: another node has sent it, which nobody takes from others.
    /// Observed: polkadot v1.1.0, submit_local of the transaction pool
    std::optional<PoolError> check_known(const Hash256& hash, TransactionSource source, uint64_t now_ms) const;
    /// Adds a valid transaction to its queue. Spec: algo-validate-transactions
    Result<void, PoolError> insert(Transaction transaction, uint64_t now_ms, Events& events);
    void ban(const Hash256& hash, uint64_t now_ms) { bans_.ban(hash, now_ms); }
    /// Removes the transactions and all that depend on them; returns the hashes of all that were removed.
    std::vector<Hash256> remove(const std::vector<Hash256>& hashes, const std::string& reason, uint64_t now_ms,
                                Events& events);

    void retract(const Hash256& block, Events& events);
    void enact(const EnactedBlock& block, uint64_t now_ms, Events& events);
    /// Transactions of retracted blocks, and those whose validity a retraction made doubtful, with their last validity.
    std::vector<TransactionPtr> returning() const;
    /// One of these is valid, or a transaction of a retracted block that was never in the pool.
    void restore(Transaction transaction, Events& events);
    void reject(const Hash256& hash, const PoolError& error, uint64_t now_ms, Events& events);
    /// Ends the change: removes transactions that are too old, enforces the limits, and reports changed statuses.
    void settle(primitives::BlockNumber number, uint64_t now_ms, Events& events);
    void finalize(const Hash256& block, Events& events);
    /// Forgets all transactions, bans and blocks. Not within a change.
    void clear(Events& events);

    /// Up to `count` transactions that were not validated since the last `settle`, oldest validation first.
    std::vector<TransactionPtr> to_revalidate(size_t count) const;
    /// Transactions that were validated on the state of a block above `number`, which was retracted since.
    std::vector<TransactionPtr> doubtful(primitives::BlockNumber number) const;
    /// The new validity of a queued transaction; one that was removed meanwhile is ignored.
    void revalidated(Transaction transaction, uint64_t now_ms, Events& events);
    void found_invalid(const Hash256& hash, const PoolError& error, uint64_t now_ms, Events& events);

    const Graph& graph() const noexcept { return graph_; }
    /// Whether it was inserted and has no final status yet.
    bool is_tracked(const Hash256& hash) const { return tracked_.contains(hash); }
    bool is_returning(const Hash256& hash) const;
    size_t tracked_count() const noexcept { return tracked_.size(); }
    uint64_t memory_bytes() const noexcept;

  private:
    enum class Place : uint8_t { kQueued, kReturning, kInBlock };
    struct Tracked {
        Place place = Place::kQueued;
        TransactionPtr transaction = {};  ///< of kReturning and, while memory allows, of kInBlock
        Hash256 block = {};               ///< of kInBlock
        uint32_t index = 0;
        std::optional<TransactionStatus::Kind> reported = {};
    };
    struct Record {
        chain::BlockId id;
        std::vector<Hash256> transactions = {};  ///< tracked ones
        std::vector<Tag> tags = {};              ///< that the chain has from it
        size_t bytes = 0;
    };
    using Touched = std::vector<Hash256>;

    void report(const Hash256& hash, Tracked& tracked, TransactionStatus status, Events& events);
    void end(const Hash256& hash, TransactionStatus status, Events& events);
    std::vector<TransactionPtr> all() const;
    void note(const Insertion& insertion, Touched& touched, Events& events);
    void report_places(const Touched& touched, Events& events);
    void start_returning(const TransactionPtr& transaction);
    std::vector<Hash256> remove_subtree(const Hash256& hash, const std::string& reason, Events& events);
    void enforce_limits(uint64_t now_ms, Events& events);
    void forget_oldest_record(Events& events);
    void lighten_records();

    PoolOptions options_;
    Graph graph_;
    Bans bans_;
    std::map<Hash256, Tracked> tracked_;
    std::deque<Record> records_;  ///< of the best chain, ascending
    size_t record_transactions_ = 0;
    size_t record_bytes_ = 0;
    std::vector<Hash256> returning_;
    Touched touched_;         ///< since the last `settle`
    uint64_t epoch_ = 0;      ///< grows with each `settle`
    bool is_moving_ = false;  ///< between blocks: before `settle`
};

}  // namespace serinus::pool
