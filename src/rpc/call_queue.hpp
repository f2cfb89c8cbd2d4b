/// Runs the calls of all connections on the threads of the scheduler, in turns.
#pragma once

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "platform/scheduler.hpp"
#include "rpc/registry.hpp"
#include "rpc/turns.hpp"

namespace serinus::rpc {

/// Light work runs on threads of WorkClass::kCore, heavy work on those of WorkClass::kRpc, so that neither waits for
/// the other. Any thread.
class CallQueue : public std::enable_shared_from_this<CallQueue> {
  public:
    /// Ours. A connection alone gets at most half of the threads.
    struct Limits {
        size_t heavy = 0;  ///< that run at once; 0: chosen by the number of processors, as the scheduler's threads are
        size_t light = 0;
    };
    explicit CallQueue(platform::Scheduler& scheduler, Limits limits);
    explicit CallQueue(platform::Scheduler& scheduler) : CallQueue(scheduler, Limits()) {}
    ~CallQueue();
    CallQueue(const CallQueue&) = delete;
    CallQueue& operator=(const CallQueue&) = delete;

    platform::Scheduler& scheduler() const noexcept { return scheduler_; }

    /// Runs `task` when it is the connection's turn. False: too much of the connection waits, or the queue is closed;
    /// the task is destroyed.
    bool post(Cost cost, uint64_t connection, platform::Task task);
    /// Takes no more tasks, destroys those that wait, and waits for those that run. Not from within a task.
    void close();

    struct Figures {
        size_t waiting = 0, running = 0;
    };
    Figures figures(Cost cost) const;

  private:
    using Tasks = Turns<platform::Task>;
    struct Running;

    Tasks& tasks(Cost cost) noexcept { return tasks_[static_cast<size_t>(cost)]; }
    /// The next task, which runs from here on; nullptr: none may.
    std::unique_ptr<Running> take(Cost cost);
    void dispatch(Cost cost);
    void finished(Cost cost, uint64_t connection);

    platform::Scheduler& scheduler_;
    mutable std::mutex mutex_;
    std::condition_variable idle_;
    std::array<Tasks, 2> tasks_;  ///< by cost
    bool is_closed_ = false;
};

}  // namespace serinus::rpc
