#include "platform/threaded_scheduler.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <condition_variable>
#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <thread>

#include "platform/log.hpp"
#include "platform/process.hpp"
#include "platform/random.hpp"

namespace serinus::platform {
namespace {

namespace asio = boost::asio;

constexpr size_t kMaxWaitingPerClass = 65536;  ///< of post(); lanes have bounds of their own
constexpr int kGuestNiceness = 5;

/// The threads of one class.
class Pool {
  public:
    Pool(WorkClass work_class, size_t threads) : class_(work_class), threads_(threads), pool_(threads) {}

    void execute(Task task) {
        waiting_.fetch_add(1, std::memory_order_relaxed);
        asio::post(pool_, [this, task = std::move(task)]() mutable {
            waiting_.fetch_sub(1, std::memory_order_relaxed);
            busy_.fetch_add(1, std::memory_order_relaxed);
            prepare_thread();
            task();
            task = nullptr;
            busy_.fetch_sub(1, std::memory_order_relaxed);
        });
    }
    bool is_crowded() const noexcept { return waiting_.load(std::memory_order_relaxed) >= kMaxWaitingPerClass; }
    size_t threads() const noexcept { return threads_; }
    WorkFigures figures() const noexcept { return {class_, threads_, busy_.load(), waiting_.load()}; }
    void join() { pool_.join(); }

  private:
    void prepare_thread() {
        thread_local bool is_prepared = false;
        if (is_prepared) return;
        is_prepared = true;
        log::name_thread(std::string(to_string(class_)) + "-" + std::to_string(next_name_.fetch_add(1)));
        // On Linux the niceness of `PRIO_PROCESS, 0` is that of the calling thread.
        const bool yields = class_ == WorkClass::kRpc || class_ == WorkClass::kGuest;
        if (yields) (void)::setpriority(PRIO_PROCESS, 0, kGuestNiceness);
    }

    WorkClass class_;
    size_t threads_;
    std::atomic<size_t> waiting_ = 0, busy_ = 0, next_name_ = 0;
    asio::thread_pool pool_;
};

/// Calls functions at their times, on a thread of its own; what they do must be short.
class Timers {
  public:
    using Key = std::pair<uint64_t, TimerId>;  ///< monotonic nanoseconds

    Timers() : pool_(1), timer_(pool_) {}
    ~Timers() {
        {
            const std::lock_guard lock(mutex_);
            is_stopping_ = true;
        }
        asio::post(pool_, [this] { timer_.cancel(); });
        pool_.join();
    }

    Key add(uint64_t at_ns, Task task) {
        const std::lock_guard lock(mutex_);
        const Key key{at_ns, next_++};
        tasks_.emplace(key, std::move(task));
        if (tasks_.begin()->first == key) asio::post(pool_, [this] { arm(); });
        return key;
    }
    /// Its task is destroyed. False: it has begun.
    bool remove(const Key& key) {
        Task dropped;  // destroyed without the lock
        const std::lock_guard lock(mutex_);
        const auto found = tasks_.find(key);
        if (found == tasks_.end()) return false;
        dropped = std::move(found->second);
        tasks_.erase(found);
        return true;
    }

  private:
    void arm() {
        std::vector<Task> due;
        {
            const std::lock_guard lock(mutex_);
            if (is_stopping_) return;
            const uint64_t now = monotonic_ns();
            while (!tasks_.empty() && tasks_.begin()->first.first <= now) {
                due.push_back(std::move(tasks_.begin()->second));
                tasks_.erase(tasks_.begin());
            }
            if (!tasks_.empty()) {
                timer_.expires_after(std::chrono::nanoseconds(tasks_.begin()->first.first - now));
                timer_.async_wait([this](const boost::system::error_code& error) {
                    if (!error) arm();
                });
            }
        }
        for (Task& task : due) task();
    }

    std::mutex mutex_;
    std::map<Key, Task> tasks_;
    TimerId next_ = 1;
    bool is_stopping_ = false;
    asio::thread_pool pool_;
    asio::steady_timer timer_;
};

}  // namespace

struct ThreadPools::Impl {
    explicit Impl(const ThreadCounts& given)
        : counts{given.core, given.consensus, given.runtime, given.guest, given.cpu, given.disk, given.rpc} {
        const size_t processors = std::max<size_t>(1, std::thread::hardware_concurrency());
        // kConsensus: lanes of the author, the import and what it does ahead, justifications, two voters, parachains.
        // kRuntime: the pool's two lanes may be busy beside another one. kGuest: two offchain workers, and what clients
        // follow.
        // kRpc: calls, and half as many that have become long and are beside them.
        const size_t calls = std::max<size_t>(4, processors);
        const size_t defaults[kWorkClasses] = {std::max<size_t>(2, processors),
                                               7,
                                               std::max<size_t>(3, processors / 2),
                                               3,
                                               processors,
                                               2,
                                               calls + calls / 2};
        for (size_t i = 0; i < kWorkClasses; ++i) {
            if (counts[i] == 0) counts[i] = defaults[i];
        }
    }
    ~Impl() {
        for (const auto& pool : pools) {
            if (pool) pool->join();
        }
    }

