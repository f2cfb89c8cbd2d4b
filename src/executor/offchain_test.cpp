#include "executor/offchain.hpp"

#include <gtest/gtest.h>

#include "platform/virtual_scheduler.hpp"

namespace serinus::executor {
namespace {

TEST(OffchainServices, TakeTimeSleepAndRandomnessFromTheScheduler) {
    platform::VirtualTime time(1);
    const auto scheduler = time.make_scheduler({});
    const auto services = OffchainServices::of(*scheduler);
    const uint64_t before = services->now_ms();
    EXPECT_EQ(before, scheduler->unix_now_ms());
    EXPECT_TRUE(services->sleep_until_ms(0, {}));
    EXPECT_NE(services->random_seed(), services->random_seed());
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(services->sleep_until_ms(before + 1000, stop.get_token()));
    EXPECT_EQ(services->http, nullptr);
    EXPECT_FALSE(services->submit_transaction) << "the node has to give it";
}

}  // namespace
}  // namespace serinus::executor
