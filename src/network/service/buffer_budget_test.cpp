#include "network/service/buffer_budget.hpp"

#include <gtest/gtest.h>

namespace serinus::network {
namespace {

TEST(BufferBudget, TheOneThatHoldsMostMakesRoomWhenAllHoldTooMuch) {
    BufferBudget budget(100);
    budget.set(1, 40);
    budget.set(2, 60);
    EXPECT_FALSE(budget.find_excess());
    budget.set(3, 1);
    EXPECT_EQ(budget.find_excess(), 2u);
    budget.set(2, 20);
    EXPECT_EQ(budget.total(), 61u);
    EXPECT_FALSE(budget.find_excess());
    budget.set(3, 50);
    EXPECT_EQ(budget.find_excess(), 3u);
    budget.remove(3);
    budget.set(1, 0);
    EXPECT_EQ(budget.total(), 20u);
    budget.remove(7);
    EXPECT_FALSE(budget.find_excess());
}

}  // namespace
}  // namespace serinus::network
