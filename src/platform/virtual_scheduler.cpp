#include "platform/virtual_scheduler.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <map>

#include "base/assert.hpp"
#include "platform/log.hpp"

namespace serinus::platform {
namespace {

/// FNV-1a, 64 bits: enough to tell two runs apart.
uint64_t fold(uint64_t hash, BytesView bytes) noexcept {
    for (const uint8_t byte : bytes) hash = (hash ^ byte) * 0x100000001b3;
    return hash;
}
uint64_t fold(uint64_t hash, uint64_t value) noexcept {
    for (int i = 0; i < 8; ++i) hash = (hash ^ ((value >> (8 * i)) & 0xff)) * 0x100000001b3;
    return hash;
}

class VirtualScheduler;

struct Event {
    const VirtualScheduler* node = nullptr;  ///< nullptr: the world itself
    uint64_t place = 0;                      ///< for the trace: which lane
    Task task;
};

using EventKey = std::pair<uint64_t, uint64_t>;  ///< microseconds, sequence

}  // namespace

struct VirtualTime::Impl {
    explicit Impl(uint64_t seed, uint64_t unix_start) : random(seed), unix_start_ms(unix_start) {}

    std::mt19937_64 random;
    uint64_t unix_start_ms;
    uint64_t now_us = 0;
    uint64_t shift_us = 0;  ///< by which the running task has slept
    uint64_t sequence = 0;
    uint64_t executed = 0;
    uint64_t hash = 0xcbf29ce484222325;
    uint64_t schedulers = 0;
    std::map<EventKey, Event> events;

    uint64_t seen_us() const noexcept { return now_us + shift_us; }
    EventKey add(uint64_t at_us, Event event) {
        const EventKey key{std::max(at_us, now_us), sequence++};
        events.emplace(key, std::move(event));
        return key;
    }
    void remove(const VirtualScheduler* node) {
        std::vector<Task> dropped;  // what they own may post when it ends
        for (auto at = events.begin(); at != events.end();) {
            if (at->second.node != node) {
                ++at;
                continue;
            }
            dropped.push_back(std::move(at->second.task));
            at = events.erase(at);
        }
    }
};

namespace {

class VirtualLane;

class VirtualScheduler final : public Scheduler {
  public:
    VirtualScheduler(VirtualTime::Impl& time, VirtualNodeOptions options)
        : time_(time), options_(std::move(options)), random_(time.random()), id_(++time.schedulers) {}
    ~VirtualScheduler() override;

    uint64_t now_ns() const noexcept override { return time_.seen_us() * 1000; }
    uint64_t unix_now_ms() const noexcept override {
        const int64_t skew = options_.unix_skew_ms ? options_.unix_skew_ms() : 0;
        return time_.unix_start_ms + time_.seen_us() / 1000 + static_cast<uint64_t>(skew);
    }
    void fill_random(MutableBytesView out) noexcept override {
        for (uint8_t& byte : out) byte = static_cast<uint8_t>(random_());
    }

    std::unique_ptr<Lane> make_lane(LaneOptions options) override;

    bool post(WorkClass work_class, BlockingTask task) override {
        if (stop_.stop_requested()) return false;
        // Above all lanes, whose numbers begin at kWorkClasses.
        plan(time_.seen_us() + delay_us(), static_cast<uint64_t>(work_class),
             [this, work_class, task = std::move(task)]() mutable {
                 start_on_thread(work_class, nullptr, [this, work_class, task = std::move(task)]() mutable {
                     task(stop_.get_token());
                     leave_thread(work_class, task_us({.name = {}, .runs_on = work_class}), {});
                 });
             });
        return true;
    }
    void run_parallel(size_t, size_t count, const std::function<void(size_t, size_t)>& part) override {
        for (size_t i = 0; i < count; ++i) part(0, i);
    }
    size_t parallelism() const noexcept override { return 1; }
    std::unique_ptr<ServiceThread> start_thread(std::string, std::function<void(std::stop_token)>) override {
        SERINUS_ASSERT(false && "virtual time has no threads");
        return nullptr;
    }
    bool sleep_until_unix_ms(uint64_t deadline_ms, const std::stop_token& stop) override {
        const uint64_t now = unix_now_ms();
        if (deadline_ms > now && !stop.stop_requested()) time_.shift_us += (deadline_ms - now) * 1000;
        return !stop.stop_requested();
    }
    std::stop_token stop_token() const noexcept override { return stop_.get_token(); }
    void request_stop() noexcept override { stop_.request_stop(); }
    const std::string& label() const noexcept override { return options_.label; }
    std::vector<LaneFigures> lane_figures() const override;

