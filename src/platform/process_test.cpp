#include "platform/process.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "platform/files.hpp"

namespace serinus::platform {
namespace {

TEST(StopSignals, WaitingEndsWithTheSignal) {
    const StopSignals signals;
    EXPECT_FALSE(signals.wait_for(0));
    std::thread other([] { ::kill(::getpid(), SIGTERM); });
    EXPECT_TRUE(signals.wait_for(60'000));
    EXPECT_TRUE(signals.wait_for(60'000)) << "it stays requested";
    other.join();
}

TEST(Process, UsageIsThatOfThisProcess) {
    const ProcessUsage usage = process_usage();
    EXPECT_GT(usage.resident_bytes, 1u << 20);
    EXPECT_GE(usage.virtual_bytes, usage.resident_bytes);
    EXPECT_GE(usage.threads, 1u);
    EXPECT_GE(usage.open_files, 3u);
    EXPECT_GE(usage.max_open_files, usage.open_files);
    const double now = static_cast<double>(unix_time_ms()) / 1000;
    EXPECT_LT(usage.start_time_s, now + 2);
    EXPECT_GT(usage.start_time_s, now - 3600);
}

TEST(FreeSpace, IsKnownOfFoldersThatAreThere) {
    EXPECT_GT(free_disk_bytes("/").value_or(0), 0u);
    EXPECT_EQ(free_disk_bytes("/nowhere/at/all"), std::nullopt);
}

}  // namespace
}  // namespace serinus::platform