    Pool& pool(WorkClass work_class) {
        const auto i = static_cast<size_t>(work_class);
        std::call_once(started[i], [&] {
            auto made = std::make_unique<Pool>(work_class, counts[i]);
            const std::lock_guard lock(mutex);
            pools[i] = std::move(made);
        });
        return *pools[i];
    }

    size_t counts[kWorkClasses];
    Timers timers;
    std::once_flag started[kWorkClasses];
    std::mutex mutex;  ///< of `pools`, for figures
    std::unique_ptr<Pool> pools[kWorkClasses];
};

ThreadPools::ThreadPools(const ThreadCounts& counts) : impl_(std::make_unique<Impl>(counts)) {}
ThreadPools::~ThreadPools() = default;

std::vector<WorkFigures> ThreadPools::figures() const {
    std::vector<WorkFigures> out;
    const std::lock_guard lock(impl_->mutex);
    for (size_t i = 0; i < kWorkClasses; ++i) {
        out.push_back(impl_->pools[i] ? impl_->pools[i]->figures()
                                      : WorkFigures{static_cast<WorkClass>(i), impl_->counts[i], 0, 0});
    }
    return out;
}

namespace {

/// What a lane and its tasks that are on their way share.
struct LaneState : std::enable_shared_from_this<LaneState> {
    LaneState(Pool& pool_in, Timers& timers_in, LaneOptions options_in, const std::string& label_in,
              const std::stop_token& root)
        : pool(pool_in), timers(timers_in), options(std::move(options_in)), label(label_in), on_root_stop(root, [this] {
              stop.request_stop();
          }) {}

    Pool& pool;
    Timers& timers;
    const LaneOptions options;
    const std::string label;
    std::stop_source stop;
    std::stop_callback<std::function<void()>> on_root_stop;

    mutable std::mutex mutex;
    std::condition_variable idle;
    struct Waiting {
        Task task;
        uint64_t since_ns = 0;
    };
    std::deque<Waiting> waiting;
    std::deque<Task> for_room;
    std::map<TimerId, Timers::Key> armed;
    TimerId next_timer = 1;
    bool is_scheduled = false, is_running = false, is_closed = false;
    uint64_t executed = 0, refused = 0, busy_ns = 0, longest_ns = 0, longest_wait_ns = 0;

    static LaneState*& current() {
        thread_local LaneState* lane = nullptr;
        return lane;
    }

    // With the lock:

    void enqueue(Task task) {
        waiting.push_back({std::move(task), monotonic_ns()});
        if (is_scheduled) return;
        is_scheduled = true;
        pool.execute([self = shared_from_this()] { self->run_one(); });
    }
    void move_to_waiting_if_room() {
        if (waiting.size() >= std::max<size_t>(1, options.max_waiting / 2)) return;
        while (!for_room.empty()) {
            enqueue(std::move(for_room.front()));
            for_room.pop_front();
        }
    }

    // Without it:

    void run_one() {
        Task task;
        uint64_t since = 0;
        {
            const std::lock_guard lock(mutex);
            if (waiting.empty()) {
                is_scheduled = false;
                return;
            }
            task = std::move(waiting.front().task);
            since = waiting.front().since_ns;
            waiting.pop_front();
            is_running = true;
        }
        const uint64_t begin = monotonic_ns();
        {
            const log::Label name(label);
            LaneState* const outer = std::exchange(current(), this);
            task();
            task = nullptr;  // what it owns ends inside the lane, too
            current() = outer;
        }
        const uint64_t spent = monotonic_ns() - begin;
        const std::lock_guard lock(mutex);
        is_running = false;
        ++executed;
        busy_ns += spent;
        longest_ns = std::max(longest_ns, spent);
        longest_wait_ns = std::max(longest_wait_ns, begin - since);
        if (is_closed) idle.notify_all();
        move_to_waiting_if_room();
        // One task each time: lanes of one class take turns.
        is_scheduled = !waiting.empty();
        if (is_scheduled) pool.execute([self = shared_from_this()] { self->run_one(); });
    }