    EventKey plan(uint64_t at_us, uint64_t place, Task task) {
        return time_.add(at_us, {this, id_ << 32 | place, std::move(task)});
    }
    uint64_t delay_us() {
        const uint64_t most = options_.max_task_delay_us;
        return most == 0 ? 0 : random_() % (most + 1);
    }
    VirtualTime::Impl& time() noexcept { return time_; }
    std::vector<VirtualLane*>& lanes() noexcept { return lanes_; }
    std::weak_ptr<char> life() const noexcept { return life_; }

    uint64_t task_us(const LaneOptions& lane) const {
        return options_.task_us ? std::max<uint64_t>(1, options_.task_us(lane)) : 0;
    }
    /// Calls `start`, which ends with leave_thread(), at once or as soon as a thread of the class is free.
    void start_on_thread(WorkClass work_class, const VirtualLane* lane, Task start) {
        Threads& threads = threads_[static_cast<size_t>(work_class)];
        const size_t most = options_.task_us ? options_.threads[static_cast<size_t>(work_class)] : 0;
        if (most != 0 && threads.busy >= most) {
            threads.line.push_back({lane, std::move(start)});
            return;
        }
        ++threads.busy;
        start();
    }
    /// The thread is busy for `busy_us` from here on; then `then` is called, and the thread is free.
    void leave_thread(WorkClass work_class, uint64_t busy_us, Task then) {
        if (busy_us == 0) return on_thread_left(work_class, then);
        plan(time_.seen_us() + busy_us, static_cast<uint64_t>(work_class),
             [this, work_class, then = std::move(then)]() mutable { on_thread_left(work_class, then); });
    }
    /// The lane is closed.
    void leave_line(const VirtualLane* lane) {
        for (Threads& threads : threads_)
            std::erase_if(threads.line, [lane](const auto& one) { return one.lane == lane; });
    }

  private:
    /// Of a class: how many are busy, and the tasks that wait for one.
    struct Threads {
        struct InLine {
            const VirtualLane* lane = nullptr;
            Task start;
        };
        size_t busy = 0;
        std::deque<InLine> line = {};
    };

    void on_thread_left(WorkClass work_class, Task& then) {
        if (then) then();
        Threads& threads = threads_[static_cast<size_t>(work_class)];
        --threads.busy;
        if (threads.line.empty()) return;
        Task next = std::move(threads.line.front().start);
        threads.line.pop_front();
        ++threads.busy;
        next();
    }

    VirtualTime::Impl& time_;
    const VirtualNodeOptions options_;
    std::mt19937_64 random_;
    const uint64_t id_;
    std::stop_source stop_;
    std::vector<VirtualLane*> lanes_;
    std::array<Threads, kWorkClasses> threads_ = {};
    std::shared_ptr<char> life_ = std::make_shared<char>();
    uint64_t next_lane_ = kWorkClasses;
};

class VirtualLane final : public Lane {
  public:
    VirtualLane(VirtualScheduler& scheduler, LaneOptions options, uint64_t place)
        : scheduler_(scheduler),
          options_(std::move(options)),
          place_(place),
          on_root_stop_(scheduler.stop_token(), [this] { stop_.request_stop(); }) {
        scheduler_.lanes().push_back(this);
    }
    ~VirtualLane() override {
        VirtualLane::close();
        std::erase(scheduler_.lanes(), this);
        if (alive_) *alive_ = false;
    }

