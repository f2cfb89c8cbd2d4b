/// In which order candidates are executed.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "pvf/times.hpp"
#include "pvf/verdict.hpp"

namespace serinus::pvf {

/// An execution that waits for a worker.
struct QueuedJob {
    uint64_t id = 0;
    Purpose purpose = Purpose::kBacking;
    /// Of a candidate that is to be backed: it is of use as long as this block is an active leaf or an ancestor that a
    /// leaf allows.
    Hash256 scheduling_parent;
    uint64_t added_ms = 0;  ///< set by the queue
};

/// Disputes first, then approvals, then candidates of system parachains, then others; but none takes all: in a window
/// of twelve jobs disputes get 70 %, approvals 80 % of the rest, as long as others wait. Jobs of one purpose go in the
/// order of their coming. Pure; one thread. Observed: `Unscheduled` of polkadot-node-core-pvf 36.0.0, `execute/queue`
class ExecutionQueue {
  public:
    static constexpr size_t kPurposes = 4;
    static constexpr uint32_t kWindow = 12;
    using WaitingByPurpose = std::array<WaitingFigures, kPurposes>;

    void add(QueuedJob job, uint64_t now_ms);
    /// The job that a free worker gets; nullopt: none waits.
    std::optional<QueuedJob> take(uint64_t now_ms);
    /// Removes jobs that back candidates which no leaf allows any more; they end without a verdict. `blocks`: the
    /// active leaves and their allowed ancestors, sorted.
    std::vector<QueuedJob> update_leaves(const std::vector<Hash256>& blocks);
    /// Removes a job that nobody needs any more.
    bool cancel(uint64_t id);

    size_t size() const noexcept;
    size_t size_of(Purpose purpose) const noexcept { return waiting_[static_cast<size_t>(purpose)].size(); }
    /// Of the jobs that were taken.
    const WaitingByPurpose& waited() const noexcept { return waited_; }

  private:
    std::optional<size_t> next_purpose() const noexcept;
    bool has_its_share(size_t purpose) const noexcept;
    void count(size_t purpose) noexcept;

    std::array<std::deque<QueuedJob>, kPurposes> waiting_;
    std::array<uint32_t, kPurposes> taken_{};  ///< in this window
    WaitingByPurpose waited_{};
};

}  // namespace serinus::pvf
