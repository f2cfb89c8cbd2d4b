#include "consensus/grandpa/task_queue.hpp"

#include <utility>

namespace serinus::consensus::grandpa {

bool TaskQueue::add(std::function<void()> task, bool must) {
    {
        const std::lock_guard lock(mutex_);
        if (stopped_ || (!must && tasks_.size() >= max_waiting_)) return false;
        tasks_.push_back(std::move(task));
        if (std::exchange(scheduled_, true)) return true;
    }
    post_([weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->run();
    });
    return true;
}

/// A few tasks, then other users of the threads have their turn.
void TaskQueue::run() {
    constexpr int kAtOnce = 64;
    for (int i = 0; i < kAtOnce; ++i) {
        std::function<void()> task;
        {
            const std::lock_guard lock(mutex_);
            running_ = false;
            if (tasks_.empty()) {
                scheduled_ = false;
                idle_.notify_all();
                return;
            }
            task = std::move(tasks_.front());
            tasks_.pop_front();
            running_ = true;
        }
        task();
    }
    {
        const std::lock_guard lock(mutex_);
        running_ = false;
        idle_.notify_all();
    }
    post_([weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->run();
    });
}

void TaskQueue::stop() {
    std::unique_lock lock(mutex_);
    stopped_ = true;
    tasks_.clear();
    idle_.wait(lock, [this] { return !running_; });
}

}  // namespace serinus::consensus::grandpa
