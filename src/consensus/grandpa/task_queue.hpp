/// One task at a time, in their order, on threads of somebody else.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace serinus::consensus::grandpa {

class TaskQueue : public std::enable_shared_from_this<TaskQueue> {
  public:
    using Post = std::function<void(std::function<void()>)>;

    explicit TaskQueue(Post post, size_t max_waiting = 4096) : post_(std::move(post)), max_waiting_(max_waiting) {}

    /// Any thread. False: stopped, or too many wait (`must` is not counted).
    bool add(std::function<void()> task, bool must = true);
    /// Drops what waits, and waits for the task that runs. Not from a task.
    void stop();

  private:
    void run();

    Post post_;
    size_t max_waiting_;
    std::mutex mutex_;
    std::condition_variable idle_;
    std::deque<std::function<void()>> tasks_;
    bool scheduled_ = false;  ///< run() is posted or runs
    bool running_ = false;
    bool stopped_ = false;
};

}  // namespace serinus::consensus::grandpa
