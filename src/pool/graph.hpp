/// Valid transactions, linked by their tags: which can be in the next block, in which order, and which wait.
#pragma once

#include <array>
#include <map>
#include <set>

#include "base/result.hpp"
#include "pool/transaction.hpp"

namespace serinus::pool {

/// A valid transaction with the validity that the runtime returned.
struct Transaction {
    Hash256 hash;
    std::shared_ptr<const primitives::Extrinsic> extrinsic;
    TransactionSource source = TransactionSource::kExternal;
    size_t bytes = 0;  ///< of the encoding with its length
    uint64_t priority = 0;
    uint64_t valid_till = UINT64_MAX;  ///< the number of the block after which it is too old
    std::vector<Tag> requires_tags = {};
    std::vector<Tag> provides_tags = {};
    bool propagate = true;
    primitives::BlockNumber validated_at = 0;  ///< on the state after this block
    uint64_t epoch = 0;                        ///< of the pool, when it was validated

    /// Each tag counts once. `at`: the block on whose state it was validated.
    static Transaction of(const Hash256& hash, std::shared_ptr<const primitives::Extrinsic> extrinsic,
                          TransactionSource source, ValidTransaction validity, primitives::BlockNumber at);
};
using TransactionPtr = std::shared_ptr<const Transaction>;

/// A transaction that was removed for another one.
struct Usurped {
    TransactionPtr transaction;
    Hash256 by;
};

/// What an insertion changed for other transactions.
struct Insertion {
    bool ready = false;                    ///< otherwise it waits in the future queue
    std::vector<TransactionPtr> promoted;  ///< from future to ready, in that order
    std::vector<Usurped> usurped;        ///< removed: replaced, or dependent on a replaced one, or outbid on promotion
    std::vector<TransactionPtr> cyclic;  ///< removed: promoted, they would replace a transaction that they need
};

/// What a block did to the queues.
struct Pruning {
    std::vector<TransactionPtr> removed;  ///< provided a tag that the chain now has, or led to one that did
    Insertion others;                     ///< `ready` has no meaning
};

/// What a retracted block did to the queues.
struct Retraction {
    std::vector<TransactionPtr> demoted;  ///< from ready to future
    Insertion others;                     ///< `ready` has no meaning
};

/// The queues. A ready transaction's required tags are provided by ready ones or by the chain; of a future one, some
/// are missing. No two ready transactions provide one tag. Deterministic; not for several threads. Spec:
/// defn-transaction-queue
class Graph {
  public:
    Graph();
    ~Graph();
    Graph(const Graph&) = delete;
    Graph& operator=(const Graph&) = delete;

    /// Adds a new transaction to its queue. It replaces the ready transactions that provide one of its tags,
    /// and those that need tags which only these provide, if its priority is above the sum of the directly replaced.
    /// Errors: kAlreadyImported, kTooLowPriority; kCycle if it needs one that it would replace;
    /// kRejectedFutureTransaction. After an error nothing has changed. Time O(log n) for each moved transaction.
    Result<Insertion, PoolError> insert(Transaction transaction, bool reject_future = false);

    /// Sets a new validity of a transaction; true if this only moved it within its queue.
    /// Otherwise it has been taken out, `displaced` (what needs it) waits in the future queue, and the caller inserts
    /// it again.
    bool refresh(const Transaction& transaction, std::vector<TransactionPtr>& displaced);

    /// The chain provides these tags from now on.
    Pruning prune(const std::vector<Tag>& tags);
    /// Forgets what the last prunings were.
    void forget_pruned();
    /// The chain no longer provides these tags, as its block was retracted: transactions that need them wait again.
    Retraction unprovide(const std::vector<Tag>& tags);

    /// Removes it and the ready transactions that depend on it; returns the removed ones, it first.
    std::vector<TransactionPtr> remove_subtree(const Hash256& hash);

    /// Removes the worst until the limits hold: of the ready ones, those of the lowest priority, then the oldest, with
    /// what needs them; of the future ones, the oldest. Observed: polkadot-stable2407: base_pool of the reference
    std::vector<TransactionPtr> enforce_limits(const PoolOptions& limits);

    enum class Place : uint8_t { kNone, kReady, kFuture };
    Place place_of(const Hash256& hash) const;
    TransactionPtr find(const Hash256& hash) const;  ///< nullptr: not in the graph
    /// Each after those that it requires; by priority, then by the time it has left, then by age.
    /// Spec: defn-transaction-queue
    std::vector<TransactionPtr> ready() const;
    std::vector<TransactionPtr> future() const;  ///< the oldest first
    std::vector<TransactionPtr> too_old(uint64_t number) const;
    PoolStatus status() const noexcept { return status_; }
    uint64_t memory_bytes() const noexcept;

    /// Asserts the invariants of this class. For tests. Time O(n).
    void check_invariants() const;

  private:
    struct Entry;
    struct Older {
        bool operator()(const Entry* a, const Entry* b) const noexcept;
    };
    struct Better {
        bool operator()(const Entry* a, const Entry* b) const noexcept;
    };
    struct Worse {
        bool operator()(const Entry* a, const Entry* b) const noexcept;
    };
    using Entries = std::vector<Entry*>;
    using OldestFirst = std::set<Entry*, Older>;

    /// The transactions that provide a tag and those that need it.
    struct TagLinks {
        Entry* provider = nullptr;     ///< ready
        OldestFirst wanted_by;         ///< ready or future
        OldestFirst future_providers;  ///< future
        bool empty() const noexcept { return !provider && wanted_by.empty() && future_providers.empty(); }
    };

    Entry& add_entry(Transaction transaction);
    void erase_entry(Entry& entry);
    Entry* entry_of(const Hash256& hash) const;
    void release(const Tag& tag);

    Entries conflicts_of(const Entry& entry) const;
    Entries with_dependents(Entries roots, const std::vector<Tag>* except) const;
    bool needs_any(const Entry& entry, const std::set<const Entry*>& others) const;
    bool has_dependents(const Entry& entry) const;
    Result<Entries, PoolError> check_replacement(const Entry& entry) const;

    enum class Need : uint8_t { kMissing, kProvided, kByChain };
    using Hashes = std::vector<Hash256>;  ///< of future ones that miss nothing any more, perhaps
    void set_need(Entry& entry, const Tag& tag, Need need, Hashes& complete);
    void put_ready(Entry& entry, Hashes& complete);
    void take_ready(Entry& entry, Need left, Hashes& complete);
    void put_future(Entry& entry);
    void take_future(Entry& entry);
    void update_best(Entry& entry);
    void demote(Entry& entry, std::vector<TransactionPtr>& demoted);
    void promote(Hashes complete, Insertion& out);
    void replace(const Entries& replaced, const Hash256& by, Insertion& out);
    void prune_with_ancestors(const Hash256& hash, Hashes& complete, std::vector<TransactionPtr>& removed);
    bool recently_pruned(const Tag& tag) const;

    std::map<Hash256, std::unique_ptr<Entry>> entries_;
    std::map<Tag, TagLinks> tags_;
    std::set<Entry*, Better> best_;  ///< ready ones that wait for no other
    std::set<Entry*, Worse> worst_;  ///< all ready ones
    OldestFirst future_;
    /// Tags of the last two prunings: what was validated on the state before them still names them as required.
    std::array<std::set<Tag>, 2> pruned_;
    size_t next_pruned_ = 0;
    uint64_t next_id_ = 0;
    PoolStatus status_;
    uint64_t tag_bytes_ = 0;
};

}  // namespace serinus::pool
