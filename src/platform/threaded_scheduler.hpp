/// The scheduler of a real node: threads and the machine's clocks.
#pragma once

#include "platform/scheduler.hpp"

namespace serinus::platform {

struct ThreadCounts {
    /// 0: chosen by the number of processors. At least one thread each.
    size_t core = 0, consensus = 0, runtime = 0, guest = 0, cpu = 0, disk = 0, rpc = 0;
};

struct WorkFigures {
    WorkClass work_class = WorkClass::kCore;
    size_t threads = 0;
    size_t busy = 0;
    size_t waiting = 0;
};

/// The threads of a process, which all its nodes share. Threads start with the first task of their class.
class ThreadPools {
  public:
    explicit ThreadPools(const ThreadCounts& counts = {});
    ~ThreadPools();
    ThreadPools(const ThreadPools&) = delete;
    ThreadPools& operator=(const ThreadPools&) = delete;

    std::vector<WorkFigures> figures() const;

    struct Impl;
    Impl& impl() const noexcept { return *impl_; }

  private:
    std::unique_ptr<Impl> impl_;
};

/// One node's scheduler. Its destructor waits for the work of this node that runs; the lanes are gone before.
std::unique_ptr<Scheduler> make_threaded_scheduler(std::shared_ptr<ThreadPools> pools, std::string label = {});
/// With pools of its own: for tests and commands.
std::unique_ptr<Scheduler> make_threaded_scheduler();

}  // namespace serinus::platform
