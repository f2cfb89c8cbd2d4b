#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace serinus::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Usage, HelpShowsTheCommandsAndExamples) {
    const Outcome help = run_serinus({"--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_THAT(help.out, HasSubstr("chain-info"));
    EXPECT_THAT(help.out, HasSubstr("build-spec"));
    EXPECT_THAT(help.out, HasSubstr("Examples:"));
    EXPECT_EQ(help.err, "");
}

TEST(Usage, TheVersionIsThatOfTheProject) {
    const Outcome version = run_serinus({"--version"});
    EXPECT_EQ(version.exit_code, 0);
    EXPECT_THAT(version.out, testing::MatchesRegex("serinus [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST(Usage, HelpShowsTheOptionsOfANodeInSections) {
    const Outcome help = run_serinus({"--help"});
    for (const auto* part :
         {"Without a command it runs a node", "RPC: HTTP and WebSocket on one port", "--rpc-port", "Chain and database",
          "--base-path", "--sealing", "Log and metrics", "--prometheus-port"}) {
        EXPECT_THAT(help.out, HasSubstr(part));
    }
    EXPECT_THAT(help.out, testing::Not(HasSubstr("--kademlia")));
}

TEST(Usage, AnUnknownWordIsNamedWithTheOneThatWasMeant) {
    const Outcome command = run_serinus({"chain-inf"});
    EXPECT_EQ(command.exit_code, 2);
    EXPECT_EQ(command.err,
              "error: serinus does not know \"chain-inf\"\nDid you mean \"chain-info\"? See: serinus --help\n");
    const Outcome option = run_serinus({"chain-info", "--chian=dev"});
    EXPECT_EQ(option.exit_code, 2);
    EXPECT_EQ(option.err,
              "error: serinus chain-info does not know \"--chian\"\nDid you mean \"--chain\"? See: serinus chain-info "
              "--help\n");
    const Outcome inner = run_serinus({"key", "generate", "--shceme", "x"});
    EXPECT_EQ(inner.exit_code, 2);
    EXPECT_EQ(inner.err,
              "error: serinus key generate does not know \"--shceme\"\n"
              "Did you mean \"--scheme\"? See: serinus key generate --help\n");
    const Outcome far_off = run_serinus({"chain-info", "--xyzzy-plugh"});
    EXPECT_EQ(far_off.err,
              "error: serinus chain-info does not know \"--xyzzy-plugh\"\nSee: serinus chain-info --help\n");
}

TEST(Usage, AnOptionWithoutItsValueIsRefused) {
    const Outcome outcome = run_serinus({"chain-info", "--chain"});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, StartsWith("error: --chain"));
}

}  // namespace
}  // namespace serinus::test
