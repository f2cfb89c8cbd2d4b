#include "rpc/call_queue.hpp"

#include <algorithm>
#include <utility>

namespace serinus::rpc {
namespace {

using Limits = Turns<platform::Task>::Limits;

/// As many threads as the scheduler has of kRpc on its own choice.
constexpr size_t kMinHeavy = 4;
constexpr size_t kMinLight = 2;
/// For how long one thread takes light tasks.
constexpr uint64_t kTurnOfTasksNs = 1'000'000;

Limits limits_of(size_t given, size_t least, size_t parallelism) {
    const size_t running = given != 0 ? given : std::max(least, parallelism);
    return {.running = running, .running_of_connection = std::max<size_t>(1, running / 2)};
}

}  // namespace

/// A task that a thread runs or will run.
struct CallQueue::Running {
    std::shared_ptr<CallQueue> queue;
    Cost cost;
    uint64_t connection;
    platform::Task task;

    void run() {
        task();
        task = nullptr;
    }
    ~Running() {
        task = nullptr;
        queue->finished(cost, connection);
    }
};

CallQueue::CallQueue(platform::Scheduler& scheduler, Limits limits)
    : scheduler_(scheduler),
      tasks_{Tasks(limits_of(limits.light, kMinLight, scheduler.parallelism())),
             Tasks(limits_of(limits.heavy, kMinHeavy, scheduler.parallelism()))} {}

CallQueue::~CallQueue() = default;

bool CallQueue::post(Cost cost, uint64_t connection, platform::Task task) {
    {
        const std::lock_guard lock(mutex_);
        if (is_closed_ || scheduler_.stop_token().stop_requested()) return false;
        if (!tasks(cost).add(connection, std::move(task))) return false;
    }
    dispatch(cost);
    return true;
}

std::unique_ptr<CallQueue::Running> CallQueue::take(Cost cost) {
    const std::lock_guard lock(mutex_);
    auto turn = tasks(cost).take();
    if (!turn) return nullptr;
    return std::unique_ptr<Running>(new Running{shared_from_this(), cost, turn->connection, std::move(turn->task)});
}

void CallQueue::dispatch(Cost cost) {
    const auto work_class = cost == Cost::kLight ? platform::WorkClass::kCore : platform::WorkClass::kRpc;
    while (auto first = take(cost)) {
        // Refused by a scheduler that stops: the task is destroyed, and so are those behind it.
        (void)scheduler_.post(work_class, [running = std::move(first)](const std::stop_token&) mutable {
            const auto queue = running->queue;
            const Cost cost_of_task = running->cost;
            // Light tasks that wait already follow on this thread: waking another one costs more than most of them.
            const uint64_t end_ns = queue->scheduler_.now_ns() + (cost_of_task == Cost::kLight ? kTurnOfTasksNs : 0);
            do {
                running->run();
                running.reset();
            } while (queue->scheduler_.now_ns() < end_ns && (running = queue->take(cost_of_task)) != nullptr);
            queue->dispatch(cost_of_task);
        });
    }
}

void CallQueue::finished(Cost cost, uint64_t connection) {
    const std::lock_guard lock(mutex_);
    tasks(cost).finished(connection);
    idle_.notify_all();
}

void CallQueue::close() {
    std::vector<platform::Task> dropped;
    {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
        for (Tasks& tasks : tasks_) {
            for (platform::Task& task : tasks.take_all()) dropped.push_back(std::move(task));
        }
    }
    dropped.clear();  // what tasks own may post when it ends
    std::unique_lock lock(mutex_);
    idle_.wait(lock,
               [&] { return std::ranges::all_of(tasks_, [](const Tasks& tasks) { return tasks.running() == 0; }); });
}

CallQueue::Figures CallQueue::figures(Cost cost) const {
    const std::lock_guard lock(mutex_);
    const Tasks& tasks = tasks_[static_cast<size_t>(cost)];
    return {tasks.waiting(), tasks.running()};
}

}  // namespace serinus::rpc
