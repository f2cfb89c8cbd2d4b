/// Chooses which heavy task runs next, so that short tasks do not wait for long ones. No I/O, no threads, no clock.
#pragma once

#include <map>

#include "platform/turns.hpp"

namespace serinus::rpc {

/// Nobody knows how long a task will take before it has run. So each begins among the *fresh* ones, and is *old* when
/// it has run for a while. When others wait for a fresh place, an old task
/// - moves to one of the places that old tasks have for themselves, if one is free for its connection; or
/// - gives way, if it can be begun anew and another connection waits: it is stopped, waits among the old ones, and is
///   not stopped again, so that each task is begun twice at most.
/// So a short task waits for fresh tasks only, each of which leaves its place after `fresh_ns` at the latest. Tasks
/// that cannot be begun anew keep a fresh place until they end. In both kinds of places connections take turns. One
/// thread at a time.
template <class Task>
class AgingTurns {
  public:
    using RunId = uint64_t;
    struct Limits {
        size_t fresh = 4, fresh_of_connection = 2;
        size_t old = 2, old_of_connection = 1;
        size_t waiting_of_connection = 256;  ///< more are refused
        uint64_t fresh_ns = 50'000'000;
    };
    explicit AgingTurns(const Limits& limits)
        : fresh_ns_(limits.fresh_ns),
          fresh_({limits.fresh, limits.fresh_of_connection, limits.waiting_of_connection}),
          old_({limits.old, limits.old_of_connection, SIZE_MAX}) {}

    /// False: too many of this connection wait; `task` is untouched.
    bool add(uint64_t connection, bool can_begin_anew, Task&& task) {
        Waiting waiting{std::move(task), can_begin_anew};
        if (fresh_.add(connection, std::move(waiting))) return true;
        task = std::move(waiting.task);
        return false;
    }

    struct Turn {
        RunId id = 0;
        Task task;
    };
    /// The next task, which runs from here on until finished() or give_way(). nullopt: none may run.
    std::optional<Turn> take() {
        for (const bool is_old : {false, true}) {
            auto turn = (is_old ? old_ : fresh_).take();
            if (!turn) continue;
            const RunId id = next_id_++;
            runs_.emplace(
                id,
                Run{.connection = turn->owner, .is_old = is_old, .can_give_way = !is_old && turn->task.can_begin_anew});
            return Turn{id, std::move(turn->task.task)};
        }
        return std::nullopt;
    }

    /// A thread has begun with a task that was taken.
    void began(RunId id, uint64_t now_ns) { runs_.at(id).began_ns = now_ns; }

    /// The task has run.
    void finished(RunId id) { leave(id); }

    /// Whether review() named it.
    bool is_stopped(RunId id) const { return runs_.at(id).is_stopped; }

    /// The task has stopped before its end because review() named it.
    void give_way(RunId id, Task&& task) {
        SERINUS_ASSERT(is_stopped(id));
        const uint64_t connection = leave(id);
        const bool is_added = old_.add(connection, Waiting{std::move(task), false});
        SERINUS_ASSERT(is_added);
    }

    /// Looks which of the running tasks have become old. Afterwards take() may have more. Returns those to be stopped.
    std::vector<RunId> review(uint64_t now_ns) {
        for (auto& [id, run] : runs_) {
            run.is_overdue = !run.is_old && run.began_ns && now_ns >= *run.began_ns + fresh_ns_;
        }
        // The oldest first: they are the most likely to be long.
        for (auto& [id, run] : runs_) {
            if (fresh_.waiting() == 0 || old_.lined_up() > 0) break;
            if (run.is_stopped || !run.is_overdue || !old_.enter(run.connection)) continue;
            fresh_.finished(run.connection);
            run.is_old = true;
            run.is_overdue = false;
        }
        std::vector<RunId> out;
        // The youngest first: it has least to do again.
        for (auto run = runs_.rbegin(); run != runs_.rend(); ++run) {
            if (!run->second.can_give_way || run->second.is_stopped || !run->second.is_overdue) continue;
            if (stopping_ + fresh_.free() >= fresh_.lined_up_beside(run->second.connection)) continue;
            run->second.is_stopped = true;
            ++stopping_;
            out.push_back(run->first);
        }
        return out;
    }

    /// When review() is due at the latest, if nothing is added, taken or finished before. nullopt: then alone.
    std::optional<uint64_t> next_review_ns() const {
        std::optional<uint64_t> out;
        if (fresh_.waiting() == 0) return out;
        for (const auto& [id, run] : runs_) {
            if (run.is_old || !run.began_ns || run.is_overdue) continue;
            const uint64_t due = *run.began_ns + fresh_ns_;
            if (!out || due < *out) out = due;
        }
        return out;
    }

    /// Removes and returns all waiting tasks; running ones are not affected.
    std::vector<Task> take_all() {
        std::vector<Task> out;
        for (auto* turns : {&fresh_, &old_}) {
            for (Waiting& waiting : turns->take_all()) out.push_back(std::move(waiting.task));
        }
        return out;
    }

    size_t waiting() const noexcept { return fresh_.waiting() + old_.waiting(); }
    size_t running() const noexcept { return runs_.size(); }
    size_t running_old() const noexcept { return old_.running(); }

  private:
    struct Waiting {
        Task task;
        bool can_begin_anew = false;
    };
    struct Run {
        uint64_t connection = 0;
        bool is_old = false;
        bool can_give_way = false;
        bool is_stopped = false;
        bool is_overdue = false;  ///< at the last review: it should leave its fresh place
        std::optional<uint64_t> began_ns = {};
    };
    uint64_t leave(RunId id) {
        const auto found = runs_.find(id);
        SERINUS_ASSERT(found != runs_.end());
        const Run run = found->second;
        runs_.erase(found);
        if (run.is_stopped) --stopping_;
        (run.is_old ? old_ : fresh_).finished(run.connection);
        return run.connection;
    }

    const uint64_t fresh_ns_;
    platform::Turns<Waiting> fresh_, old_;
    std::map<RunId, Run> runs_;  ///< in the order of their beginning
    size_t stopping_ = 0;        ///< of those, how many were named by review()
    RunId next_id_ = 1;
};

}  // namespace serinus::rpc
