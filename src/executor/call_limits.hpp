/// How the limits of a CallContext end a call.
#pragma once

#include <map>
#include <mutex>

#include "executor/executor.hpp"
#include "platform/scheduler.hpp"

namespace serinus::executor {

/// Stops calls that exceed their time limit. One timer serves all calls. Thread-safe.
class Deadlines {
  public:
    explicit Deadlines(platform::Scheduler& scheduler);
    ~Deadlines();

    using Key = std::pair<uint64_t, uint64_t>;  ///< deadline in monotonic ms, and a number that makes the key unique
    /// Requests `stop` after the given time; at once if no timer can be set.
    Key add(uint64_t duration_ms, std::stop_source stop);
    void remove(const Key& key) noexcept;
    /// The stop token of the scheduler.
    std::stop_token stop_token() const noexcept { return scheduler_.stop_token(); }

  private:
    void arm(uint64_t now_ms);  // the caller holds the lock
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
    /// `deadlines` nullptr: the duration is not limited; only the context's stop token ends the call.
    CallLimits(const CallContext& context, Deadlines* deadlines);
    ~CallLimits();
    CallLimits(const CallLimits&) = delete;
    CallLimits& operator=(const CallLimits&) = delete;

    /// The token is stopped when a limit is reached; never if the call has no limits.
    const std::stop_token& token() const noexcept { return token_; }
    /// The error of a call that was interrupted.
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
