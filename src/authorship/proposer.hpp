/// Fills a block with the pool's transactions.
#pragma once

#include "authorship/block_builder.hpp"
#include "pool/pool.hpp"

namespace serinus::authorship {

/// Bounds of one proposal. Times are monotonic milliseconds, as the clock that comes with them counts.
struct ProposalLimits {
    uint64_t deadline_ms = UINT64_MAX;  ///< no transaction is begun after it
    uint64_t soft_deadline_ms = 0;      ///< until then full blocks are tried to be filled with smaller ones
    size_t block_size = size_t{4} * 1024 * 1024 + 512;  ///< bytes
};

enum class ProposalEnd : uint8_t { kNoMoreTransactions, kDeadline, kBlockSize, kBlockWeight };

struct Proposal {
    UnsealedBlock block;
    size_t transactions = 0;  ///< of the extrinsics; the others are inherents
    ProposalEnd end = ProposalEnd::kNoMoreTransactions;
    uint64_t took_ms = 0;
    uint64_t inherents_ms = 0;
};

/// How many transactions for which the block has no room are passed over before it counts as full.
/// Observed: MAX_SKIPPED_TRANSACTIONS of sc-basic-authorship
inline constexpr size_t kMaxSkippedTransactions = 8;

/// What the proposer takes from, and gives back to.
class TransactionQueue {
  public:
    virtual ~TransactionQueue() = default;
    virtual std::vector<pool::ReadyTransaction> ready(const Hash256& parent) = 0;
    /// They were found invalid on this parent.
    virtual void remove(const std::vector<Hash256>& hashes, const std::string& reason) = 0;
};

/// Applies the inherents and as many transactions as fit, in the queue's order.
///
/// A transaction that exhausts the block is passed over and stays in the queue. So does one whose nonce is not reached,
/// since what it rests on may have been passed over, and one whose nonce is used: it is in a block of which the queue
/// has not heard yet, or the queue will find out by itself. All others that the runtime refuses are removed from the
/// queue. Spec: algo-build-block. Observed: sc-basic-authorship
class Proposer {
  public:
    /// `monotonic_ms`: the clock of the limits. All must outlive the proposer.
    Proposer(TransactionQueue& queue, std::function<uint64_t()> monotonic_ms)
        : queue_(&queue), now_ms_(std::move(monotonic_ms)) {}

    /// Errors: of the builder; or kRuntime, a mandatory inherent failed.
    Result<Proposal, chain::ChainError> propose(std::unique_ptr<BlockBuilder> builder, const chain::BlockId& parent,
                                                const InherentData& inherents, const ProposalLimits& limits);

  private:
    Result<void, chain::ChainError> apply_inherents(BlockBuilder& builder, const InherentData& data);
    Result<ProposalEnd, chain::ChainError> apply_transactions(BlockBuilder& builder, const chain::BlockId& parent,
                                                              const ProposalLimits& limits);

    TransactionQueue* queue_;
    std::function<uint64_t()> now_ms_;
};

}  // namespace serinus::authorship