    bool post(Task task) override {
        if (is_closed_) return false;
        if (waiting_.size() >= options_.max_waiting) {
            ++refused_;
            return false;
        }
        return post_always(std::move(task));
    }
    bool post_always(Task task) override {
        if (is_closed_) return false;
        waiting_.push_back({std::move(task), scheduler_.time().seen_us()});
        schedule();
        return true;
    }
    std::optional<TimerId> post_after(uint64_t delay_ms, Task task) override {
        if (is_closed_) return std::nullopt;
        if (timers_.size() >= options_.max_timers) {
            ++refused_;
            return std::nullopt;
        }
        const TimerId id = next_timer_++;
        constexpr uint64_t kMaxDelayMs = uint64_t{1} << 40;
        const uint64_t at = scheduler_.time().seen_us() + std::min(delay_ms, kMaxDelayMs) * 1000;
        timers_[id] = scheduler_.plan(at, place_, [this, id, task = std::move(task)]() mutable {
            timers_.erase(id);
            (void)post_always(std::move(task));
        });
        return id;
    }
    bool cancel(TimerId timer) override {
        const auto found = timers_.find(timer);
        if (found == timers_.end()) return false;
        auto event = scheduler_.time().events.extract(found->second);
        timers_.erase(found);
        return true;
    }
    void on_room(Task task) override {
        if (is_closed_) return;
        for_room_.push_back(std::move(task));
        move_to_waiting_if_room();
    }
    void close() override {
        if (std::exchange(is_closed_, true)) return;
        stop_.request_stop();
        auto& events = scheduler_.time().events;
        std::vector<std::map<EventKey, Event>::node_type> dropped;
        for (const auto& [id, key] : std::exchange(timers_, {})) dropped.push_back(events.extract(key));
        if (planned_) dropped.push_back(events.extract(*planned_));
        planned_.reset();
        if (std::exchange(is_in_line_, false)) scheduler_.leave_line(this);
        std::exchange(waiting_, {}).clear();
        std::exchange(for_room_, {}).clear();
    }
    std::stop_token stop_token() const noexcept override { return stop_.get_token(); }
    LaneFigures figures() const override {
        return {.name = options_.name,
                .waiting = waiting_.size(),
                .timers = timers_.size(),
                .executed = executed_,
                .refused = refused_,
                .runs_on = options_.runs_on,
                .longest_wait_us = longest_wait_us_};
    }

  private:
    void schedule() {
        // A task that runs schedules the next one.
        if (planned_ || is_in_line_ || is_busy_ || waiting_.empty() || alive_ != nullptr) return;
        const uint64_t at = scheduler_.time().seen_us() + scheduler_.delay_us();
        planned_ = scheduler_.plan(at, place_, [this] { start_one(); });
    }
    void start_one() {
        planned_.reset();
        is_in_line_ = true;
        scheduler_.start_on_thread(options_.runs_on, this, [this] { run_one(); });
    }
    void run_one() {
        is_in_line_ = false;
        Task task = std::move(waiting_.front().task);
        longest_wait_us_ = std::max(longest_wait_us_, scheduler_.time().seen_us() - waiting_.front().since_us);
        waiting_.pop_front();
        VirtualScheduler& scheduler = scheduler_;
        const WorkClass runs_on = options_.runs_on;
        const uint64_t busy_us = scheduler.task_us(options_);
        const std::weak_ptr<char> of_scheduler = scheduler.life();
        bool alive = true;
        alive_ = &alive;
        task();
        task = nullptr;
        if (!alive) {  // the task destroyed its lane
            if (!of_scheduler.expired()) scheduler.leave_thread(runs_on, busy_us, {});
            return;
        }
        alive_ = nullptr;
        ++executed_;
        move_to_waiting_if_room();
        is_busy_ = true;
        scheduler.leave_thread(runs_on, busy_us, [this, life = std::weak_ptr(life_)] {
            if (life.expired()) return;
            is_busy_ = false;
            if (!is_closed_) schedule();
        });
    }
    void move_to_waiting_if_room() {
        if (waiting_.size() >= std::max<size_t>(1, options_.max_waiting / 2)) return;
        while (!for_room_.empty()) {
            Task task = std::move(for_room_.front());
            for_room_.pop_front();
            (void)post_always(std::move(task));
        }
    }