    void close() {
        std::deque<Waiting> dropped;
        std::deque<Task> dropped_for_room;
        std::map<TimerId, Timers::Key> dropped_timers;
        {
            const std::lock_guard lock(mutex);
            is_closed = true;
            dropped.swap(waiting);
            dropped_for_room.swap(for_room);
            dropped_timers.swap(armed);
        }
        stop.request_stop();
        for (const auto& [id, key] : dropped_timers) (void)timers.remove(key);
        dropped.clear();  // what tasks own may post, or close, when it ends
        dropped_for_room.clear();
        if (current() == this) return;
        std::unique_lock lock(mutex);
        idle.wait(lock, [&] { return !is_running; });
    }
};

class ThreadedLane final : public Lane {
  public:
    ThreadedLane(std::shared_ptr<LaneState> state, std::function<void(LaneState*)> forget)
        : state_(std::move(state)), forget_(std::move(forget)) {}
    ~ThreadedLane() override {
        state_->close();
        forget_(state_.get());
    }

    bool post(Task task) override {
        const std::lock_guard lock(state_->mutex);
        if (state_->is_closed) return false;
        if (state_->waiting.size() >= state_->options.max_waiting) {
            ++state_->refused;
            return false;
        }
        state_->enqueue(std::move(task));
        return true;
    }
    bool post_always(Task task) override {
        const std::lock_guard lock(state_->mutex);
        if (state_->is_closed) return false;
        state_->enqueue(std::move(task));
        return true;
    }
    std::optional<TimerId> post_after(uint64_t delay_ms, Task task) override {
        const std::lock_guard lock(state_->mutex);
        if (state_->is_closed) return std::nullopt;
        if (state_->armed.size() >= state_->options.max_timers) {
            ++state_->refused;
            return std::nullopt;
        }
        const TimerId id = state_->next_timer++;
        constexpr uint64_t kMaxDelayMs = uint64_t{1} << 40;  // decades
        const uint64_t at = monotonic_ns() + std::min(delay_ms, kMaxDelayMs) * 1'000'000;
        state_->armed[id] =
            state_->timers.add(at, [weak = std::weak_ptr(state_), id, task = std::move(task)]() mutable {
                const auto kept = weak.lock();
                if (kept == nullptr) return;
                const std::lock_guard inner(kept->mutex);
                if (kept->is_closed || kept->armed.erase(id) == 0) return;
                kept->enqueue(std::move(task));
            });
        return id;
    }
    bool cancel(TimerId timer) override {
        Timers::Key key;
        {
            const std::lock_guard lock(state_->mutex);
            const auto found = state_->armed.find(timer);
            if (found == state_->armed.end()) return false;
            key = found->second;
            state_->armed.erase(found);
        }
        (void)state_->timers.remove(key);
        return true;
    }
    void on_room(Task task) override {
        const std::lock_guard lock(state_->mutex);
        if (state_->is_closed) return;
        state_->for_room.push_back(std::move(task));
        state_->move_to_waiting_if_room();
    }
    void close() override { state_->close(); }
    std::stop_token stop_token() const noexcept override { return state_->stop.get_token(); }
    LaneFigures figures() const override { return figures_of(*state_); }

    static LaneFigures figures_of(const LaneState& state) {
        const std::lock_guard lock(state.mutex);
        return {.name = state.options.name,
                .waiting = state.waiting.size(),
                .timers = state.armed.size(),
                .executed = state.executed,
                .refused = state.refused,
                .busy_us = state.busy_ns / 1000,
                .longest_us = state.longest_ns / 1000,
                .runs_on = state.options.runs_on,
                .longest_wait_us = state.longest_wait_ns / 1000};
    }

  private:
    std::shared_ptr<LaneState> state_;
    std::function<void(LaneState*)> forget_;
};

class JoiningThread final : public ServiceThread {
  public:
    JoiningThread(std::string name, const std::string& label, const std::stop_token& root,
                  std::function<void(std::stop_token)> body)
        : on_root_stop_(root, [this] { stop_.request_stop(); }),
          thread_([this, name = std::move(name), label, body = std::move(body)] {
              log::name_thread(name);
              const log::Label prefix(label);
              body(stop_.get_token());
          }) {}
    ~JoiningThread() override {
        stop_.request_stop();
        thread_.join();
    }

  private:
    std::stop_source stop_;
    std::stop_callback<std::function<void()>> on_root_stop_;
    std::thread thread_;
};

class ThreadedScheduler final : public Scheduler {
  public:
    ThreadedScheduler(std::shared_ptr<ThreadPools> pools, std::string label)
        : pools_(std::move(pools)), label_(std::move(label)) {}

    ~ThreadedScheduler() override {
        request_stop();
        std::list<BlockingTask> dropped;
        std::unique_lock lock(mutex_);
        dropped.swap(waiting_);
        lock.unlock();
        dropped.clear();
        lock.lock();
        idle_.wait(lock, [&] { return outstanding_ == 0; });
    }

    uint64_t now_ns() const noexcept override { return monotonic_ns(); }
    uint64_t unix_now_ms() const noexcept override { return unix_time_ms(); }
    void fill_random(MutableBytesView out) noexcept override { platform::fill_random(out); }

