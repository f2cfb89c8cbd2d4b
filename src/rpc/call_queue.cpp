#include "rpc/call_queue.hpp"

#include <utility>

namespace serinus::rpc {
namespace {

/// As many threads as the scheduler has of kRpc on its own choice, with long_calls_beside().
constexpr size_t kMinHeavy = 4;
constexpr size_t kMinLight = 2;
/// For how long one thread takes light tasks.
constexpr uint64_t kLightTurnNs = 1'000'000;

size_t count_of(size_t given, size_t least, size_t parallelism) {
    return given != 0 ? given : std::max(least, parallelism);
}
size_t half_of(size_t count) { return std::max<size_t>(1, count / 2); }

}  // namespace

/// A task that a thread runs or will run.
struct CallQueue::RunningLight {
    std::shared_ptr<CallQueue> queue;
    uint64_t connection;
    platform::Task task;

    void run() {
        task();
        task = nullptr;
    }
    ~RunningLight() {
        task = nullptr;
        const std::lock_guard lock(queue->mutex_);
        queue->light_.finished(connection);
        queue->idle_.notify_all();
    }
};

/// The same of a heavy one.
struct CallQueue::RunningHeavy {
    std::shared_ptr<CallQueue> queue;
    HeavyTurns::RunId id;
    HeavyTask task;
    std::stop_source turn = {};
    bool has_ended = true;

