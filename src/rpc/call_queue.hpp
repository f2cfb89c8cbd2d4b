/// Runs the calls of all connections on the threads of the scheduler, in turns.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>

#include "platform/scheduler.hpp"
#include "platform/turns.hpp"
#include "rpc/aging_turns.hpp"
#include "rpc/registry.hpp"

namespace serinus::rpc {

/// Light work runs on threads of WorkClass::kCore, heavy work on those of WorkClass::kRpc, so that neither waits for
/// the other; among heavy work, short calls do not wait for long ones (AgingTurns). Any thread.
class CallQueue : public std::enable_shared_from_this<CallQueue> {
  public:
    /// Ours. A connection alone gets at most half of the places of each kind.
    struct Limits {
        size_t heavy = 0;  ///< that run at once; 0: chosen by the number of processors, as the scheduler's threads are
        size_t light = 0;
    };
    /// Places for calls that have become long, besides `heavy`: as many threads of kRpc are needed for all.
    static constexpr size_t long_calls_beside(size_t heavy) { return std::clamp(heavy / 2, size_t{1}, kMaxLongCalls); }

    explicit CallQueue(platform::Scheduler& scheduler, Limits limits);
    explicit CallQueue(platform::Scheduler& scheduler) : CallQueue(scheduler, Limits()) {}
    ~CallQueue();
    CallQueue(const CallQueue&) = delete;
    CallQueue& operator=(const CallQueue&) = delete;

    platform::Scheduler& scheduler() const noexcept { return scheduler_; }

    /// Runs `task` when it is the connection's turn. False: too much of the connection waits, or the queue is closed;
    /// the task is destroyed.
    bool post(Cost cost, uint64_t connection, platform::Task task);
    /// As Connection::post_repeatable(); `stop` is that of the connection.
    bool post_repeatable(uint64_t connection, std::stop_token stop, RepeatableTask task);
    /// Takes no more tasks, destroys those that wait, and waits for those that run. Not from within a task.
    void close();

    struct Figures {
        size_t waiting = 0, running = 0;
    };
    Figures figures(Cost cost) const;
    size_t long_calls() const;  ///< of the heavy tasks that run, those that have become long

  private:
    struct HeavyTask {
        RepeatableTask run;
        std::stop_token connection;
    };
    using LightTurns = platform::Turns<platform::Task>;
    using HeavyTurns = AgingTurns<HeavyTask>;
    struct RunningLight;
    struct RunningHeavy;
    static constexpr size_t kMaxLongCalls = 8;

    bool post_heavy(uint64_t connection, bool can_begin_anew, HeavyTask task);
    std::unique_ptr<RunningLight> take_light();
    std::unique_ptr<RunningHeavy> take_heavy();
    void dispatch_light();
    void dispatch_heavy();
    void review();

    platform::Scheduler& scheduler_;
    std::unique_ptr<platform::Lane> lane_;  ///< for reviews; ends with close()
    mutable std::mutex mutex_;
    std::condition_variable idle_;
    LightTurns light_;
    HeavyTurns heavy_;
    std::map<HeavyTurns::RunId, std::stop_source> turns_;  ///< of heavy tasks that run
    std::optional<uint64_t> next_review_ns_;               ///< for which a timer is set
    bool is_closed_ = false;
};

}  // namespace serinus::rpc
