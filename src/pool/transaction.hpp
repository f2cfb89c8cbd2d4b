/// Data of the pool: validity of transactions, their statuses, reasons of refusals, options.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "pool/validity_error.hpp"
#include "primitives/block.hpp"
#include "runtime_api/transaction_queue.hpp"

namespace serinus::pool {

/// A transaction is put where its tags say: after those that provide what it requires, and it is the only one of its
/// tags. The runtime chooses them: for a signed transaction, usually account and nonce.
using Tag = Bytes;

/// The validity of a valid transaction. Spec: defn-valid-transaction
struct ValidTransaction {
    uint64_t priority = 0;
    std::vector<Tag> requires_tags = {};
    std::vector<Tag> provides_tags = {};
    uint64_t longevity = UINT64_MAX;  ///< blocks
    bool propagate = true;

    friend bool operator==(const ValidTransaction&, const ValidTransaction&) = default;
};

using runtime_api::transaction_queue::TransactionSource;

/// Why a transaction is refused or was removed.
struct PoolError {
    enum class Kind : uint8_t {
        kUnknownValidity,  ///< validity.unknown
        kInvalid,          ///< validity
        kTemporarilyBanned,
        kAlreadyImported,
        kTooLowPriority,
        kImmediatelyDropped,  ///< the pool is full and its priority is the lowest
        kCycle,
        kUnactionable,  ///< neither propagated nor ours to include
        kNoTags,        ///< provides nothing
        kTooLarge,
        kRejectedFutureTransaction,
        kTookTooLong,  ///< its validation was interrupted at PoolOptions::max_validation_ms
        kInternal,     ///< the runtime or the state failed
    } kind = Kind::kInternal;
    ValidityError validity = {};
    uint64_t old_priority = 0, new_priority = 0;  ///< of kTooLowPriority
    Hash256 hash = {};        ///< of kAlreadyImported; of the transaction in the way: kTooLowPriority
    std::string reason = {};  ///< for people; never empty when the pool gives it

    /// Whether the transaction itself is the cause, so that another validation would have the same result: it is
    /// banned.
    bool is_lasting() const noexcept { return kind == Kind::kInvalid || kind == Kind::kTookTooLong; }
};

/// The result for one extrinsic of a batch, by which the peer that sent it is judged.
struct SubmissionVerdict {
    enum class Kind : uint8_t {
        kNew,        ///< it is in the pool now
        kKnown,      ///< it was there already
        kInvalid,    ///< the runtime says so, or that it cannot know: `error.validity`; or it provides no tag
        kPoolFull,   ///< no room for it, or one that it would replace has a higher priority
        kBanned,     ///< it was found invalid or included a short while ago
        kUndecided,  ///< this node could not validate it, or does not take it for reasons of its own
    } kind = Kind::kNew;
    Hash256 hash;
    PoolError error = {};  ///< unless kNew
};
SubmissionVerdict verdict_of(const Hash256& hash, const Result<Hash256, PoolError>& submitted);

/// What happens to a transaction. Observed: polkadot-stable2407: names and order of the reference's statuses
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

    bool is_final() const noexcept;  ///< no status follows

    friend bool operator==(const TransactionStatus&, const TransactionStatus&) = default;
};

const char* to_string(TransactionStatus::Kind kind) noexcept;

/// A transaction that could go into the next block.
struct ReadyTransaction {
    Hash256 hash;
    std::shared_ptr<const primitives::Extrinsic> extrinsic;  ///< without its length
    uint64_t priority = 0;
    bool propagate = true;
    std::shared_ptr<const std::vector<Tag>> provides = nullptr;  ///< never null when the pool gives it
};

/// Sizes are those of encodings with their length.
struct PoolStatus {
    size_t ready = 0, ready_bytes = 0, future = 0, future_bytes = 0;

    friend bool operator==(const PoolStatus&, const PoolStatus&) = default;
};

struct PoolOptions {
    size_t ready_count = 8192, ready_bytes = size_t{20} << 20;
    size_t future_count = 819, future_bytes = size_t{2} << 20;
    uint64_t ban_ms = 30 * 60 * 1000;
    uint64_t max_validation_ms = 30'000;  ///< of one transaction; ours: the reference has no limit
    // Ours: what the pool works on at a time.
    size_t max_submissions = 4096;                ///< that are being validated
    size_t max_ready_requests = 256;              ///< authors who wait for a block
    size_t max_batched = 16'384;                  ///< extrinsics that wait to be validated in batches
    size_t max_batched_bytes = size_t{32} << 20;  ///< likewise
    bool authors = true;         ///< this node may author: it takes transactions that must not be propagated
    bool reject_future = false;  ///< only what could be in the next block is taken
};

/// The hash that names an extrinsic: BLAKE2b-256 of it as it stands in a body, which is with its length before it.
Hash256 hash_of(BytesView extrinsic);

}  // namespace serinus::pool
