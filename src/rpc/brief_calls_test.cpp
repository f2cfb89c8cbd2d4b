// Brief calls run on the thread of the sockets until one of them is not brief.
#include "rpc/brief_calls.hpp"

#include <gtest/gtest.h>

namespace serinus::rpc {
namespace {

constexpr uint64_t kUs = 1'000, kMs = 1'000'000;

TEST(BriefCalls, RunAsLongAsTheyAreBrief) {
    BriefCalls calls;
    for (uint64_t now = 0; now < 100 * kMs; now += kMs) {
        EXPECT_TRUE(calls.may_run(now));
        calls.took(now, now + 150 * kUs);
    }
}

TEST(BriefCalls, RestAThousandTimesAsLongAsOneThatWasNot) {
    BriefCalls calls;
    calls.took(0, 2 * kMs);
    EXPECT_FALSE(calls.may_run(2 * kMs));
    EXPECT_FALSE(calls.may_run(2'001 * kMs));
    EXPECT_TRUE(calls.may_run(2'002 * kMs));
}

// Whatever the disk takes, the sockets are served for all but a thousandth of the time.
TEST(BriefCalls, TakeAThousandthOfTheTimeAtMost) {
    BriefCalls calls;
    uint64_t now = 0, waited = 0;
    for (uint64_t i = 0; i < 100; ++i) {
        while (!calls.may_run(now)) now += kMs;
        const uint64_t time = (i % 10 + 1) * kMs;
        calls.took(now, now + time);
        now += time;
        waited += time;
    }
    EXPECT_LE(waited * 990, now);
}

}  // namespace
}  // namespace serinus::rpc
