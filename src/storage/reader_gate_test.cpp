#include "storage/reader_gate.hpp"

#include <gtest/gtest.h>

#include "platform/threaded_scheduler.hpp"

namespace serinus::storage {
namespace {

using std::chrono::milliseconds;

TEST(ReaderGate, IsClosedOnlyWithoutReaders) {
    ReaderGate gate;
    EXPECT_TRUE(gate.close(milliseconds(0)));
    gate.open();
    gate.enter();
    gate.enter();
    EXPECT_FALSE(gate.close(milliseconds(0)));
    gate.leave();
    EXPECT_FALSE(gate.close(milliseconds(1)));
    gate.enter();
    gate.leave();
    gate.leave();
    EXPECT_TRUE(gate.close(milliseconds(0)));
    gate.open();
}

TEST(ReaderGate, ReadersAndTheCloserAreNeverInsideTogether) {
    const auto scheduler =
        platform::make_threaded_scheduler(std::make_shared<platform::ThreadPools>(platform::ThreadCounts{.cpu = 4}));
    ReaderGate gate;
    int guarded = 0;  // ThreadSanitizer sees an access that is not ordered
    std::atomic<int> closed = 0;
    scheduler->run_parallel(4, 4, [&](size_t, size_t part) {
        for (int i = 0; i < 2000; ++i) {
            if (part == 0) {
                if (!gate.close(milliseconds(1000))) continue;
                ++guarded;
                ++closed;
                gate.open();
            } else {
                gate.enter();
                EXPECT_GE(guarded, 0);
                gate.leave();
            }
        }
    });
    EXPECT_EQ(guarded, closed.load());
    EXPECT_GT(guarded, 0);
}

}  // namespace
}  // namespace serinus::storage
