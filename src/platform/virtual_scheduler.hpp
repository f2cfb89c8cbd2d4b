/// Virtual time: schedulers of many nodes in one thread, deterministic from one seed.
#pragma once

#include <array>
#include <random>

#include "platform/scheduler.hpp"

namespace serinus::platform {

struct VirtualNodeOptions {
    std::string label = {};
    std::function<int64_t()> unix_skew_ms = {};  ///< how far the node's clock is off now; empty: not at all
    /// Each task begins at most so much later than it could: another seed, another order of what is concurrent.
    uint64_t max_task_delay_us = 200;
    /// How long each task of a lane keeps a thread of its class busy, in microseconds; lane options without a name:
    /// of a task without a lane. While all threads of a class are busy its tasks wait. Empty: no task takes time.
    std::function<uint64_t(const LaneOptions&)> task_us = {};
    std::array<size_t, kWorkClasses> threads = {};  ///< by class, with `task_us`; 0: as many as it takes
};

/// The time and the queue of events of a simulated world. One thread.
///
/// A task runs at one instant of virtual time, whatever it computes, unless VirtualNodeOptions::task_us says how long
/// its lane and a thread are busy with it; what it does happens at that instant all the same. A task that sleeps
/// (sleep_until_unix_ms) shifts the time that it sees itself for the rest of its run, and nobody else's.
class VirtualTime {
  public:
    explicit VirtualTime(uint64_t seed, uint64_t unix_start_ms = 1'700'000'000'000);
    ~VirtualTime();
    VirtualTime(const VirtualTime&) = delete;
    VirtualTime& operator=(const VirtualTime&) = delete;

    /// A node's scheduler. It is destroyed before this; what it had planned is then dropped without being run.
    std::unique_ptr<Scheduler> make_scheduler(VirtualNodeOptions options);

    uint64_t now_ms() const noexcept;
    uint64_t now_us() const noexcept;
    /// Runs `task` after a time, for the world itself: links, faults, checks.
    void post_after_us(uint64_t delay_us, Task task);
    /// The world's own randomness.
    std::mt19937_64& random() noexcept;

    /// Runs the next event; false: there is none.
    bool run_next();
    /// Runs all events up to this time, which is then the present.
    void run_until_ms(uint64_t time_ms);

    uint64_t executed() const noexcept;
    /// Of the time and the place of all events so far: equal for two runs from one seed.
    uint64_t trace_hash() const noexcept;
    /// Adds what happened to the trace hash: a message, a block's hash.
    void trace(BytesView what) noexcept;

    struct Impl;

  private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::platform
