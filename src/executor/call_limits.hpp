/// How the limits of a CallContext end a call.
#pragma once

#include <map>
#include <mutex>

#include "executor/executor.hpp"
#include "platform/scheduler.hpp"

namespace serinus::executor {

/// Requests the stop of calls whose time is up: one timer for all of them. Thread-safe.
class Deadlines {
  public:
    explicit Deadlines(platform::Scheduler& scheduler);
    ~Deadlines();

    using Key = std::pair<uint64_t, uint64_t>;  ///< monotonic ms, and a number that makes it unique
    /// Requests `stop` after a time; at once if no timer can be set.
    Key add(uint64_t duration_ms, std::stop_source stop);
    void remove(const Key& key) noexcept;
    /// Of the scheduler.
    std::stop_token stop_token() const noexcept { return scheduler_.stop_token(); }

  private:
    void arm(uint64_t now_ms);  // with the lock
    void on_timer();

    platform::Scheduler& scheduler_;
    std::mutex mutex_;
    std::map<Key, std::stop_source> waiting_;
    uint64_t next_ = 0;
    struct Armed {
        uint64_t at_ms;
        platform::TimerId timer;
    };
    std::optional<Armed> armed_;
    std::unique_ptr<platform::Lane> lane_;
};

/// The limits of one call, while it runs.
class CallLimits {
  public:
    /// `deadlines` nullptr: durations are not limited, and calls end when their context says so alone.
    CallLimits(const CallContext& context, Deadlines* deadlines);
    ~CallLimits();
    CallLimits(const CallLimits&) = delete;
    CallLimits& operator=(const CallLimits&) = delete;

    /// Requested when a limit is reached. Without limits it can never be.
    const std::stop_token& token() const noexcept { return token_; }
    /// Of a call that has been interrupted.
    CallError error() const;

  private:
    struct Forward {
        std::stop_source to;
        void operator()() { to.request_stop(); }
    };

    std::stop_token caller_;
    Deadlines* deadlines_ = nullptr;
    std::optional<Deadlines::Key> deadline_;
    std::stop_token token_;
    std::optional<std::stop_callback<Forward>> forward_;
};

}  // namespace serinus::executor
