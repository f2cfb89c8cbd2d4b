/// Blocks on their way into the chain: from a file or from the network, in any order, many at once.
#pragma once

#include "chain/client/client.hpp"
#include "chain/import/import_core.hpp"
#include "platform/scheduler.hpp"

namespace serinus::chain {

struct ImportQueueOptions {
    size_t check_lanes = 2;  ///< how many headers are checked at once, beside the block that is executed
    /// Whether a block is executed while its parent is being kept; nullopt: if there are several processors.
    std::optional<bool> executes_ahead = {};
    ImportLimits limits = {};
};

/// Checks the headers of waiting blocks ahead of their execution, which is one block after the other: ImportCore on
/// lanes of a scheduler. Any thread.
class ImportQueue {
  public:
    /// Called for every block that leaves the queue, on the lane that executes. kRefused, with its reason, also for
    /// those that were built on a refused one. An error is a failure of ours: the block, and what waits for it, leaves
    /// too, and may be given again.
    using Done = std::function<void(const BlockId& block, const Result<ImportOutcome, ChainError>& outcome)>;
    using Pushed = ImportOffer;

    /// `client` and `scheduler` must outlive this.
    ImportQueue(Client& client, platform::Scheduler& scheduler, Done done, const ImportQueueOptions& options = {});
    /// Waits for the block that is executed and for headers that are checked; drops the others without calling Done.
    /// Not from a callback of this queue.
    ~ImportQueue();

    /// When the queue is full, a block whose parent is known makes room for itself in the place of one whose parent is
    /// unknown. What is not taken stays in `block`.
    Pushed push(primitives::SignedBlock&& block, BlockOrigin origin);
    /// Calls back once, on the lane that executes, when there is room for a block of this size
    /// (size_in_queue) whose parent is known. For those to whom push() answered kFull.
    void when_room(uint64_t bytes, platform::Task callback);

    /// What is to be said of a header now, on the calling thread: its parent may wait here. Errors: kUnknown, it is too
    /// early.
    Result<HeaderVerdict, ChainError> check_header(const BlockId& id, const primitives::Header& header) const;
    /// Whether a block is here. One that was is in the chain by now, unless it was refused, or could not be imported.
    bool contains(const Hash256& block) const;
    size_t size() const;
    uint64_t bytes() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::chain
