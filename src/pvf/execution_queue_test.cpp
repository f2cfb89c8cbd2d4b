#include "pvf/execution_queue.hpp"

#include <gtest/gtest.h>

namespace serinus::pvf {
namespace {

using enum Purpose;

/// The purposes in the order in which so many jobs are taken.
std::vector<Purpose> taken(ExecutionQueue& queue, size_t count) {
    std::vector<Purpose> out;
    while (out.size() < count) {
        const auto job = queue.take(0);
        if (!job) break;
        out.push_back(job->purpose);
    }
    return out;
}

/// How many of each are among the first twelve, if twelve of each of these purposes wait.
std::array<size_t, 4> shares_of(const std::vector<Purpose>& purposes) {
    ExecutionQueue queue;
    for (size_t i = 0; i < ExecutionQueue::kWindow; ++i) {
        for (const Purpose purpose : purposes) queue.add({.id = i, .purpose = purpose, .scheduling_parent = {}}, 0);
    }
    std::array<size_t, 4> out{};
    for (const Purpose purpose : taken(queue, ExecutionQueue::kWindow)) ++out[static_cast<size_t>(purpose)];
    return out;
}

// Observed: the figures of the queue's own tests in polkadot-node-core-pvf 36.0.0.
TEST(ExecutionQueue, SharesAreThoseOfTheReference) {
    using Shares = std::array<size_t, 4>;
    EXPECT_EQ(shares_of({kDispute, kApproval, kBackingOfSystem, kBacking}), (Shares{8, 3, 1, 0}));
    EXPECT_EQ(shares_of({kDispute, kApproval, kBacking}), (Shares{8, 3, 0, 1}));
    EXPECT_EQ(shares_of({kApproval, kBackingOfSystem, kBacking}), (Shares{0, 9, 2, 1}));
    EXPECT_EQ(shares_of({kBacking}), (Shares{0, 0, 0, 12}));
}

TEST(ExecutionQueue, BackingIsNotPutOff) {
    ExecutionQueue queue;
    for (uint64_t i = 0; i < 12; ++i) queue.add({.id = i, .purpose = kApproval, .scheduling_parent = {}}, 0);
    queue.add({.id = 99, .purpose = kBacking, .scheduling_parent = {}}, 0);
    EXPECT_EQ(taken(queue, 4), (std::vector{kApproval, kBacking, kApproval, kApproval}));
}

TEST(ExecutionQueue, JobsOfAPurposeGoInTheOrderOfTheirComing) {
    ExecutionQueue queue;
    for (uint64_t i = 0; i < 3; ++i) queue.add({.id = i, .purpose = kApproval, .scheduling_parent = {}}, 0);
    for (uint64_t i = 0; i < 3; ++i) EXPECT_EQ(queue.take(0)->id, i);
    EXPECT_FALSE(queue.take(0).has_value());
}

TEST(ExecutionQueue, JobsThatNoLeafNeedsEnd) {
    const auto block = [](uint8_t number) {
        Hash256 out;
        out.bytes[0] = number;
        return out;
    };
    ExecutionQueue queue;
    queue.add({.id = 1, .purpose = kBacking, .scheduling_parent = block(1)}, 0);
    queue.add({.id = 2, .purpose = kBackingOfSystem, .scheduling_parent = block(2)}, 0);
    queue.add({.id = 3, .purpose = kBacking, .scheduling_parent = block(3)}, 0);
    queue.add({.id = 4, .purpose = kApproval, .scheduling_parent = block(1)}, 0);
    queue.add({.id = 5, .purpose = kDispute, .scheduling_parent = block(1)}, 0);
    const auto gone = queue.update_leaves({block(3), block(4)});
    ASSERT_EQ(gone.size(), 2u);
    EXPECT_EQ(gone[0].id + gone[1].id, 3u);
    EXPECT_EQ(queue.size(), 3u) << "approvals and disputes go on";
    EXPECT_EQ(queue.size_of(kBacking), 1u);
}

TEST(ExecutionQueue, AJobIsCancelled) {
    ExecutionQueue queue;
    queue.add({.id = 1, .purpose = kDispute, .scheduling_parent = {}}, 0);
    EXPECT_TRUE(queue.cancel(1));
    EXPECT_FALSE(queue.cancel(1));
    EXPECT_EQ(queue.size(), 0u);
}

TEST(ExecutionQueue, CountsHowLongJobsWaited) {
    ExecutionQueue queue;
    queue.add({.id = 1, .purpose = kBacking, .scheduling_parent = {}}, 100);
    queue.add({.id = 2, .purpose = kBacking, .scheduling_parent = {}}, 200);
    queue.take(350);
    queue.take(1200);
    const WaitingFigures& waited = queue.waited()[static_cast<size_t>(kBacking)];
    EXPECT_EQ(waited.total_ms, 1250u);
    EXPECT_EQ(waited.jobs[4], 1u) << "up to 250 ms";
    EXPECT_EQ(waited.jobs[6], 1u) << "up to a second";
    EXPECT_EQ(queue.waited()[static_cast<size_t>(kDispute)], WaitingFigures());
}

TEST(ExecutionQueue, WhatWaitedLongerThanAllBoundsIsCountedToo) {
    WaitingFigures figures;
    figures.add(24'000);
    figures.add(24'001);
    EXPECT_EQ(figures.jobs[11], 1u);
    EXPECT_EQ(figures.jobs[12], 1u);
    EXPECT_EQ(figures.total_ms, 48'001u);
}

}  // namespace
}  // namespace serinus::pvf
