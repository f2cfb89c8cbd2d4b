// What both schedulers promise, and what each promises alone.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>

#include "platform/process.hpp"
#include "platform/threaded_scheduler.hpp"
#include "platform/virtual_scheduler.hpp"

namespace serinus::platform {
namespace {

/// Lets the work of a scheduler happen until `is_done`.
class Driver {
  public:
    virtual ~Driver() = default;
    virtual Scheduler& scheduler() = 0;
    virtual void run_until(const std::function<bool()>& is_done) = 0;
};

class ThreadedDriver final : public Driver {
  public:
    Scheduler& scheduler() override { return *scheduler_; }
    void run_until(const std::function<bool()>& is_done) override {
        // A test, and the only place that may look again and again.
        const uint64_t end = monotonic_ns() + 20'000'000'000;
        while (!is_done() && monotonic_ns() < end) {
            (void)scheduler_->sleep_until_unix_ms(unix_time_ms() + 1, std::stop_token());
        }
        ASSERT_TRUE(is_done());
    }

  private:
    std::unique_ptr<Scheduler> scheduler_ = make_threaded_scheduler();
};

class VirtualDriver final : public Driver {
  public:
    Scheduler& scheduler() override { return *scheduler_; }
    void run_until(const std::function<bool()>& is_done) override {
        while (!is_done() && time_.run_next()) {
        }
        ASSERT_TRUE(is_done());
    }

