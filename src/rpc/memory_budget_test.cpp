#include "rpc/memory_budget.hpp"

#include <gtest/gtest.h>

namespace serinus::rpc {
namespace {

constexpr size_t kMuch = UnusedMemory::kWorthwhileBytes;
constexpr uint64_t kInterval = UnusedMemory::kMinIntervalMs;

TEST(MemoryBudgets, RememberTheirPeak) {
    const auto budget = std::make_shared<MemoryBudget>(100);
    {
        Charge charge;
        EXPECT_TRUE(charge.take(budget, MemoryOwner::kRequests, 60));
        EXPECT_FALSE(charge.take(budget, MemoryOwner::kRequests, 60));
        EXPECT_EQ(budget->peak(), 60u) << "what was refused was never there";
    }
    EXPECT_EQ(budget->used(), 0u);
    EXPECT_EQ(budget->peak(), 60u);
    budget->forget_peak();
    EXPECT_EQ(budget->peak(), 0u);
}

TEST(UnusedMemories, GoBackOnceMostOfThemIsFree) {
    const auto budget = std::make_shared<MemoryBudget>();
    UnusedMemory unused;
    Charge held, freed;
    EXPECT_TRUE(held.take(budget, MemoryOwner::kMessages, kMuch / 4));
    EXPECT_FALSE(unused.should_release(*budget, 1)) << "too little";
    EXPECT_TRUE(freed.take(budget, MemoryOwner::kRequests, kMuch * 3 / 4));
    EXPECT_FALSE(unused.should_release(*budget, 1)) << "all of it is used";
    {
        const Charge ended = std::move(freed);
    }
    EXPECT_EQ(budget->used(), kMuch / 4);
    EXPECT_TRUE(unused.should_release(*budget, 1));
    EXPECT_FALSE(unused.should_release(*budget, 2)) << "it is done";
}

TEST(UnusedMemories, AreNotGivenBackAllTheTime) {
    const auto budget = std::make_shared<MemoryBudget>();
    UnusedMemory unused;
    const auto fill = [&] {
        Charge charge;
        EXPECT_TRUE(charge.take(budget, MemoryOwner::kRequests, kMuch));
    };
    fill();
    EXPECT_TRUE(unused.should_release(*budget, 1));
    fill();
    EXPECT_FALSE(unused.should_release(*budget, kInterval));
    EXPECT_TRUE(unused.should_release(*budget, 1 + kInterval)) << "not forgotten";
    EXPECT_FALSE(unused.should_release(*budget, 1 + 3 * kInterval));
}

}  // namespace
}  // namespace serinus::rpc
