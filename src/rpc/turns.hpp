/// Chooses which waiting task runs next: connections take turns. No I/O, no threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/assert.hpp"

namespace serinus::rpc {

/// Round robin by connection; the tasks of one connection keep their order. One thread at a time.
template <class Task>
class Turns {
  public:
    struct Limits {
        size_t running = 1;                  ///< of all connections
        size_t running_of_connection = 1;    ///< at once
        size_t waiting_of_connection = 256;  ///< more are refused
    };
    explicit Turns(const Limits& limits) : limits_(limits) {
        SERINUS_ASSERT(limits.running > 0 && limits.running_of_connection > 0);
    }

    /// False: too many of this connection wait; `task` is untouched.
    bool add(uint64_t connection, Task&& task) {
        Queue& queue = queues_[connection];
        if (queue.waiting.size() >= limits_.waiting_of_connection) return false;
        queue.waiting.push_back(std::move(task));
        ++waiting_;
        line_up(connection, queue);
        return true;
    }

    struct Turn {
        uint64_t connection = 0;
        Task task;
    };
    /// The next task, which runs from here on until finished(). nullopt: none may run.
    std::optional<Turn> take() {
        if (running_ >= limits_.running || line_.empty()) return std::nullopt;
        const uint64_t connection = line_.front();
        line_.pop_front();
        Queue& queue = queues_.at(connection);
        queue.is_in_line = false;
        Turn turn{connection, std::move(queue.waiting.front())};
        queue.waiting.pop_front();
        --waiting_;
        ++running_;
        ++queue.running;
        line_up(connection, queue);
        return turn;
    }

    /// A task of this connection that runs already counts as one of these. False: it may not run beside the others.
    bool enter(uint64_t connection) {
        const auto found = queues_.find(connection);
        const size_t running = found == queues_.end() ? 0 : found->second.running;
        if (running_ >= limits_.running || running >= limits_.running_of_connection) return false;
        Queue& queue = queues_[connection];
        ++running_;
        ++queue.running;
        return true;
    }

    /// A task of this connection has run.
    void finished(uint64_t connection) {
        const auto found = queues_.find(connection);
        SERINUS_ASSERT(found != queues_.end() && found->second.running > 0);
        --running_;
        --found->second.running;
        line_up(connection, found->second);
        if (found->second.running == 0 && found->second.waiting.empty()) queues_.erase(found);
    }

    /// Removes and returns all waiting tasks; running ones are not affected.
    std::vector<Task> take_all() {
        std::vector<Task> all;
        for (auto& [connection, queue] : queues_) {
            for (Task& task : queue.waiting) all.push_back(std::move(task));
            queue.waiting.clear();
            queue.is_in_line = false;
        }
        line_.clear();
        waiting_ = 0;
        std::erase_if(queues_, [](const auto& entry) { return entry.second.running == 0; });
        return all;
    }

    size_t waiting() const noexcept { return waiting_; }
    size_t running() const noexcept { return running_; }
    size_t free() const noexcept { return limits_.running - running_; }
    /// How many connections may run their next task as soon as there is room.
    size_t lined_up() const noexcept { return line_.size(); }
    /// The same without this one.
    size_t lined_up_beside(uint64_t connection) const {
        const auto found = queues_.find(connection);
        return line_.size() - (found != queues_.end() && found->second.is_in_line ? 1 : 0);
    }

  private:
    struct Queue {
        std::deque<Task> waiting;
        size_t running = 0;
        bool is_in_line = false;
    };
    void line_up(uint64_t connection, Queue& queue) {
        if (queue.is_in_line || queue.waiting.empty() || queue.running >= limits_.running_of_connection) return;
        queue.is_in_line = true;
        line_.push_back(connection);
    }

    const Limits limits_;
    std::map<uint64_t, Queue> queues_;  ///< of connections of which something waits or runs
    std::deque<uint64_t> line_;         ///< connections that may run their next task, in the order of their turns
    size_t waiting_ = 0, running_ = 0;
};

}  // namespace serinus::rpc
