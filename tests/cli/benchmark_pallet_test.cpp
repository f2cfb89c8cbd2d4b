// serinus benchmark pallet on the example's runtime.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"
#include "tests/support/data.hpp"

namespace serinus::test {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

const std::string kModule = SERINUS_BUILD "/example_benchmarks.wasm";

Outcome measure(std::vector<std::string> more) {
    more.insert(more.begin(), {"benchmark", "pallet", "--runtime", kModule, "--steps", "3", "--repeat", "3"});
    return run_serinus(more);
}

TEST(BenchmarkPallet, PrintsWhatCallsCost) {
    const Outcome outcome = measure({});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    for (const auto* call : {"| Locker   | fill ", "| Locker   | empty ", "| Balances | transfer_keep_alive ",
                             "| System   | remark ", "| System   | kill_prefix "}) {
        EXPECT_THAT(outcome.out, HasSubstr(call));
    }
}

// Accesses are counted, not timed, so they are known: fill reads locker and list, and writes them, beside the account
// that signs; a transfer reads and writes the account that it goes to; kill_storage writes each key.
TEST(BenchmarkPallet, WritesAHeaderForEachPallet) {
    const TemporaryFolder folder;
    const Outcome outcome = measure({"--output", folder.path(), "--namespace", "mine"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    const std::string locker = read_file(folder / "locker.hpp");
    EXPECT_THAT(locker,
                AllOf(HasSubstr("namespace serinus::mine {"), HasSubstr("pallet_locker::Weights<"),
                      ContainsRegex("\\.fill = \\{[0-9']+, [0-9']+, 2, 2, \\{\\{[0-9']+, [0-9']+, 0, 0\\}\\}\\},")));
    EXPECT_THAT(read_file(folder / "balances.hpp"),
                ContainsRegex("\\.transfer_keep_alive = \\{[0-9']+, [0-9']+, 1, 1\\},"));
    EXPECT_THAT(read_file(folder / "system.hpp"),
                ContainsRegex("\\.kill_storage = \\{[0-9']+, [0-9']+, 0, 0, \\{\\{[0-9']+, [0-9']+, 0, 1\\}\\}\\},"));
}

TEST(BenchmarkPallet, TakesATemplateAndOnePallet) {
    const TemporaryFolder folder;
    const std::string path = folder.save("template", "// {pallet} in {namespace}\n{functions}");
    const Outcome outcome = measure({"--pallet", "Locker", "--template", path, "--output", folder.path()});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, testing::Not(HasSubstr("Balances")));
    EXPECT_THAT(read_file(folder / "locker.hpp"), testing::StartsWith("// Locker in weights\n    // "));
    EXPECT_THAT(measure({"--template", folder.save("bad", "nothing")}).err, HasSubstr("must have {pallet}"));
}

TEST(BenchmarkPallet, SaysWhatIsWrong) {
    EXPECT_THAT(measure({"--pallet", "Lockers"}).err, HasSubstr("no benchmark of the pallet Lockers"));
    const Outcome other = run_serinus({"benchmark", "pallet", "--runtime", SERINUS_KUSAMA_WASM});
    EXPECT_EQ(other.exit_code, 1);
    EXPECT_THAT(other.err, HasSubstr("has no benchmarks"));
}

}  // namespace
}  // namespace serinus::test
