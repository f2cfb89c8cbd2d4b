/// Blocks when somebody asks for them: a transaction that waits, an interval, a call.
#pragma once

#include "authorship/author.hpp"

namespace serinus::authorship {

/// Each block takes the next slot that one of our keys wins, from the clock's on, so the chain's time may run ahead.
/// Any thread; blocks are made one after the other.
///
/// A slot is not taken twice: slots ascend along a branch, and for a block beside the best chain the slot lies behind
/// all that were taken, and is noted on the disk.
class DemandSealer {
  public:
    struct Options {
        std::function<uint64_t()> now_ms;
        bool finalize_each = false;
        size_t block_size_limit = size_t{4} * 1024 * 1024 + 512;
    };
    /// The error is a failure of the disk.
    static Result<std::unique_ptr<DemandSealer>, std::string> make(chain::Client& client, Author& author,
                                                                   SlotEngine& engine, Options options);

    Result<Author::Made, SealError> seal(const SealRequest& request);
    Result<bool, SealError> finalize(const Hash256& block, std::optional<primitives::Justification> justification);

  private:
    DemandSealer(chain::Client& client, Author& author, SlotEngine& engine, Options options)
        : client_(&client), author_(&author), engine_(&engine), options_(std::move(options)) {}
    Result<void, chain::ChainError> find_highest_slot();
    Result<chain::BlockId, SealError> parent_of(const SealRequest& request);
    Result<SlotClaim, SealError> next_claim(const chain::BlockId& parent);

    chain::Client* client_;
    Author* author_;
    SlotEngine* engine_;
    Options options_;
    std::mutex mutex_;
    Slot highest_ = 0;  ///< of the slots that were taken, as far as we know
};

}  // namespace serinus::authorship
