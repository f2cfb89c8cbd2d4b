#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"
#include "tests/support/json.hpp"

namespace serinus::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::vector<std::string> quick(const TemporaryFolder& folder, std::vector<std::string> more) {
    more.insert(more.begin(), {"benchmark", "machine", "-d", folder.path(), "--hash-duration", "0.01",
                               "--verify-duration", "0.01", "--memory-duration", "0.01", "--disk-duration", "0.01"});
    return more;
}

// Observed: the table and its rows are those of `polkadot benchmark machine` 1.25.1.
TEST(BenchmarkMachine, PrintsATableBesideTheReferenceHardware) {
    const TemporaryFolder folder;
    const Outcome outcome = run_serinus(quick(folder, {"--allow-fail"}));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out,
                AllOf(HasSubstr("| Category | Function "), HasSubstr("| CPU      | BLAKE2-256 "),
                      HasSubstr("| 637.62 KiB/s "), HasSubstr("| Memory   | Copy "), HasSubstr("| 11.49 GiB/s "),
                      HasSubstr("| Disk     | Rnd Write "), HasSubstr("From 6 benchmarks in total, ")));
}

TEST(BenchmarkMachine, PrintsJson) {
    const TemporaryFolder folder;
    const Outcome outcome = run_serinus(quick(folder, {"--json", "--tolerance", "100"}));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;  // nothing fails with that tolerance
    const auto scores = Json::parse(outcome.out).items();
    ASSERT_EQ(scores.size(), 6u);
    for (const Json& score : scores) EXPECT_GT(score["bytesPerSecond"].unsigned_integer(), 0u);
    EXPECT_EQ(scores[4]["minimumBytesPerSecond"].unsigned_integer(), 950u << 20);
}

TEST(BenchmarkMachine, AFolderThatCannotBeWrittenIsAFailure) {
    const TemporaryFolder folder;
    const Outcome outcome = run_serinus({"benchmark", "machine", "-d", folder.save("file", "") + "/below"});
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("cannot create the folder"));
}

}  // namespace
}  // namespace serinus::test
