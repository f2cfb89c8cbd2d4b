#include "platform/workers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <thread>
#include <vector>

namespace serinus::platform {
namespace {

TEST(Workers, OneThreadRunsTasksInTheOrderOfPosting) {
    std::vector<int> done;
    {
        Workers workers(1);
        for (int i = 0; i < 100; ++i) ASSERT_TRUE(workers.post([&done, i] { done.push_back(i); }));
    }
    ASSERT_EQ(done.size(), 100u) << "the end runs what was posted";
    for (int i = 0; i < 100; ++i) EXPECT_EQ(done[static_cast<size_t>(i)], i);
}

TEST(Workers, TasksRunSideBySide) {
    std::latch both(2);
    Workers workers(2);
    for (int i = 0; i < 2; ++i) workers.post([&both] { both.arrive_and_wait(); });
    both.wait();
}

TEST(Workers, MoreThanAllowedToWaitIsRefused) {
    std::latch running(1);
    std::latch go(1);
    Workers workers(1, 2);
    ASSERT_TRUE(workers.post([&] {
        running.count_down();
        go.wait();
    }));
    running.wait();
    EXPECT_TRUE(workers.post([] {}));
    EXPECT_TRUE(workers.post([] {}));
    EXPECT_FALSE(workers.post([] {}));
    EXPECT_EQ(workers.waiting(), 2u);
    go.count_down();
}

TEST(Workers, LaterTasksRunByTheirTime) {
    std::vector<int> done;
    std::latch all(2);
    Workers workers(1);
    workers.post_after(20, [&] {
        done.push_back(2);
        all.count_down();
    });
    workers.post_after(1, [&] {
        done.push_back(1);
        all.count_down();
    });
    all.wait();
    EXPECT_EQ(done, (std::vector<int>{1, 2}));
}

TEST(Workers, AfterStopNothingRuns) {
    std::atomic<int> ran = 0;
    Workers workers(2);
    workers.post_after(3'600'000, [&] { ++ran; });
    workers.stop();
    EXPECT_FALSE(workers.post([&] { ++ran; }));
    workers.post_after(0, [&] { ++ran; });
    workers.stop();
    EXPECT_EQ(ran, 0);
}

// A task owns things; what was dropped must let go of them.
TEST(Workers, StopDropsWhatWaits) {
    const auto owned = std::make_shared<int>(1);
    std::latch running(1);
    std::latch go(1);
    Workers workers(1);
    workers.post([&] {
        running.count_down();
        go.wait();
    });
    running.wait();
    workers.post([owned] {});
    workers.post_after(1000, [owned] {});
    go.count_down();
    workers.stop();
    EXPECT_EQ(owned.use_count(), 1);
}

/// Wants something done when it ends, as a session does that is closed.
struct PostsAtItsEnd {
    Workers& workers;
    bool& taken;
    ~PostsAtItsEnd() {
        taken = workers.post([] {});
    }
};

// Otherwise the end would wait for itself.
TEST(Workers, WhatIsDroppedMayPost) {
    bool taken[] = {true, true};
    std::latch running(1);
    std::latch go(1);
    Workers workers(1);
    workers.post([&] {
        running.count_down();
        go.wait();
    });
    running.wait();
    workers.post([owned = std::make_shared<PostsAtItsEnd>(workers, taken[0])] {});
    workers.post_after(3'600'000, [owned = std::make_shared<PostsAtItsEnd>(workers, taken[1])] {});
    std::thread stopping([&] { workers.stop(); });
    while (workers.post([] {})) std::this_thread::yield();  // until the stop has begun
    go.count_down();
    stopping.join();
    EXPECT_FALSE(taken[0]);
    EXPECT_FALSE(taken[1]);
}

}  // namespace
}  // namespace serinus::platform
