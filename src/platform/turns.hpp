/// Chooses which waiting task runs next: their owners (connections, peers) take turns. No I/O, no threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/assert.hpp"

namespace serinus::platform {

/// Round robin by owner; the tasks of one owner keep their order. One thread at a time.
template <class Task, class Owner = uint64_t>
class Turns {
  public:
    struct Limits {
        size_t running = 1;             ///< of all owners
        size_t running_of_owner = 1;    ///< at once
        size_t waiting_of_owner = 256;  ///< more are refused
    };
    explicit Turns(const Limits& limits) : limits_(limits) {
        SERINUS_ASSERT(limits.running > 0 && limits.running_of_owner > 0);
    }

    /// False: too many of this owner wait; `task` is untouched.
    bool add(const Owner& owner, Task&& task) {
        Queue& queue = queues_[owner];
        if (queue.waiting.size() >= limits_.waiting_of_owner) return false;
        queue.waiting.push_back(std::move(task));
        ++waiting_;
        line_up(owner, queue);
        return true;
    }

    struct Turn {
        Owner owner;
        Task task;
    };
    /// The next task, which runs from here on until finished(). nullopt: none may run.
    std::optional<Turn> take() {
        return take_if([](const Owner&, const Task&) { return true; });
    }
    /// The same, but owners for whose next task `may_run(owner, task)` does not hold are passed over and keep their
    /// place.
    template <class MayRun>
    std::optional<Turn> take_if(MayRun may_run) {
        if (running_ >= limits_.running) return std::nullopt;
        const auto next = std::ranges::find_if(
            line_, [&](const Owner& owner) { return may_run(owner, queues_.at(owner).waiting.front()); });
        if (next == line_.end()) return std::nullopt;
        const Owner owner = *next;
        line_.erase(next);
        Queue& queue = queues_.at(owner);
        queue.is_in_line = false;
        Turn turn{owner, std::move(queue.waiting.front())};
        queue.waiting.pop_front();
        --waiting_;
        ++running_;
        ++queue.running;
        line_up(owner, queue);
        return turn;
    }

    /// A task of this owner that runs already counts as one of these. False: it may not run beside the others.
    bool enter(const Owner& owner) {
        const auto found = queues_.find(owner);
        const size_t running = found == queues_.end() ? 0 : found->second.running;
        if (running_ >= limits_.running || running >= limits_.running_of_owner) return false;
        Queue& queue = queues_[owner];
        ++running_;
        ++queue.running;
        return true;
    }

    /// A task of this owner has run.
    void finished(const Owner& owner) {
        const auto found = queues_.find(owner);
        SERINUS_ASSERT(found != queues_.end() && found->second.running > 0);
        --running_;
        --found->second.running;
        line_up(owner, found->second);
        if (found->second.running == 0 && found->second.waiting.empty()) queues_.erase(found);
    }

    /// Removes and returns all waiting tasks; running ones are not affected.
    std::vector<Task> take_all() {
        std::vector<Task> all;
        for (auto& [owner, queue] : queues_) {
            for (Task& task : queue.waiting) all.push_back(std::move(task));
            queue.waiting.clear();
            queue.is_in_line = false;
        }
        line_.clear();
        waiting_ = 0;
        std::erase_if(queues_, [](const auto& entry) { return entry.second.running == 0; });
        return all;
    }

    /// Removes the waiting tasks of this owner and returns how many there were.
    size_t drop(const Owner& owner) {
        const auto found = queues_.find(owner);
        if (found == queues_.end()) return 0;
        const size_t count = found->second.waiting.size();
        waiting_ -= count;
        found->second.waiting.clear();
        if (std::exchange(found->second.is_in_line, false)) std::erase(line_, owner);
        if (found->second.running == 0) queues_.erase(found);
        return count;
    }
    /// Removes the waiting tasks for which `is_over(task)` holds.
    template <class IsOver>
    void erase_if(IsOver is_over) {
        for (auto at = queues_.begin(); at != queues_.end();) {
            const auto here = at++;
            Queue& queue = here->second;
            waiting_ -= std::erase_if(queue.waiting, is_over);
            if (!queue.waiting.empty()) continue;
            if (std::exchange(queue.is_in_line, false)) std::erase(line_, here->first);
            if (queue.running == 0) queues_.erase(here);
        }
    }

    size_t waiting() const noexcept { return waiting_; }
    size_t waiting_of(const Owner& owner) const {
        const auto found = queues_.find(owner);
        return found == queues_.end() ? 0 : found->second.waiting.size();
    }
    size_t running() const noexcept { return running_; }
    size_t free() const noexcept { return limits_.running - running_; }
    /// How many owners may run their next task as soon as there is room.
    size_t lined_up() const noexcept { return line_.size(); }
    /// The same without this one.
    size_t lined_up_beside(const Owner& owner) const {
        const auto found = queues_.find(owner);
        return line_.size() - (found != queues_.end() && found->second.is_in_line ? 1 : 0);
    }

  private:
    struct Queue {
        std::deque<Task> waiting;
        size_t running = 0;
        bool is_in_line = false;
    };
    void line_up(const Owner& owner, Queue& queue) {
        if (queue.is_in_line || queue.waiting.empty() || queue.running >= limits_.running_of_owner) return;
        queue.is_in_line = true;
        line_.push_back(owner);
    }

    const Limits limits_;
    std::map<Owner, Queue> queues_;  ///< of owners of which something waits or runs
    std::deque<Owner> line_;         ///< owners that may run their next task, in the order of their turns
    size_t waiting_ = 0, running_ = 0;
};

}  // namespace serinus::platform
