/// Fills a block with the pool's transactions.
#pragma once

#include "authorship/block_builder.hpp"
#include "pool/pool.hpp"

namespace serinus::authorship {

/// Bounds of one proposal. Times are monotonic milliseconds, as Scheduler::now_ms counts.
struct ProposalLimits {
    uint64_t deadline_ms = UINT64_MAX;   ///< no transaction is begun after it
    uint64_t interrupt_ms = UINT64_MAX;  ///< a transaction that still runs is interrupted
    uint64_t soft_deadline_ms = 0;       ///< until then full blocks are tried to be filled with smaller ones
    size_t block_size = size_t{4} * 1024 * 1024 + 512;  ///< bytes
    std::stop_token stop = {};                          ///< the node ends: errors are nobody's fault
};

inline constexpr uint64_t kNoTimeLimit = UINT64_MAX;

/// The bounds of a proposal that begins at `start_ms` and has `duration_ms`, or kNoTimeLimit.
/// Observed: polkadot 1.25.1 (sc-basic-authorship 0.57.0): 2 % are left for the answer, of the rest a tenth for
/// finishing the block; full blocks are tried further in the first half. Ours: a transaction that was begun in time
/// gets half of that tenth.
ProposalLimits limits_within(uint64_t start_ms, uint64_t duration_ms, size_t block_size, std::stop_token stop);

enum class ProposalEnd : uint8_t { kNoMoreTransactions, kDeadline, kBlockSize, kBlockWeight };

/// A transaction that the runtime refused, or that made it fail.
struct InvalidTransaction {
    Hash256 hash;
    std::string reason;
};

struct Proposal {
    UnsealedBlock block;
    size_t transactions = 0;  ///< of the extrinsics; the others are inherents
    ProposalEnd end = ProposalEnd::kNoMoreTransactions;
    std::vector<InvalidTransaction> invalid = {};      ///< to be removed from the pool
    std::vector<InvalidTransaction> out_of_turn = {};  ///< their nonce is used, or not reached; they stay in the pool
    uint64_t took_ms = 0;
    uint64_t inherents_ms = 0;
};

/// "🎁 Prepared block for proposing at 7 (2 ms) [hash: …": what the log says of it before it is sealed.
std::string prepared_line(const Proposal& proposal);

/// How many transactions for which the block has no room are passed over before it counts as full.
/// Observed: polkadot-stable2407: MAX_SKIPPED_TRANSACTIONS of sc-basic-authorship
inline constexpr size_t kMaxSkippedTransactions = 8;

/// Applies the inherents, and as many transactions as fit, in their order; finishes the block.
///
/// A transaction that exhausts the block is passed over and stays in the pool. So does one whose nonce is not reached,
/// since what it depends on may have been passed over, and one whose nonce is used: it is in a block that the pool has
/// not processed yet, or the pool will find out by itself. All others that the runtime refuses are in
/// `Proposal::invalid`. So is one that is interrupted, with which the block ends: it goes on from the state before it.
/// (Observed: polkadot 1.25.1 interrupts none; such a block comes too late.) `now_ms`: the clock of the
/// limits; it is read before each transaction. Errors: of the builder; or kRuntime, a mandatory inherent failed. Spec:
/// algo-build-block. Observed: sc-basic-authorship of polkadot v1.0.0
Result<Proposal, chain::ChainError> propose_block(std::unique_ptr<BlockBuilder> builder, const InherentData& inherents,
                                                  const std::vector<pool::ReadyTransaction>& transactions,
                                                  const ProposalLimits& limits,
                                                  const std::function<uint64_t()>& now_ms);

}  // namespace serinus::authorship
