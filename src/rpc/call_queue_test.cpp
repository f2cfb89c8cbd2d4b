// The queue on real threads. No test measures time: tasks end when the test says so.
#include "rpc/call_queue.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <semaphore>

#include "platform/threaded_scheduler.hpp"

namespace serinus::rpc {
namespace {

constexpr size_t kHeavy = 4;

class CallQueues : public testing::Test {
  protected:
    ~CallQueues() override { queue->close(); }

    /// A call that ends only when it is stopped; then it wants to be made once more, and that ends with the connection.
    void add_endless(uint64_t connection) {
        EXPECT_TRUE(queue->post_repeatable(connection, gone.get_token(), [this](const std::stop_token& turn) {
            ++begun;
            std::binary_semaphore stopped(0);
            const std::stop_callback on_stop(turn, [&] { stopped.release(); });
            stopped.acquire();
            return false;
        }));
    }
    /// Returns when a short call of this connection has run.
    void call(uint64_t connection) {
        std::binary_semaphore done(0);
        EXPECT_TRUE(queue->post_repeatable(connection, {}, [&](const std::stop_token&) {
            done.release();
            return true;
        }));
        done.acquire();
    }

    std::shared_ptr<platform::ThreadPools> pools = std::make_shared<platform::ThreadPools>(
        platform::ThreadCounts{.rpc = kHeavy + CallQueue::long_calls_beside(kHeavy)});
    std::unique_ptr<platform::Scheduler> scheduler = platform::make_threaded_scheduler(pools);
    std::shared_ptr<CallQueue> queue = std::make_shared<CallQueue>(*scheduler, CallQueue::Limits{kHeavy, 1});
    std::stop_source gone;
    std::atomic<size_t> begun = 0;
};

TEST_F(CallQueues, ShortCallsAreMadeWhileEndlessOnesTakeAllThreads) {
    constexpr size_t kEndless = 32;
    for (size_t i = 0; i < kEndless; ++i) add_endless(1 + i % 2);
    for (int i = 0; i < 20; ++i) call(3);
    EXPECT_LE(queue->figures(Cost::kHeavy).running, kHeavy + CallQueue::long_calls_beside(kHeavy));
    EXPECT_LE(queue->long_calls(), CallQueue::long_calls_beside(kHeavy));
    gone.request_stop();
    queue->close();
    EXPECT_LE(begun, 2 * kEndless) << "each is begun twice at most";
}

TEST_F(CallQueues, AConnectionAloneIsNotStopped) {
    for (size_t i = 0; i < 2 * kHeavy; ++i) add_endless(1);
    while (queue->figures(Cost::kHeavy).running < kHeavy / 2 + 1) std::this_thread::yield();
    EXPECT_EQ(queue->long_calls(), 1u) << "half of the places for long ones";
    EXPECT_LE(begun, kHeavy / 2 + 1);
    gone.request_stop();
}

TEST_F(CallQueues, WhatGaveWayEndsWithItsConnection) {
    std::atomic<int> destroyed = 0;
    const auto count = std::shared_ptr<void>(nullptr, [&](void*) { ++destroyed; });
    std::stop_source connection;
    for (int i = 0; i < 8; ++i) {
        EXPECT_TRUE(queue->post_repeatable(1, connection.get_token(), [count](const std::stop_token& turn) {
            std::binary_semaphore stopped(0);
            const std::stop_callback on_stop(turn, [&] { stopped.release(); });
            stopped.acquire();
            return false;
        }));
    }
    call(2);
    connection.request_stop();
    // Those that waited run, find the end, and are not kept.
    while (queue->figures(Cost::kHeavy).running + queue->figures(Cost::kHeavy).waiting > 0) std::this_thread::yield();
    EXPECT_EQ(count.use_count(), 1);
}

TEST_F(CallQueues, ClosingDropsWhatGaveWay) {
    for (size_t i = 0; i < 32; ++i) add_endless(1 + i % 2);
    call(3);
    gone.request_stop();
    queue->close();
    EXPECT_EQ(queue->figures(Cost::kHeavy).waiting, 0u);
    EXPECT_EQ(queue->figures(Cost::kHeavy).running, 0u);
    EXPECT_FALSE(queue->post_repeatable(1, {}, [](const std::stop_token&) { return true; }));
}

}  // namespace
}  // namespace serinus::rpc
