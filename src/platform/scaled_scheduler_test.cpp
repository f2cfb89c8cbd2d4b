#include "platform/scaled_scheduler.hpp"

#include <gtest/gtest.h>

#include "platform/virtual_scheduler.hpp"

namespace serinus::platform {
namespace {

TEST(ClockRate, IsTheMachinesClockUpToAMomentAndFasterFromThenOn) {
    const ClockRate clock{.rate = 10, .since_unix_ms = 5'000};
    EXPECT_EQ(clock.from_machine_ms(4'999), 4'999u);
    EXPECT_EQ(clock.from_machine_ms(5'000), 5'000u);
    EXPECT_EQ(clock.from_machine_ms(5'007), 5'070u);
    EXPECT_EQ(clock.to_machine_ms(4'999), 4'999u);
    EXPECT_EQ(clock.to_machine_ms(5'070), 5'007u);
    EXPECT_EQ(clock.to_machine_ms(5'071), 5'008u) << "not before the time has come";
}

TEST(ClockRate, IsWrittenWithTheMomentFromWhichItRuns) {
    EXPECT_EQ(parse_clock_rate("10@1764201600000"), (ClockRate{10, 1'764'201'600'000}));
    EXPECT_EQ((ClockRate{10, 1'764'201'600'000}).to_string(), "10@1764201600000");
    EXPECT_EQ(parse_clock_rate("1@0"), (ClockRate{1, 0}));
    for (const char* const text : {"", "10", "@5", "10@", "0@5", "101@5", "-1@5", "1.5@5", "10@5 ", "10@5@6"}) {
        EXPECT_EQ(parse_clock_rate(text), std::nullopt) << text;
    }
}

class ScaledTime : public testing::Test {
  protected:
    VirtualTime time{1};
    const std::unique_ptr<Scheduler> machine = time.make_scheduler({});
    const ClockRate clock{.rate = 10, .since_unix_ms = machine->unix_now_ms()};
    const std::unique_ptr<Scheduler> scaled = make_scaled_scheduler(*machine, clock);
};

TEST_F(ScaledTime, BothClocksAreFasterAndTheMachinesAreNot) {
    const uint64_t unix_ms = machine->unix_now_ms(), monotonic = machine->now_ms();
    time.run_until_ms(time.now_ms() + 1'000);
    EXPECT_EQ(scaled->unix_now_ms(), unix_ms + 10'000);
    EXPECT_EQ(scaled->now_ms(), monotonic + 10'000);
    EXPECT_EQ(machine->unix_now_ms(), unix_ms + 1'000);
    EXPECT_EQ(machine->now_ms(), monotonic + 1'000);
}

TEST_F(ScaledTime, TimersOfItsLanesAreFasterThanThoseOfTheMachines) {
    const auto fast = scaled->make_lane({.name = "slots"}), slow = machine->make_lane({.name = "network"});
    const uint64_t begin = time.now_ms();
    uint64_t fast_at = 0, slow_at = 0;
    EXPECT_TRUE(fast->post_after(6'000, [&] { fast_at = time.now_ms() - begin; }));
    EXPECT_TRUE(slow->post_after(6'000, [&] { slow_at = time.now_ms() - begin; }));
    const auto cancelled = fast->post_after(1'000, [] { FAIL() << "it was cancelled"; });
    EXPECT_TRUE(fast->cancel(cancelled.value()));
    time.run_until_ms(begin + 10'000);
    EXPECT_EQ(fast_at, 600u);
    EXPECT_EQ(slow_at, 6'000u);
}

TEST_F(ScaledTime, ATimerIsNotBeforeItsTime) {
    const auto lane = scaled->make_lane({.name = "slots"});
    const uint64_t wanted = scaled->now_ms() + 61;
    uint64_t at = 0;
    EXPECT_TRUE(lane->post_after(61, [&] { at = scaled->now_ms(); }));
    time.run_until_ms(time.now_ms() + 100);
    EXPECT_GE(at, wanted);
}

TEST_F(ScaledTime, TheStopIsThatOfTheMachine) {
    const auto lane = scaled->make_lane({.name = "slots"});
    machine->request_stop();
    EXPECT_TRUE(scaled->stop_token().stop_requested());
    EXPECT_TRUE(lane->stop_token().stop_requested());
}

}  // namespace
}  // namespace serinus::platform
