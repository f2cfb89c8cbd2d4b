/// The execution of a block while its parent is being kept.
#pragma once

#include <condition_variable>
#include <mutex>

#include "chain/import/block_checks.hpp"
#include "platform/scheduler.hpp"

namespace serinus::chain {

/// One block at a time, on a thread of kConsensus. What comes of it is what BlockChecks::execute_to_keep() would say
/// once the parent is in the database; so whether a block is executed ahead changes no verdict. begin() and take() from
/// one thread at a time.
class ImportAhead {
  public:
    /// Both must outlive this.
    ImportAhead(BlockChecks& checks, platform::Scheduler& scheduler) : checks_(&checks), scheduler_(&scheduler) {}
    /// Waits for the block that is executed.
    ~ImportAhead() { drop(); }
    ImportAhead(const ImportAhead&) = delete;
    ImportAhead& operator=(const ImportAhead&) = delete;

    /// `block` must not change until it is taken or dropped. Drops what was begun before. `signatures`: what was begun
    /// with those of the block.
    void begin(PendingParent parent, std::shared_ptr<const primitives::Block> block, const Hash256& hash,
               Bytes inherents, SignatureForecast::Run signatures);
    /// What came of a block; waits while it is executed. nullopt: nothing, it is to be executed in the usual way. Drops
    /// other blocks.
    std::optional<ExecutionVerdict> take(const Hash256& block);
    /// Waits for the block that is executed, if there is one.
    void drop();

  private:
    struct Job {
        enum class Stage : uint8_t { kPlanned, kRunning, kDone };
        Hash256 block;
        std::mutex mutex;
        std::condition_variable done;
        Stage stage = Stage::kPlanned;
        std::optional<PendingParent> parent;  ///< its snapshot is given back when the block is executed
        std::optional<ExecutionVerdict> verdict;
    };

    BlockChecks* checks_;
    platform::Scheduler* scheduler_;
    std::shared_ptr<Job> job_;  ///< nullptr: none was begun
};

}  // namespace serinus::chain