  private:
    VirtualTime time_{1};
    std::unique_ptr<Scheduler> scheduler_ = time_.make_scheduler({.label = "node"});
};

template <class D>
class SchedulerTest : public testing::Test {
  protected:
    D driver_;
    Scheduler& scheduler_ = driver_.scheduler();
};
using Drivers = testing::Types<ThreadedDriver, VirtualDriver>;
TYPED_TEST_SUITE(SchedulerTest, Drivers);

TYPED_TEST(SchedulerTest, ALaneRunsItsTasksInOrderOneAtATime) {
    const auto lane = this->scheduler_.make_lane({.name = "test", .max_waiting = 10'000});
    std::atomic<int> inside = 0;
    std::vector<int> order;
    std::atomic<int> done = 0;
    for (int i = 0; i < 1000; ++i) {
        ASSERT_TRUE(lane->post([&, i] {
            EXPECT_EQ(inside.fetch_add(1), 0);
            order.push_back(i);
            inside.fetch_sub(1);
            ++done;
        }));
    }
    this->driver_.run_until([&] { return done == 1000; });
    EXPECT_TRUE(std::ranges::is_sorted(order));
}

TYPED_TEST(SchedulerTest, AFullLaneRefusesAndCallsWhenThereIsRoom) {
    const auto lane = this->scheduler_.make_lane({.name = "test", .max_waiting = 4});
    std::promise<void> go;
    std::atomic<int> done = 0;
    std::atomic<bool> has_room = false;
    if constexpr (std::is_same_v<TypeParam, ThreadedDriver>) {
        std::promise<void> begun;
        ASSERT_TRUE(lane->post([&] {
            begun.set_value();
            go.get_future().wait();
        }));
        begun.get_future().wait();
    }
    int taken = 0;
    while (lane->post([&] { ++done; })) ++taken;
    EXPECT_EQ(taken, 4);
    EXPECT_EQ(lane->figures().refused, 1u);
    EXPECT_EQ(lane->figures().waiting, 4u);
    lane->on_room([&] {
        EXPECT_GE(done, 3);
        has_room = true;
    });
    EXPECT_TRUE(lane->post_always([&] { ++done; }));
    go.set_value();
    this->driver_.run_until([&] { return has_room && done == 5; });
}

TYPED_TEST(SchedulerTest, TimersRunAtTheirTimesAndCanBeCancelled) {
    const auto lane = this->scheduler_.make_lane({.name = "test", .max_timers = 3});
    const uint64_t begin = this->scheduler_.now_ms();
    std::vector<int> order;
    std::atomic<bool> done = false;
    const auto late = lane->post_after(40, [&] {
        order.push_back(2);
        EXPECT_GE(this->scheduler_.now_ms() - begin, 40u);
        done = true;
    });
    const auto cancelled = lane->post_after(5, [&] { order.push_back(9); });
    (void)lane->post_after(20, [&] { order.push_back(1); });
    ASSERT_TRUE(late && cancelled);
    EXPECT_FALSE(lane->post_after(1, [] {})) << "three timers are the bound";
    EXPECT_TRUE(lane->cancel(*cancelled));
    EXPECT_FALSE(lane->cancel(*cancelled));
    this->driver_.run_until([&] { return done.load(); });
    EXPECT_EQ(order, (std::vector<int>{1, 2}));
    EXPECT_FALSE(lane->cancel(*late));
}

TYPED_TEST(SchedulerTest, AClosedLaneDestroysWhatWaitsAndTakesNothing) {
    const auto lane = this->scheduler_.make_lane({.name = "test"});
    const auto owned = std::make_shared<int>(1);
    (void)lane->post_after(60'000, [owned] { FAIL(); });
    (void)lane->post_after(3'600'000, [owned] { FAIL(); });
    lane->close();
    EXPECT_EQ(owned.use_count(), 1);
    EXPECT_TRUE(lane->stop_token().stop_requested());
    EXPECT_FALSE(lane->post([] { FAIL(); }));
    EXPECT_FALSE(lane->post_always([] { FAIL(); }));
    EXPECT_FALSE(lane->post_after(0, [] { FAIL(); }));
    lane->on_room([] { FAIL(); });
}

TYPED_TEST(SchedulerTest, ATaskMayDestroyItsOwnLane) {
    auto lane = this->scheduler_.make_lane({.name = "test"});
    std::atomic<bool> done = false;
    Lane* const raw = lane.get();
    ASSERT_TRUE(raw->post([&done, lane = std::move(lane)]() mutable {
        lane.reset();
        done = true;
    }));
    this->driver_.run_until([&] { return done.load(); });
}

TYPED_TEST(SchedulerTest, BlockingWorkRunsAndHearsOfTheStop) {
    std::atomic<bool> done = false;
    ASSERT_TRUE(this->scheduler_.post(WorkClass::kCpu, [&](const std::stop_token& stop) {
        EXPECT_FALSE(stop.stop_requested());
        done = true;
    }));
    this->driver_.run_until([&] { return done.load(); });
    const auto lane = this->scheduler_.make_lane({.name = "test"});
    this->scheduler_.request_stop();
    EXPECT_FALSE(this->scheduler_.post(WorkClass::kCpu, [](const std::stop_token&) {}));
    EXPECT_TRUE(lane->stop_token().stop_requested());
    std::atomic<bool> still = false;
    EXPECT_TRUE(lane->post([&] { still = true; })) << "parts end in good order after the request";
    this->driver_.run_until([&] { return still.load(); });
    EXPECT_FALSE(this->scheduler_.sleep_until_unix_ms(UINT64_MAX, this->scheduler_.stop_token()));
}

TYPED_TEST(SchedulerTest, ParallelWorkIsDoneWholeWhenItReturns) {
    std::vector<std::atomic<int>> seen(1000);
    this->scheduler_.run_parallel(4, seen.size(), [&](size_t worker, size_t i) {
        EXPECT_LT(worker, 4u);
        ++seen[i];
    });
    for (const auto& one : seen) EXPECT_EQ(one, 1);
    this->scheduler_.run_parallel(4, 0, [](size_t, size_t) { FAIL(); });
}

TYPED_TEST(SchedulerTest, FiguresNameEachLane) {
    const auto a = this->scheduler_.make_lane({.name = "b"});
    const auto b = this->scheduler_.make_lane({.name = "a"});
    std::atomic<int> done = 0;
    (void)a->post([&] { ++done; });
    (void)a->post_after(0, [&] { ++done; });
    this->driver_.run_until([&] { return done == 2 && a->figures().executed == 2; });
    const auto figures = this->scheduler_.lane_figures();
    ASSERT_EQ(figures.size(), 2u);
    EXPECT_EQ(figures[0].name, "a");
    EXPECT_EQ(figures[1].executed, 2u);
    EXPECT_EQ(figures[1].timers, 0u);
}

TEST(ThreadedScheduler, CloseWaitsForTheTaskThatRuns) {
    const auto scheduler = make_threaded_scheduler();
    const auto lane = scheduler->make_lane({.name = "test"});
    std::latch begun(1);
    std::atomic<bool> ended = false;
    (void)lane->post([&] {
        begun.count_down();
        (void)scheduler->sleep_until_unix_ms(scheduler->unix_now_ms() + 30, std::stop_token());
        ended = true;
    });
    begun.wait();
    lane->close();
    EXPECT_TRUE(ended);
}

TEST(ThreadedScheduler, AStopEndsASleep) {
    auto scheduler = make_threaded_scheduler();
    Scheduler* const running = scheduler.get();  // reset() forgets it before it waits
    std::latch begun(1);
    std::atomic<bool> slept_on = true;
    ASSERT_TRUE(scheduler->post(WorkClass::kRuntime, [&](const std::stop_token& stop) {
        begun.count_down();
        slept_on = running->sleep_until_unix_ms(UINT64_MAX, stop);
    }));
    begun.wait();
    scheduler->request_stop();
    scheduler.reset();  // waits for it
    EXPECT_FALSE(slept_on);
}

TEST(ThreadedScheduler, ClassesDoNotWaitForEachOther) {
    const auto scheduler = make_threaded_scheduler(std::make_shared<ThreadPools>(ThreadCounts{.core = 1, .rpc = 1}));
    std::promise<void> go;
    std::promise<void> done;
    const auto wait = go.get_future().share();
    for (int i = 0; i < 8; ++i) (void)scheduler->post(WorkClass::kRpc, [wait](const std::stop_token&) { wait.wait(); });
    const auto lane = scheduler->make_lane({.name = "test"});
    (void)lane->post([&] { done.set_value(); });
    done.get_future().wait();
    go.set_value();
}

TEST(ThreadedScheduler, TwoNodesShareThreadsButNotTheirStop) {
    const auto pools = std::make_shared<ThreadPools>();
    const auto one = make_threaded_scheduler(pools, "one");
    const auto other = make_threaded_scheduler(pools, "other");
    one->request_stop();
    EXPECT_FALSE(other->stop_token().stop_requested());
    std::promise<void> done;
    ASSERT_TRUE(other->post(WorkClass::kCpu, [&](const std::stop_token&) { done.set_value(); }));
    done.get_future().wait();
    EXPECT_EQ(other->label(), "other");
}

TEST(VirtualScheduler, ASeedIsAWorld) {
    const auto run = [](uint64_t seed) {
        VirtualTime time(seed);
        const auto a = time.make_scheduler({.label = "a"});
        const auto b = time.make_scheduler({.label = "b"});
        const auto lane_a = a->make_lane({.name = "x"});
        const auto lane_b = b->make_lane({.name = "x"});
        std::string order;
        for (int i = 0; i < 50; ++i) {
            (void)lane_a->post([&] { order += 'a'; });
            (void)lane_b->post([&] { order += 'b'; });
        }
        while (time.run_next()) {
        }
        return std::make_pair(order, time.trace_hash());
    };
    EXPECT_EQ(run(1), run(1));
    EXPECT_NE(run(1).first, run(2).first);
    EXPECT_NE(run(1).second, run(2).second);
}

/// Two threads for three lanes of a class, and a task takes ten milliseconds.
TEST(VirtualScheduler, TasksMayTakeTimeAndThreads) {
    VirtualTime time(1);
    VirtualNodeOptions options{.max_task_delay_us = 0};
    options.task_us = [](const LaneOptions&) { return 10'000; };
    options.threads[static_cast<size_t>(WorkClass::kGuest)] = 2;
    const auto scheduler = time.make_scheduler(std::move(options));
    std::vector<std::unique_ptr<Lane>> lanes;
    for (const char* name : {"a", "b", "c"}) {
        lanes.push_back(scheduler->make_lane({.name = name, .runs_on = WorkClass::kGuest}));
    }
    lanes.push_back(scheduler->make_lane({.name = "d", .runs_on = WorkClass::kConsensus}));
    std::map<std::string, std::vector<uint64_t>> begun_us;
    const auto note = [&](const std::string& name) { begun_us[name].push_back(time.now_us()); };
    for (const auto& lane : lanes) {
        for (int i = 0; i < 2; ++i) ASSERT_TRUE(lane->post([&, name = lane->figures().name] { note(name); }));
    }
    time.run_until_ms(1'000);
    using Times = std::vector<uint64_t>;
    EXPECT_EQ(begun_us["a"], (Times{0, 10'000}));
    EXPECT_EQ(begun_us["c"], (Times{10'000, 20'000})) << "when a thread was free";
    EXPECT_EQ(begun_us["b"], (Times{0, 20'000})) << "behind those that waited before";
    EXPECT_EQ(begun_us["d"], (Times{0, 10'000})) << "another class";
    EXPECT_EQ(lanes[1]->figures().longest_wait_us, 20'000u);
    EXPECT_EQ(lanes[3]->figures().longest_wait_us, 10'000u);

    // A lane that is closed while it waits, or while its task is busy, takes no thread with it.
    for (const auto& lane : lanes) ASSERT_TRUE(lane->post([&, name = lane->figures().name] { note(name); }));
    time.run_until_ms(1'005);
    lanes[0].reset();
    lanes[2].reset();
    ASSERT_TRUE(lanes[1]->post([&] { note("last"); }));
    time.run_until_ms(2'000);
    EXPECT_EQ(begun_us["last"], (Times{1'010'000}));
    EXPECT_EQ(begun_us["c"].size(), 2u) << "closed before it had a thread";
}

TEST(VirtualScheduler, WhatADestroyedNodePlannedDoesNotHappen) {
    VirtualTime time(1);
    auto node = time.make_scheduler({});
    auto lane = node->make_lane({.name = "x"});
    (void)lane->post([] { FAIL(); });
    (void)lane->post_after(5, [] { FAIL(); });
    (void)node->post(WorkClass::kCpu, [](const std::stop_token&) { FAIL(); });
    lane.reset();
    node.reset();
    EXPECT_FALSE(time.run_next());
}

TEST(VirtualScheduler, ClocksMayBeOffAndSleepersSeeTheirOwnTime) {
    VirtualTime time(1, 1000);
    const auto node = time.make_scheduler({.unix_skew_ms = [] { return -300; }, .max_task_delay_us = 0});
    EXPECT_EQ(node->unix_now_ms(), 700u);
    bool done = false;
    (void)node->post(WorkClass::kRuntime, [&](const std::stop_token& stop) {
        EXPECT_TRUE(node->sleep_until_unix_ms(5700, stop));
        EXPECT_EQ(node->unix_now_ms(), 5700u);
        EXPECT_EQ(node->now_ms(), 5000u);
        done = true;
    });
    time.run_until_ms(10);
    EXPECT_TRUE(done);
    EXPECT_EQ(node->unix_now_ms(), 710u);
}

}  // namespace
}  // namespace serinus::platform
