#include "node/disk_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/virtual_scheduler.hpp"

namespace serinus::node {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(DiskWatch, ReportsOnceWhenTooLittleIsFree) {
    platform::VirtualTime time(1);
    const auto scheduler = time.make_scheduler({});
    std::optional<uint64_t> free = 100u << 20;
    std::vector<std::string> reports;
    DiskWatch watch(*scheduler,
                    {.folder = "/db",
                     .min_free_bytes = 64u << 20,
                     .interval_ms = 5000,
                     .free_bytes = [&](const std::string&) { return free; }},
                    [&](std::string reason) { reports.push_back(std::move(reason)); });
    time.run_until_ms(20'000);
    EXPECT_THAT(reports, ElementsAre());
    free = std::nullopt;  // the system does not say: no reason to end
    time.run_until_ms(40'000);
    EXPECT_THAT(reports, ElementsAre());
    free = 63u << 20;
    time.run_until_ms(60'000);
    EXPECT_THAT(reports, ElementsAre(HasSubstr("only 63 MiB are free on the disk of /db, less than the 64 MiB")));
}

}  // namespace
}  // namespace serinus::node
