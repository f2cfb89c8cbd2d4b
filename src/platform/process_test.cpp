#include "platform/process.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <thread>

#include "platform/files.hpp"

namespace serinus::platform {
namespace {

TEST(StopSignals, WaitingEndsWithTheSignal) {
    const StopSignals signals;
    EXPECT_FALSE(signals.stop_requested());
    std::thread other([] { ::kill(::getpid(), SIGTERM); });
    signals.wait();
    EXPECT_TRUE(signals.stop_requested());
    signals.wait();  // it stays requested
    other.join();
}

TEST(StopSignals, WaitingEndsWithAWake) {
    const StopSignals signals;
    std::thread other([&] { signals.wake(); });
    signals.wait();
    EXPECT_FALSE(signals.stop_requested());
    other.join();
}

TEST(StopSignals, AHangUpIsAStopUnlessItIsIgnored) {
    {
        const StopSignals signals;
        ::raise(SIGHUP);
        EXPECT_TRUE(signals.stop_requested());
    }
    const auto old = ::signal(SIGHUP, SIG_IGN);
    {
        const StopSignals signals;
        ::raise(SIGHUP);
        EXPECT_FALSE(signals.stop_requested());
    }
    ::signal(SIGHUP, old);
}

TEST(StopSignals, AClosedPipeIsAnErrorAndNoEnd) {
    const StopSignals signals;
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    ::close(ends[0]);
    EXPECT_EQ(::write(ends[1], "", 1), -1);
    EXPECT_EQ(errno, EPIPE);
    ::close(ends[1]);
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

TEST(Process, TheLimitOfOpenFilesIsAsHighAsTheSystemAllows) {
    const uint64_t before = process_usage().max_open_files;
    const uint64_t limit = raise_open_files_limit();
    EXPECT_GE(limit, before);
    EXPECT_EQ(process_usage().max_open_files, limit);
    EXPECT_EQ(raise_open_files_limit(), limit);
}

}  // namespace
}  // namespace serinus::platform
