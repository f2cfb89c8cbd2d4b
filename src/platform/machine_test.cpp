#include "platform/machine.hpp"

#include <gtest/gtest.h>

namespace serinus::platform {
namespace {

TEST(Machine, HasProcessorsAndMemory) {
    EXPECT_GE(processor_count(), 1u);
    EXPECT_GT(memory_bytes(), uint64_t{64} << 20);
}

TEST(Machine, AFolderInMemoryIsNoPlaceForADatabase) {
    EXPECT_EQ(slow_file_system_of("/dev/shm"), "tmpfs");
    EXPECT_EQ(slow_file_system_of("/no/such/folder"), "");
}

TEST(Machine, TheClocksErrorIsNoNegativeTime) {
    const auto state = clock_state();
    if (state) EXPECT_GE(state->max_error_s, 0);
}

TEST(Machine, AFileThatOthersMayReadIsFound) {
    EXPECT_TRUE(is_open_to_others("/proc/self/stat"));
    EXPECT_FALSE(is_open_to_others("/no/such/file"));
}

}  // namespace
}  // namespace serinus::platform