    std::unique_ptr<Lane> make_lane(LaneOptions options) override {
        const auto runs_on = options.runs_on;
        auto state = std::make_shared<LaneState>(pools_->impl().pool(runs_on), pools_->impl().timers,
                                                 std::move(options), label_, stop_.get_token());
        {
            const std::lock_guard lock(mutex_);
            lanes_.push_back(state.get());
        }
        return std::make_unique<ThreadedLane>(std::move(state), [this](LaneState* gone) {
            const std::lock_guard lock(mutex_);
            std::erase(lanes_, gone);
        });
    }

    bool post(WorkClass work_class, BlockingTask task) override {
        Pool& pool = pools_->impl().pool(work_class);
        const std::lock_guard lock(mutex_);
        if (stop_.stop_requested() || pool.is_crowded()) return false;
        waiting_.push_back(std::move(task));
        ++outstanding_;
        pool.execute([this, at = std::prev(waiting_.end())] { run(at); });
        return true;
    }

    void run_parallel(size_t workers, size_t count, const std::function<void(size_t, size_t)>& part) override {
        struct Shared {
            std::mutex mutex;
            std::condition_variable done;
            std::atomic<size_t> next = 0;
            size_t running = 0;
            bool is_over = false;
        };
        const auto shared = std::make_shared<Shared>();
        const auto work = [shared, count, &part](size_t worker) {
            for (size_t i = shared->next++; i < count; i = shared->next++) part(worker, i);
        };
        for (size_t worker = 1; worker < std::min(workers, count); ++worker) {
            // A thread that comes when all is done finds `is_over` and touches nothing of the caller's.
            pools_->impl().pool(WorkClass::kCpu).execute([shared, work, worker] {
                {
                    const std::lock_guard lock(shared->mutex);
                    if (shared->is_over) return;
                    ++shared->running;
                }
                work(worker);
                const std::lock_guard lock(shared->mutex);
                if (--shared->running == 0) shared->done.notify_all();
            });
        }
        work(0);
        std::unique_lock lock(shared->mutex);
        shared->is_over = true;
        shared->done.wait(lock, [&] { return shared->running == 0; });
    }
    size_t parallelism() const noexcept override { return pools_->impl().counts[static_cast<size_t>(WorkClass::kCpu)]; }

    std::unique_ptr<ServiceThread> start_thread(std::string name, std::function<void(std::stop_token)> body) override {
        return std::make_unique<JoiningThread>(std::move(name), label_, stop_.get_token(), std::move(body));
    }

    bool sleep_until_unix_ms(uint64_t deadline_ms, const std::stop_token& stop) override {
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        // In pieces, so that a clock that is set is noticed.
        constexpr uint64_t kPieceMs = 1000;
        for (uint64_t now = unix_time_ms(); now < deadline_ms && !stop.stop_requested(); now = unix_time_ms()) {
            const auto piece = std::chrono::milliseconds(std::min(deadline_ms - now, kPieceMs));
            (void)wake.wait_for(lock, stop, piece, [] { return false; });
        }
        return !stop.stop_requested();
    }

    std::stop_token stop_token() const noexcept override { return stop_.get_token(); }
    void request_stop() noexcept override { stop_.request_stop(); }
    const std::string& label() const noexcept override { return label_; }

    std::vector<LaneFigures> lane_figures() const override {
        std::vector<LaneFigures> out;
        const std::lock_guard lock(mutex_);
        for (const LaneState* lane : lanes_) out.push_back(ThreadedLane::figures_of(*lane));
        std::ranges::sort(out, {}, &LaneFigures::name);
        return out;
    }

  private:
    void run(std::list<BlockingTask>::iterator at) {
        BlockingTask task;
        {
            const std::lock_guard lock(mutex_);
            // The destructor has dropped what waited, and the iterator with it.
            if (!waiting_.empty()) {
                task = std::move(*at);
                waiting_.erase(at);
            }
        }
        if (task) {
            const log::Label prefix(label_);
            task(stop_.get_token());
            task = nullptr;
        }
        const std::lock_guard lock(mutex_);
        if (--outstanding_ == 0) idle_.notify_all();
    }

    std::shared_ptr<ThreadPools> pools_;
    const std::string label_;
    std::stop_source stop_;
    mutable std::mutex mutex_;
    std::condition_variable idle_;
    std::list<BlockingTask> waiting_;
    size_t outstanding_ = 0;  ///< posted, or running
    std::vector<LaneState*> lanes_;
};

}  // namespace

std::unique_ptr<Scheduler> make_threaded_scheduler(std::shared_ptr<ThreadPools> pools, std::string label) {
    return std::make_unique<ThreadedScheduler>(std::move(pools), std::move(label));
}

std::unique_ptr<Scheduler> make_threaded_scheduler() {
    return make_threaded_scheduler(std::make_shared<ThreadPools>());
}

}  // namespace serinus::platform
