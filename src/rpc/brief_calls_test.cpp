// Brief calls run on the thread of the sockets until one of them waits for the disk.
#include "rpc/brief_calls.hpp"

#include <gtest/gtest.h>

namespace serinus::rpc {
namespace {

constexpr uint64_t kUs = 1'000, kMs = 1'000'000;

uint64_t waits_so_far = 0;
uint64_t waits() noexcept { return waits_so_far; }

class BriefCallsTest : public testing::Test {
  protected:
    BriefCallsTest() { waits_so_far = 0; }
    BriefCalls calls{waits};
};

TEST_F(BriefCallsTest, RunAsLongAsNoneWaitsForTheDisk) {
    for (uint64_t now = 0; now < 100 * kMs; now += kMs) {
        EXPECT_TRUE(calls.may_run(now));
        calls.took(now, now + 50 * kUs);
    }
}

TEST_F(BriefCallsTest, OneThatLostItsProcessorIsNotBlamed) {
    calls.took(0, 5 * kMs);
    EXPECT_TRUE(calls.may_run(5 * kMs));
}

TEST_F(BriefCallsTest, RestAThousandTimesAsLongAsOneThatWaited) {
    ++waits_so_far;
    calls.took(0, 2 * kMs);
    EXPECT_FALSE(calls.may_run(2 * kMs));
    EXPECT_FALSE(calls.may_run(2'001 * kMs));
    EXPECT_TRUE(calls.may_run(2'002 * kMs));
    calls.took(2'002 * kMs, 2'010 * kMs);  // the wait is one that was counted
    EXPECT_TRUE(calls.may_run(2'010 * kMs));
}

// Whatever the disk takes, the sockets are served for all but a thousandth of the time.
TEST_F(BriefCallsTest, WaitAThousandthOfTheTimeAtMost) {
    uint64_t now = 0, waited = 0;
    for (uint64_t i = 0; i < 100; ++i) {
        while (!calls.may_run(now)) now += kMs;
        const uint64_t time = (i % 10 + 1) * kMs;
        ++waits_so_far;
        calls.took(now, now + time);
        now += time;
        waited += time;
    }
    while (!calls.may_run(now)) now += kMs;
    EXPECT_LE(waited * 1'000, now);
}

}  // namespace
}  // namespace serinus::rpc
