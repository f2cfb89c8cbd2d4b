/// One block of this node: built in a slot that was claimed, sealed, imported.
#pragma once

#include <mutex>

#include "authorship/proposer.hpp"
#include "authorship/sealing.hpp"
#include "authorship/slot_engine.hpp"

namespace serinus::authorship {

/// What sealing can fail with. Observed: polkadot-stable2407: the codes of sc-consensus-manual-seal
namespace seal_code {
inline constexpr int kShuttingDown = 10'000;
inline constexpr int kImportFailed = 11'000;
inline constexpr int kEmptyPool = 12'000;
inline constexpr int kBlockNotFound = 13'000;
inline constexpr int kConsensus = 14'000;
inline constexpr int kBlockchain = 16'000;
inline constexpr int kUnknown = 20'000;
}  // namespace seal_code

SealError seal_error(int code, std::string reason);

/// The part of the pool that an author uses.
class TransactionQueue {
  public:
    using ReadyCallback = std::move_only_function<void(std::vector<pool::ReadyTransaction>)>;

    virtual ~TransactionQueue() = default;
    /// Calls back on the author's lane with the transactions that are ready on `parent`, or after `timeout_ms` with
    /// those that are ready then.
    virtual void when_ready(const Hash256& parent, uint64_t timeout_ms, ReadyCallback callback) = 0;
    /// Removes transactions that were found invalid.
    virtual void remove(const std::vector<Hash256>& hashes, const std::string& reason) = 0;
};

struct BlockRequest {
    chain::BlockId parent;
    SlotClaim claim;
    uint64_t timestamp_ms = 0;      ///< since 1970, in the slot
    uint64_t duration_ms = 10'000;  ///< for everything until the block is ready to be sealed, or kNoTimeLimit
    size_t block_size_limit = size_t{4} * 1024 * 1024 + 512;  ///< bytes
    bool discard_late = false;  ///< a block that is not ready after `duration_ms` is discarded
    bool create_empty = true;
    std::shared_ptr<const DevelopmentBlock> development = nullptr;
};

/// The inherents of a node on a chain with that engine. `parachains`: see provide_parachains().
chain::InherentProviders inherents_of(const SlotEngine& engine, std::shared_ptr<ParachainsSource> parachains = nullptr);

struct AuthorOptions {
    chain::InherentProviders inherents = {};                 ///< empty: inherents_of(engine, parachains)
    std::shared_ptr<ParachainsSource> parachains = nullptr;  ///< nullptr: this node knows nothing of them
    std::stop_token stop = {};                               ///< ends the block that is being built
    std::function<void(const chain::BlockId&)> on_authored = {};
};

/// Makes the blocks that are requested. On the author's lane, but counters().
class Author {
  public:
    /// All must outlive the author.
    Author(chain::Client& client, TransactionQueue& queue, SlotEngine& engine, platform::Scheduler& scheduler,
           AuthorOptions options = {});

    struct Authored {
        chain::BlockId block;
        size_t transactions = 0;
    };
    /// nullopt: it was discarded. Errors: kEmptyPool, if there is nothing to put into it; the failures.
    using Outcome = Result<std::optional<Authored>, SealError>;
    using Callback = std::move_only_function<void(Outcome)>;

    /// Waits for the pool without blocking the lane, builds, seals and imports the block, and calls back on the lane.
    void author_block(BlockRequest request, Callback callback);

    AuthoringCounters counters() const;

  private:
    Outcome build_and_import(const BlockRequest& request, uint64_t start_ms,
                             const std::vector<pool::ReadyTransaction>& transactions);
    Result<Proposal, SealError> propose(const BlockRequest& request, const ProposalLimits& limits,
                                        const std::vector<pool::ReadyTransaction>& transactions);
    Result<chain::BlockId, SealError> import(Proposal proposal, const SlotClaim& claim);
    void count(const Proposal& proposal);
    void remove_invalid(const Proposal& proposal);
    void log_left_out(const Proposal& proposal) const;

    chain::Client* client_;
    TransactionQueue* queue_;
    SlotEngine* engine_;
    platform::Scheduler* scheduler_;
    chain::InherentProviders inherents_;
    std::stop_token stop_;
    std::function<void(const chain::BlockId&)> on_authored_;
    mutable std::mutex mutex_;
    AuthoringCounters counters_;
};

}  // namespace serinus::authorship
