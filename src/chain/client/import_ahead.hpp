/// The execution of blocks while their parents are being kept.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>

#include "chain/import/block_checks.hpp"
#include "platform/scheduler.hpp"

namespace serinus::chain {

/// What is needed to execute a block on a parent that is not kept yet.
struct AheadTask {
    PendingParent parent;
    std::shared_ptr<const primitives::Block> block;  ///< does not change until it is taken or dropped
    Hash256 hash;
    Bytes inherents;
    SignatureForecast::Run signatures;  ///< what was begun with those of the block
};

/// One block at a time, on a thread of kConsensus, which goes on with the next one at once. What comes of it is what
/// BlockChecks::execute_to_keep() would say once the parent is in the database; so whether a block is executed ahead
/// changes no verdict. All but the callback from one thread at a time.
class ImportAhead {
  public:
    /// What a block makes of its parent's state.
    using Effects = std::shared_ptr<const BlockEffects>;
    /// What can be executed on a block that is good. Called on the thread that executed it, while it waits to be taken.
    using Next = std::function<std::optional<AheadTask>(const Hash256& block, const Effects& effects)>;

    /// All must outlive this.
    ImportAhead(BlockChecks& checks, platform::Scheduler& scheduler, Next next)
        : checks_(&checks), scheduler_(&scheduler), next_(std::move(next)) {}
    /// Waits for the block that is executed.
    ~ImportAhead() { drop(); }
    ImportAhead(const ImportAhead&) = delete;
    ImportAhead& operator=(const ImportAhead&) = delete;

    /// Drops what was begun before.
    void begin(AheadTask task);
    /// The block that is executed, or was, on the one that was taken last, and the runtime that does it.
    struct Begun {
        Hash256 block;
        LoadedRuntime runtime;
    };
    std::optional<Begun> begun() const;
    /// What came of a block; waits while it is executed. nullptr: nothing, it is to be executed in the usual way. Drops
    /// other blocks.
    Effects take(const Hash256& block);
    /// Waits for the block that is executed, if there is one.
    void drop();

  private:
    struct Job {
        enum class Stage : uint8_t { kPlanned, kRunning, kDone };

        Job(AheadTask what, Stage from) : begun{what.hash, what.parent.runtime}, stage(from), task(std::move(what)) {}

        const Begun begun;
        std::mutex mutex;
        std::condition_variable done;
        Stage stage;
        bool is_dropped = false;        ///< nothing is to follow
        std::optional<AheadTask> task;  ///< given back when the block is executed, with its snapshot
        Effects effects;                ///< of a good block, when it is done
        std::shared_ptr<Job> next;      ///< likewise; it is running, or done too
    };

    void run(std::shared_ptr<Job> job);

    BlockChecks* checks_;
    platform::Scheduler* scheduler_;
    Next next_;
    std::shared_ptr<Job> job_;  ///< nullptr: none was begun
};

}  // namespace serinus::chain
