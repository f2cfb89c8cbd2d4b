/// Blocks by the clock: in each slot that this node wins, one.
#pragma once

#include "authorship/author.hpp"
#include "authorship/slot_timing.hpp"

namespace serinus::authorship {

/// What became of a slot.
enum class SlotOutcome : uint8_t {
    kAuthored,
    kNotOurs,
    kNoTime,  ///< it is nearly over
    kSyncing,
    kChainIsAhead,     ///< the best block's slot is not before it
    kAlreadyAuthored,  ///< by us, perhaps before a restart
    kBackedOff,        ///< finality is too far behind
    kTooLate,          ///< the block was not ready in time
    kFailed,
};

/// Decides about slots as they begin; the caller has the clock. On the author's lane.
///
/// Never authors a slot twice, over restarts either: the slot is noted on the disk before its block is sealed.
class SlotWorker {
  public:
    struct Options {
        std::optional<Backoff> backoff = {};
        size_t block_size_limit = size_t{4} * 1024 * 1024 + 512;
        std::function<bool()> is_syncing = {};
    };
    /// The error is a failure of the disk.
    static Result<std::unique_ptr<SlotWorker>, std::string> make(chain::Client& client, Author& author,
                                                                 SlotEngine& engine, Options options);

    using Callback = std::move_only_function<void(SlotOutcome)>;

    /// At `unix_now_ms`, which lies in `slot`. Calls back when it is known what became of the slot.
    void on_slot(Slot slot, uint64_t unix_now_ms, Callback callback);

  private:
    SlotWorker(chain::Client& client, Author& author, SlotEngine& engine, Options options)
        : client_(&client), author_(&author), engine_(&engine), options_(std::move(options)) {}
    /// What the block is to be like, or why there is none.
    Result<BlockRequest, SlotOutcome> decide(Slot slot, uint64_t unix_now_ms);
    bool take_slot(Slot slot);
    SlotOutcome outcome_of(Slot slot, const Author::Outcome& result) const;
    SlotOutcome chain_is_ahead(Slot slot, Slot head_slot);

    chain::Client* client_;
    Author* author_;
    SlotEngine* engine_;
    Options options_;
    Slot last_authored_ = 0;
    Slot reported_ahead_ = 0;  ///< the slot of the best block of which the last warning was
};

/// The last slot that was authored by the clock, and where it is kept.
Result<Slot, chain::ChainError> load_last_authored(chain::Client& client);
Result<void, chain::ChainError> save_last_authored(chain::Client& client, Slot slot);

}  // namespace serinus::authorship
