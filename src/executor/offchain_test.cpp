#include "executor/offchain.hpp"

#include <gtest/gtest.h>

namespace serinus::executor {
namespace {

TEST(OffchainServices, OfThisMachineHaveTimeAndChanceAndHttp) {
    const auto services = OffchainServices::of_this_machine();
    const uint64_t before = services->now_ms();
    EXPECT_GT(before, 1'600'000'000'000u) << "2020";
    services->sleep_until_ms(before + 20);
    EXPECT_GE(services->now_ms(), before + 20);
    services->sleep_until_ms(0);
    EXPECT_NE(services->random_seed(), services->random_seed());
    EXPECT_NE(services->http, nullptr);
    EXPECT_FALSE(services->submit_transaction) << "the node has to give it";
}

}  // namespace
}  // namespace serinus::executor
