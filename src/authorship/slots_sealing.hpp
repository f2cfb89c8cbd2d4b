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

/// Decides about slots as they come; the time is its caller's. One thread at a time.
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

    /// At `now_ms` (since 1970), which lies in `slot`.
    SlotOutcome on_slot(Slot slot, uint64_t now_ms);

  private:
    SlotWorker(chain::Client& client, Author& author, SlotEngine& engine, Options options)
        : client_(&client), author_(&author), engine_(&engine), options_(std::move(options)) {}
    SlotOutcome author_slot(const chain::BlockId& parent, SlotClaim claim, uint64_t now_ms, uint64_t duration_ms);
    SlotOutcome chain_is_ahead(Slot slot, Slot head_slot);

    chain::Client* client_;
    Author* author_;
    SlotEngine* engine_;
    Options options_;
    Slot last_authored_ = 0;
    Slot told_ahead_ = 0;
};

/// The last slot that was authored by the clock, and where it is kept.
Result<Slot, chain::ChainError> load_last_authored(chain::Client& client);
Result<void, chain::ChainError> save_last_authored(chain::Client& client, Slot slot);

}  // namespace serinus::authorship
