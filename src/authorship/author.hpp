/// One block of ours: built in a slot that was claimed, sealed, imported.
#pragma once

#include <mutex>

#include "authorship/proposer.hpp"
#include "authorship/sealing.hpp"
#include "authorship/slot_engine.hpp"

namespace serinus::authorship {

/// What sealing can fail with. Observed: the codes of sc-consensus-manual-seal
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

struct BlockWish {
    chain::BlockId parent;
    SlotClaim claim;
    uint64_t timestamp_ms = 0;  ///< in the slot
    ProposalLimits limits = {};
    uint64_t discard_after_ms = UINT64_MAX;  ///< monotonic: a block that is ready later is thrown away
    bool create_empty = true;
};

/// Makes blocks for those who know when. One thread at a time, but counters().
class Author {
  public:
    /// All must outlive the author.
    Author(chain::Client& client, TransactionQueue& queue, SlotEngine& engine);

    struct Made {
        chain::BlockId block;
        size_t transactions = 0;
    };
    /// nullopt: it came too late. Errors: kEmptyPool, if there is nothing to put into it; the failures.
    Result<std::optional<Made>, SealError> make(const BlockWish& wish);

    AuthoringCounters counters() const;

    static uint64_t monotonic_ms() noexcept;

  private:
    Result<Proposal, SealError> propose(const BlockWish& wish);
    Result<chain::BlockId, SealError> import(Proposal proposal, const SlotClaim& claim);
    void count(const Proposal& proposal);

    chain::Client* client_;
    SlotEngine* engine_;
    Proposer proposer_;
    mutable std::mutex mutex_;
    AuthoringCounters counters_;
};

}  // namespace serinus::authorship
