/// The one door to time, tasks and randomness. Every part of a node gets a Scheduler; nothing else in the project
/// starts a thread, reads a clock, sleeps or asks the system for random bytes (tests/house checks it).
///
/// Two implementations: threads (threaded_scheduler.hpp), and virtual time, which is deterministic
/// (virtual_scheduler.hpp). Code that is to run under both never blocks a task to wait for another task.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace serinus::platform {

using Task = std::move_only_function<void()>;
/// The token is stopped when the scheduler is: what may take long looks at it.
using BlockingTask = std::move_only_function<void(std::stop_token)>;
using TimerId = uint64_t;

/// Work of one class never waits for a thread that is busy with another.
enum class WorkClass : uint8_t {
    kCore,       ///< short tasks that neither block nor compute long: timers, events, the texts of notifications
    kConsensus,  ///< import, authoring and votes: others wait for this node. A thread for each lane: none waits
    kRuntime,    ///< the node's other work that calls runtimes or writes to the database: the pool, old blocks, keys
    kGuest,      ///< work that others give to the node and that may take long: offchain workers, what clients follow
    kCpu,        ///< pure computation: signatures, roots of tries, compilation
    kDisk,       ///< files
    kRpc,        ///< calls that clients ask for; its threads, and those of kGuest, yield to all others
};
inline constexpr size_t kWorkClasses = 7;
const char* to_string(WorkClass work_class) noexcept;

struct LaneOptions {
    std::string name;  ///< for metrics and for the system's tools, which see 15 bytes of it
    size_t max_waiting = 4096;
    size_t max_timers = 4096;
    WorkClass runs_on = WorkClass::kCore;
};

struct LaneFigures {
    std::string name;
    size_t waiting = 0;
    size_t timers = 0;
    uint64_t executed = 0;
    uint64_t refused = 0;     ///< for lack of room
    uint64_t busy_us = 0;     ///< spent in tasks
    uint64_t longest_us = 0;  ///< the longest task
    WorkClass runs_on = WorkClass::kCore;
    uint64_t longest_wait_us = 0;  ///< of a task, from its posting, or its time, to its begin
};

/// A serial queue: its tasks run one at a time, in the order of posting. Any thread may call it.
class Lane {
  public:
    /// As close().
    virtual ~Lane() = default;

    /// False: the lane is closed, or `max_waiting` tasks wait; the task is destroyed.
    virtual bool post(Task task) = 0;
    /// For tasks that must not be lost, whose number the caller bounds: never refused for lack of room. False: closed.
    virtual bool post_always(Task task) = 0;
    /// Posts (always) after a time. nullopt: closed, or `max_timers` are set.
    virtual std::optional<TimerId> post_after(uint64_t delay_ms, Task task) = 0;
    /// False: its task is posted, or has run.
    virtual bool cancel(TimerId timer) = 0;
    /// Posts (always) as soon as fewer than half of `max_waiting` tasks wait, for those whose post was refused.
    virtual void on_room(Task task) = 0;

    /// Takes no more tasks, destroys those that wait, and waits for the one that runs; a task of this lane does not
    /// wait for itself.
    virtual void close() = 0;
    /// Stopped by close(), and when the scheduler stops.
    virtual std::stop_token stop_token() const noexcept = 0;
    virtual LaneFigures figures() const = 0;
};

/// A thread that a shell with sockets needs for its I/O loop. The destructor requests the stop and joins.
class ServiceThread {
  public:
    virtual ~ServiceThread() = default;
};

class Scheduler {
  public:
    virtual ~Scheduler() = default;

    /// Monotonic: since some time in the past, never goes back.
    virtual uint64_t now_ns() const noexcept = 0;
    uint64_t now_ms() const noexcept { return now_ns() / 1'000'000; }
    /// Since 1970, as the clock of the machine says; may jump.
    virtual uint64_t unix_now_ms() const noexcept = 0;
    /// Fit for keys (deterministic in virtual time).
    virtual void fill_random(MutableBytesView out) noexcept = 0;
    template <size_t N>
    ByteArray<N> random_array() noexcept {
        ByteArray<N> out;
        fill_random(out);
        return out;
    }

    /// Must be destroyed before the scheduler.
    virtual std::unique_ptr<Lane> make_lane(LaneOptions options) = 0;
    /// Runs soon on a thread of the class, beside others. False: the scheduler has stopped, or too many wait.
    virtual bool post(WorkClass work_class, BlockingTask task) = 0;
    /// Calls `part(worker, index)` for each index below `count`, with the calling thread (worker 0) and at most
    /// `workers - 1` threads of kCpu at once; returns when all are done.
    virtual void run_parallel(size_t workers, size_t count, const std::function<void(size_t, size_t)>& part) = 0;
    /// How many can be of use in run_parallel.
    virtual size_t parallelism() const noexcept = 0;
    /// For sockets' shells alone. Not in virtual time.
    virtual std::unique_ptr<ServiceThread> start_thread(std::string name,
                                                        std::function<void(std::stop_token)> body) = 0;

    /// Blocks the calling task until the time has come; false: `stop` was requested first. For guests of the node that
    /// may sleep (offchain workers); parts of the node use timers.
    virtual bool sleep_until_unix_ms(uint64_t deadline_ms, const std::stop_token& stop) = 0;

    /// Stopped by request_stop(). The root of all stop tokens of a node.
    virtual std::stop_token stop_token() const noexcept = 0;
    /// Asks everything that runs to come to an end soon. Tasks still run, so that the parts can end in good order.
    virtual void request_stop() noexcept = 0;

    /// Names this node where several live in one process: the prefix of its log lines, a label of its metrics. Empty:
    /// the only one.
    virtual const std::string& label() const noexcept = 0;
    /// Of all lanes that exist, by name.
    virtual std::vector<LaneFigures> lane_figures() const = 0;
};

}  // namespace serinus::platform
