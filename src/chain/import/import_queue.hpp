/// Blocks on their way into the chain: from a file or from the network, in any order, many at once.
#pragma once

#include "chain/client/client.hpp"

namespace serinus::chain {

struct ImportQueueOptions {
    size_t threads = 2;  ///< that check seals, beside the one that executes
    size_t max_blocks = 2048;
    size_t max_bytes = size_t{256} << 20;  ///< of bodies and justifications
};

/// Checks the headers of waiting blocks on several threads ahead of their execution, which is one block after the
/// other. A block whose parent is neither in the chain nor here waits for it, as long as there is room. Any thread.
class ImportQueue {
  public:
    /// Hears of every block that leaves the queue, on the thread that executes. kRefused, with its reason, also for
    /// those that were built on a refused one. An error is a failure of ours: the block, and what waits for it, leaves
    /// too, and may be given again.
    using Done = std::function<void(const BlockId& block, const Result<ImportOutcome, ChainError>& outcome)>;

    /// `client` must outlive this.
    ImportQueue(Client& client, Done done, const ImportQueueOptions& options = {});
    /// Blocks that were not begun are dropped without a word.
    ~ImportQueue();

    enum class Pushed : uint8_t {
        kTaken,
        kTwice,  ///< it is here already
        kFull,
    };
    /// When the queue is full, a block whose parent is unknown makes room for one whose parent is known. What is not
    /// taken stays in `block`.
    Pushed push(primitives::SignedBlock&& block, BlockOrigin origin);
    /// Whether a block is here. One that was is in the chain by now, unless it was refused, or could not be imported.
    bool contains(const Hash256& block) const;

    /// Until nothing more can be done: the queue is empty, or all that is left waits for parents.
    void wait();
    size_t size() const;
    uint64_t bytes() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::chain