    void run() {
        {
            const std::lock_guard lock(queue->mutex_);
            queue->heavy_.began(id, queue->scheduler_.now_ns());
        }
        queue->review();
        const std::stop_callback with_connection(task.connection, [this] { turn.request_stop(); });
        has_ended = task.run(turn.get_token());
    }
    ~RunningHeavy() {
        {
            const std::lock_guard lock(queue->mutex_);
            queue->turns_.erase(id);
            const bool is_wanted = !queue->is_closed_ && !task.connection.stop_requested();
            if (!has_ended && is_wanted && queue->heavy_.is_stopped(id)) {
                queue->heavy_.give_way(id, std::move(task));
                return;
            }
        }
        task = {};  // what it owns ends before its place is free
        const std::lock_guard lock(queue->mutex_);
        queue->heavy_.finished(id);
        queue->idle_.notify_all();
    }
};

CallQueue::CallQueue(platform::Scheduler& scheduler, Limits limits)
    : scheduler_(scheduler),
      lane_(scheduler.make_lane({.name = "rpc-turns"})),
      light_([&] {
          const size_t light = count_of(limits.light, kMinLight, scheduler.parallelism());
          return LightTurns::Limits{.running = light, .running_of_owner = half_of(light)};
      }()),
      heavy_([&] {
          const size_t heavy = count_of(limits.heavy, kMinHeavy, scheduler.parallelism());
          const size_t old = long_calls_beside(heavy);
          return HeavyTurns::Limits{
              .fresh = heavy, .fresh_of_connection = half_of(heavy), .old = old, .old_of_connection = half_of(old)};
      }()) {}

CallQueue::~CallQueue() = default;

bool CallQueue::post(Cost cost, uint64_t connection, platform::Task task) {
    if (cost == Cost::kHeavy) {
        return post_heavy(connection, false,
                          {[task = std::move(task)](const std::stop_token&) mutable {
                               task();
                               return true;
                           },
                           {}});
    }
    {
        const std::lock_guard lock(mutex_);
        if (is_closed_ || scheduler_.stop_token().stop_requested()) return false;
        if (!light_.add(connection, std::move(task))) return false;
    }
    dispatch_light();
    return true;
}

bool CallQueue::post_repeatable(uint64_t connection, std::stop_token stop, RepeatableTask task) {
    return post_heavy(connection, true, {std::move(task), std::move(stop)});
}

bool CallQueue::post_heavy(uint64_t connection, bool can_begin_anew, HeavyTask task) {
    {
        const std::lock_guard lock(mutex_);
        if (is_closed_ || scheduler_.stop_token().stop_requested()) return false;
        if (!heavy_.add(connection, can_begin_anew, std::move(task))) return false;
    }
    dispatch_heavy();
    review();
    return true;
}

std::unique_ptr<CallQueue::RunningLight> CallQueue::take_light() {
    const std::lock_guard lock(mutex_);
    auto turn = light_.take();
    if (!turn) return nullptr;
    return std::unique_ptr<RunningLight>(new RunningLight{shared_from_this(), turn->owner, std::move(turn->task)});
}

void CallQueue::dispatch_light() {
    while (auto first = take_light()) {
        // Refused by a scheduler that stops: the task is destroyed, and so are those behind it.
        (void)scheduler_.post(platform::WorkClass::kCore, [running = std::move(first)](const std::stop_token&) mutable {
            const auto queue = running->queue;
            // Those that wait already follow on this thread: waking another one costs more than most of them.
            const uint64_t end_ns = queue->scheduler_.now_ns() + kLightTurnNs;
            do {
                running->run();
                running.reset();
            } while (queue->scheduler_.now_ns() < end_ns && (running = queue->take_light()) != nullptr);
            queue->dispatch_light();
        });
    }
}

std::unique_ptr<CallQueue::RunningHeavy> CallQueue::take_heavy() {
    const std::lock_guard lock(mutex_);
    auto turn = heavy_.take();
    if (!turn) return nullptr;
    std::unique_ptr<RunningHeavy> out(new RunningHeavy{shared_from_this(), turn->id, std::move(turn->task)});
    turns_.emplace(out->id, out->turn);
    return out;
}

void CallQueue::dispatch_heavy() {
    while (auto first = take_heavy()) {
        (void)scheduler_.post(platform::WorkClass::kRpc, [running = std::move(first)](const std::stop_token&) mutable {
            const auto queue = running->queue;
            running->run();
            running.reset();
            queue->dispatch_heavy();
            queue->review();
        });
    }
}

/// Lets old tasks move or give way, and sets the timer for the next time.
void CallQueue::review() {
    std::vector<std::stop_source> to_stop;
    {
        const std::lock_guard lock(mutex_);
        if (is_closed_) return;
        const uint64_t now_ns = scheduler_.now_ns();
        for (const auto id : heavy_.review(now_ns)) to_stop.push_back(turns_.at(id));
        const auto due_ns = heavy_.next_review_ns();
        if (due_ns && (!next_review_ns_ || *due_ns < *next_review_ns_)) {
            constexpr uint64_t kNsPerMs = 1'000'000;
            const uint64_t delay_ms = *due_ns > now_ns ? (*due_ns - now_ns) / kNsPerMs + 1 : 0;
            const bool is_set = lane_
                                    ->post_after(delay_ms,
                                                 [weak = weak_from_this()] {
                                                     const auto queue = weak.lock();
                                                     if (queue == nullptr) return;
                                                     {
                                                         const std::lock_guard again(queue->mutex_);
                                                         queue->next_review_ns_.reset();
                                                     }
                                                     queue->review();
                                                 })
                                    .has_value();
            if (is_set) next_review_ns_ = due_ns;
        }
    }
    for (std::stop_source& turn : to_stop) turn.request_stop();
    dispatch_heavy();
}

void CallQueue::close() {
    std::vector<platform::Task> dropped_light;
    std::vector<HeavyTask> dropped_heavy;
    std::unique_ptr<platform::Lane> lane;
    {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
        dropped_light = light_.take_all();
        dropped_heavy = heavy_.take_all();
        lane = std::move(lane_);
    }
    lane.reset();
    dropped_light.clear();  // what tasks own may post when it ends
    dropped_heavy.clear();
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [&] { return light_.running() == 0 && heavy_.running() == 0; });
}

CallQueue::Figures CallQueue::figures(Cost cost) const {
    const std::lock_guard lock(mutex_);
    if (cost == Cost::kLight) return {light_.waiting(), light_.running()};
    return {heavy_.waiting(), heavy_.running()};
}

size_t CallQueue::long_calls() const {
    const std::lock_guard lock(mutex_);
    return heavy_.running_old();
}

}  // namespace serinus::rpc
