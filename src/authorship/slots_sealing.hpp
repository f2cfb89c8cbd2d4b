/// Blocks by the clock: in each slot that this node wins, one.
#pragma once

#include "authorship/author.hpp"
#include "authorship/slot_core.hpp"

namespace serinus::authorship {

struct SlotWorkerOptions {
    std::optional<Backoff> backoff = {};
    size_t block_size_limit = size_t{4} * 1024 * 1024 + 512;
    std::function<bool()> is_syncing = {};
};

/// Performs what SlotCore decides for each slot; the caller has the clock. On the author's lane.
class SlotWorker {
  public:
    /// The error is a failure of the disk.
    static Result<std::unique_ptr<SlotWorker>, std::string> make(chain::Client& client, Author& author,
                                                                 SlotEngine& engine, SlotWorkerOptions options);

    using Callback = std::move_only_function<void(SlotOutcome)>;

    /// At `unix_now_ms`, which is in `slot`. Calls back with the outcome of the slot.
    void on_slot(Slot slot, uint64_t unix_now_ms, Callback callback);

  private:
    SlotWorker(chain::Client& client, Author& author, SlotEngine& engine, SlotWorkerOptions options, Slot last_authored)
        : client_(&client),
          author_(&author),
          engine_(&engine),
          options_(std::move(options)),
          core_({engine.slot_duration_ms(), last_authored, options_.backoff}) {}

    /// The slot that is being processed.
    struct Running {
        Slot slot = 0;
        uint64_t begin_ms = 0;
        chain::BlockId head;
        std::optional<SlotClaim> claim = {};
        Callback callback;
    };
    void handle(const SlotCore::Input& input, Running& running);
    void perform(const SlotCore::Effect& effect, Running& running);
    void end(SlotOutcome outcome, Running& running);
    void author(uint64_t duration_ms, Running& running);
    std::optional<bool> claim(Running& running);
    bool note(Slot slot);
    void log_failure(Slot slot, const std::string& reason) const;

    chain::Client* client_;
    Author* author_;
    SlotEngine* engine_;
    SlotWorkerOptions options_;
    SlotCore core_;
};

/// The last slot that was authored by the clock, and where it is kept.
Result<Slot, chain::ChainError> load_last_authored(chain::Client& client);
Result<void, chain::ChainError> save_last_authored(chain::Client& client, Slot slot);

}  // namespace serinus::authorship