    VirtualScheduler& scheduler_;
    const LaneOptions options_;
    const uint64_t place_;
    std::stop_source stop_;
    std::stop_callback<std::function<void()>> on_root_stop_;
    struct Waiting {
        Task task;
        uint64_t since_us = 0;
    };
    std::deque<Waiting> waiting_;
    std::deque<Task> for_room_;
    std::map<TimerId, EventKey> timers_;
    std::optional<EventKey> planned_;
    bool* alive_ = nullptr;  ///< of the task that runs
    std::shared_ptr<char> life_ = std::make_shared<char>();
    bool is_in_line_ = false;  ///< for a thread
    bool is_busy_ = false;     ///< the task has run, but takes time
    bool is_closed_ = false;
    TimerId next_timer_ = 1;
    uint64_t executed_ = 0, refused_ = 0, longest_wait_us_ = 0;
};

VirtualScheduler::~VirtualScheduler() {
    stop_.request_stop();
    time_.remove(this);
}

std::unique_ptr<Lane> VirtualScheduler::make_lane(LaneOptions options) {
    return std::make_unique<VirtualLane>(*this, std::move(options), next_lane_++);
}

std::vector<LaneFigures> VirtualScheduler::lane_figures() const {
    std::vector<LaneFigures> out;
    for (const VirtualLane* lane : lanes_) out.push_back(lane->figures());
    std::ranges::sort(out, {}, &LaneFigures::name);
    return out;
}

}  // namespace

VirtualTime::VirtualTime(uint64_t seed, uint64_t unix_start_ms) : impl_(std::make_unique<Impl>(seed, unix_start_ms)) {}
VirtualTime::~VirtualTime() { impl_->remove(nullptr); }

std::unique_ptr<Scheduler> VirtualTime::make_scheduler(VirtualNodeOptions options) {
    return std::make_unique<VirtualScheduler>(*impl_, std::move(options));
}

uint64_t VirtualTime::now_ms() const noexcept { return impl_->now_us / 1000; }
uint64_t VirtualTime::now_us() const noexcept { return impl_->now_us; }

void VirtualTime::post_after_us(uint64_t delay_us, Task task) {
    impl_->add(impl_->seen_us() + delay_us, {nullptr, 0, std::move(task)});
}

std::mt19937_64& VirtualTime::random() noexcept { return impl_->random; }

bool VirtualTime::run_next() {
    if (impl_->events.empty()) return false;
    auto node = impl_->events.extract(impl_->events.begin());
    impl_->now_us = node.key().first;
    impl_->shift_us = 0;
    ++impl_->executed;
    impl_->hash = fold(fold(impl_->hash, impl_->now_us), node.mapped().place);
    {
        const log::Label label(node.mapped().node == nullptr ? std::string_view() : node.mapped().node->label());
        node.mapped().task();
        node.mapped().task = nullptr;
    }
    impl_->shift_us = 0;
    return true;
}

void VirtualTime::run_until_ms(uint64_t time_ms) {
    const uint64_t end_us = time_ms * 1000;
    while (!impl_->events.empty() && impl_->events.begin()->first.first <= end_us) (void)run_next();
    impl_->now_us = std::max(impl_->now_us, end_us);
}

uint64_t VirtualTime::executed() const noexcept { return impl_->executed; }
uint64_t VirtualTime::trace_hash() const noexcept { return impl_->hash; }
void VirtualTime::trace(BytesView what) noexcept { impl_->hash = fold(impl_->hash, what); }

}  // namespace serinus::platform
