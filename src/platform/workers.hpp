/// Threads that do what is posted, now or later.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace serinus::platform {

/// Tasks run in the order of posting, several at once. Any thread.
class Workers {
  public:
    /// `max_waiting`: posts beyond are refused.
    explicit Workers(size_t threads, size_t max_waiting = 65536);
    /// Runs what was posted; tasks whose time has not come are dropped.
    ~Workers();

    bool post(std::function<void()> task);
    void post_after(uint64_t delay_ms, std::function<void()> task);
    /// No new tasks; waits for those that run, drops those that wait.
    void stop();

    size_t waiting() const noexcept;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::platform
