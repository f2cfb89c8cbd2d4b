/// Decides for which blocks the offchain worker runs, without I/O.
#pragma once

#include <deque>
#include <memory>
#include <variant>
#include <vector>

#include "chain/store/block_store.hpp"
#include "primitives/header.hpp"

namespace serinus::authorship {

/// Runs the offchain worker of each new best block on one of `running` workers. Blocks for which no worker is free wait
/// in the order of their import; the state of a block that waits too long may be pruned, so the block is skipped.
/// Not for several threads.
class OffchainCore {
  public:
    struct Limits {  ///< all ours
        size_t running = 2;
        size_t waiting = 16;            ///< more blocks get no run
        uint64_t max_wait_ms = 60'000;  ///< from the import of a block until its run begins
        uint64_t max_run_ms = 300'000;  ///< of one run
    };
    struct Block {
        chain::BlockId id;
        std::shared_ptr<const primitives::Header> header;
    };
    enum class Outcome : uint8_t { kSucceeded, kFailed, kStopped, kNoApi };
    enum class SkipReason : uint8_t { kNotBest, kTooManyWait, kWaitedTooLong };

    struct Imported {
        Block block;
        bool is_new_best = false;
    };
    /// Answers Run.
    struct Ended {
        size_t worker = 0;
        Outcome outcome = Outcome::kSucceeded;
    };
    using Input = std::variant<Imported, Ended>;

    /// Begin a run on the worker, which is free.
    struct Run {
        size_t worker = 0;
        Block block;
        uint64_t max_run_ms = 0;
    };
    struct Skip {
        chain::BlockId block;
        SkipReason reason = SkipReason::kNotBest;
    };
    /// The runtime has no offchain workers; once.
    struct ReportMissingApi {};
    using Effect = std::variant<Run, Skip, ReportMissingApi>;
    using Effects = std::vector<Effect>;

    explicit OffchainCore(Limits limits) : limits_(limits), is_busy_(limits.running, false) {}

    /// `now_ms`: monotonic.
    void handle(Input input, uint64_t now_ms, Effects& effects);

    uint64_t succeeded() const noexcept { return succeeded_; }
    size_t waiting() const noexcept { return waiting_.size(); }
    const Limits& limits() const noexcept { return limits_; }

  private:
    struct Waiting {
        Block block;
        uint64_t since_ms = 0;
    };
    void on_imported(Imported imported, uint64_t now_ms, Effects& effects);
    void on_ended(const Ended& ended, Effects& effects);
    void begin_runs(uint64_t now_ms, Effects& effects);

    Limits limits_;
    std::vector<bool> is_busy_;  ///< by worker
    std::deque<Waiting> waiting_;
    uint64_t succeeded_ = 0;
    bool has_reported_missing_ = false;
};

}  // namespace serinus::authorship
