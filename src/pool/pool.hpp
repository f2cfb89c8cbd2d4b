/// The transaction pool: what waits to be included in a block.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chain/client.hpp"
#include "primitives/block.hpp"

namespace serinus::pool {

/// What the runtime says of a good transaction.
struct ValidTransaction {
    uint64_t priority = 0;
    std::vector<Bytes> requires_tags;
    std::vector<Bytes> provides_tags;
    uint64_t longevity = UINT64_MAX;  ///< blocks
    bool propagate = true;
};

/// Where a transaction comes from.
enum class TransactionSource : uint8_t { kInBlock = 0, kLocal = 1, kExternal = 2 };

/// TransactionValidityError as the runtime encodes it.
struct ValidityError {
    bool unknown = false;  ///< UnknownTransaction, otherwise InvalidTransaction
    uint8_t index = 0;     ///< of the variant
    uint8_t custom = 0;    ///< of Custom(u8)
};

/// Why a transaction is not taken, or no longer there.
struct PoolError {
    enum class Kind : uint8_t {
        kUnknownValidity,  ///< validity.unknown
        kInvalid,          ///< validity
        kTemporarilyBanned,
        kAlreadyImported,
        kTooLowPriority,
        kImmediatelyDropped,  ///< the pool is full and this one is the least
        kCycle,
        kUnactionable,  ///< neither propagated nor ours to include
        kNoTags,        ///< provides nothing
        kTooLarge,
        kRejectedFutureTransaction,
        kInternal,  ///< the runtime or the state failed
    } kind = Kind::kInternal;
    ValidityError validity = {};
    uint64_t old_priority = 0, new_priority = 0;  ///< of kTooLowPriority
    Hash256 hash = {};                            ///< of kAlreadyImported
    std::string reason;
};

/// What happens to a transaction, in the reference's terms (sc-transaction-pool-api TransactionStatus).
struct TransactionStatus {
    enum class Kind : uint8_t {
        kFuture,
        kReady,
        kBroadcast,
        kInBlock,
        kRetracted,
        kFinalityTimeout,
        kFinalized,
        kUsurped,
        kDropped,
        kInvalid,
    } kind = Kind::kReady;
    Hash256 block = {};                   ///< of kInBlock, kRetracted, kFinalityTimeout, kFinalized
    uint32_t index = 0;                   ///< of the extrinsic in that block: kInBlock, kFinalized
    Hash256 usurper = {};                 ///< of kUsurped
    std::vector<std::string> peers = {};  ///< of kBroadcast
    std::string reason = {};              ///< of kDropped and kInvalid: for people

    bool is_final() const noexcept;  ///< nothing follows
};

/// A transaction that could go into the next block.
struct ReadyTransaction {
    Hash256 hash;
    std::shared_ptr<const primitives::Extrinsic> extrinsic;  ///< without its length
    uint64_t priority = 0;
    bool propagate = true;
};

struct PoolStatus {
    size_t ready = 0, ready_bytes = 0, future = 0, future_bytes = 0;
};

struct PoolOptions {
    size_t ready_count = 8192, ready_bytes = size_t{20} << 20;
    size_t future_count = 819, future_bytes = size_t{2} << 20;
    uint64_t ban_ms = 30 * 60 * 1000;
    std::function<uint64_t()> now_ms;
};

/// Called in order, on any thread, without locks of the pool held. Be quick.
using StatusWatcher = std::function<void(const TransactionStatus&)>;

/// Any thread. Follows the client's blocks by itself (it is a listener); validates with the runtime at the best block.
class TransactionPool {
  public:
    TransactionPool(chain::Client& client, PoolOptions options);
    ~TransactionPool();

    /// The hash that names an extrinsic: BLAKE2b-256 of it as it stands in a body, without the length of that item.
    static Hash256 hash_of(BytesView extrinsic);

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
    std::vector<Hash256> remove(const std::vector<Hash256>& hashes, std::string reason);

    PoolStatus status() const;
    uint64_t memory_bytes() const;

    /// Called whenever a transaction becomes ready, with its hash; for instant sealing, and for the network later.
    void on_ready(std::function<void(const Hash256&)> callback);

    /// Counters for the metrics: submitted, validated, included, removed…
    std::vector<std::pair<std::string, uint64_t>> counters() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::pool
