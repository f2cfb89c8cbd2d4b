/// Blocks on demand: at a call, when a transaction is ready, at an interval.
#pragma once

#include "authorship/author.hpp"

namespace serinus::authorship {

struct DemandSealerOptions {
    bool finalize_each = false;
    bool has_time_limit = true;  ///< a block ends when its time does; never one of transactions that were given
    bool may_repeat_slots = false;
    /// False: a block has the time of its parent and one slot, if the parent has a time, whatever the clock says.
    bool follows_clock = true;
    size_t block_size_limit = size_t{4} * 1024 * 1024 + 512;
};

/// Seals one block after the other. Each takes the next slot that one of our keys wins, from the clock's on, so the
/// chain's time may run ahead. On the author's lane, but finalize().
///
/// A slot is not taken twice: slots ascend along a branch, and for a block beside the best chain the slot lies behind
/// all that were taken, and is noted on the disk. Where slots may repeat, they ascend along each branch alone.
class DemandSealer {
  public:
    /// The error is a failure of the disk.
    static Result<std::unique_ptr<DemandSealer>, std::string> make(chain::Client& client, Author& author,
                                                                   SlotEngine& engine, platform::Scheduler& scheduler,
                                                                   DemandSealerOptions options);

    using Outcome = Result<Author::Authored, SealError>;
    using Callback = std::move_only_function<void(Outcome)>;

    /// Calls back when the block is imported. The one before it must have called back.
    void seal(const SealRequest& request, Callback callback);
    chain::BlockId best() const { return client_->best(); }
    /// Any thread, as the next. False: it was the best block before.
    Result<bool, chain::ChainError> set_head(const Hash256& block) {
        return client_->set_head(block, options_.finalize_each);
    }
    Result<bool, SealError> finalize(const Hash256& block, std::optional<primitives::Justification> justification);

  private:
    DemandSealer(chain::Client& client, Author& author, SlotEngine& engine, platform::Scheduler& scheduler,
                 DemandSealerOptions options)
        : client_(&client), author_(&author), engine_(&engine), scheduler_(&scheduler), options_(options) {}
    Result<void, chain::ChainError> find_highest_slot();
    Result<chain::BlockId, SealError> parent_of(const SealRequest& request);
    struct Moment {
        SlotClaim claim;
        uint64_t timestamp_ms = 0;
    };
    Result<Moment, SealError> next_moment(const chain::BlockId& parent, std::optional<uint64_t> wanted_ms);
    Result<SlotClaim, SealError> claim_from(const chain::BlockId& parent, Slot first);
    Result<uint64_t, chain::ChainError> time_of(const Hash256& block);
    Result<BlockRequest, SealError> block_request(const SealRequest& request);
    Outcome complete(const SealRequest& request, Slot slot, const Author::Outcome& authored);

    chain::Client* client_;
    Author* author_;
    SlotEngine* engine_;
    platform::Scheduler* scheduler_;
    DemandSealerOptions options_;
    Slot highest_ = 0;  ///< of the slots that were taken, as far as we know
};

}  // namespace serinus::authorship
