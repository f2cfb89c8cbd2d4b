#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

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
}

TEST(Usage, HelpListsWhatIsAcceptedWithoutEffect) {
    const std::string help = run_serinus({"--help"}).out;
    for (const auto* option : {"Without effect in this version", "--wasm-execution,", "--pyroscope-server"}) {
        EXPECT_THAT(help, HasSubstr(option));
    }
    EXPECT_THAT(run_serinus({"import-blocks", "--help"}).out, HasSubstr("--db-cache,"));
}

TEST(Usage, HelpShowsChoicesDefaultsAndWhatExcludesWhat) {
    const std::string help = run_serinus({"--help"}).out;
    EXPECT_THAT(help, HasSubstr("  --rpc-methods auto|safe|unsafe\n"));
    EXPECT_THAT(help, HasSubstr("(default: auto)"));
    EXPECT_THAT(help, HasSubstr("  -d, --base-path PATH        Folder"));
    EXPECT_THAT(help, HasSubstr("(not with --password"));
}

TEST(Usage, NoLineOfAnyHelpIsWiderThanATerminalOfAHundredColumns) {
    for (const std::vector<std::string>& command :
         std::vector<std::vector<std::string>>{{}, {"key", "inspect"}, {"runtime", "call"}, {"benchmark", "machine"}}) {
        std::vector<std::string> arguments = command;
        arguments.push_back("--help");
        std::istringstream lines(run_serinus(arguments).out);
        for (std::string line; std::getline(lines, line);) {
            const auto characters = std::ranges::count_if(line, [](char c) { return (c & 0xc0) != 0x80; });
            const bool is_made_by_help = line.starts_with("  -") || line.starts_with(std::string(30, ' '));
            if (is_made_by_help) EXPECT_LE(characters, 100) << line;
            EXPECT_FALSE(line.ends_with(' ')) << line;
        }
    }
}

/// Bash's completions of the last of these words.
std::string completed(const std::vector<std::string>& words) {
    std::string list;
    for (const std::string& word : words) list += " '" + word + "'";
    const std::string script = "source <(\"$0\" completion); COMP_WORDS=(serinus" + list +
                               "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _serinus; echo \"${COMPREPLY[*]}\"";
    return run_program({"/bin/bash", "-c", script, SERINUS_PROGRAM}).out;
}

TEST(Usage, BashCompletesCommandsOptionsAndChoices) {
    EXPECT_EQ(completed({"chain-"}), "chain-info\n");
    EXPECT_EQ(completed({"key", "gen"}), "generate-node-key generate\n");
    EXPECT_EQ(completed({"--rpc-meth"}), "--rpc-methods\n");
    EXPECT_EQ(completed({"--rpc-methods", ""}), "auto safe unsafe\n");
    EXPECT_EQ(completed({"--rpc-methods", "=", "s"}), "safe\n");
    EXPECT_EQ(completed({"key", "generate", "--scheme", "e"}), "ed25519 ecdsa\n");
    EXPECT_EQ(completed({"key", "generate", "--rpc-meth"}), "\n") << "an option of the node alone";
    EXPECT_EQ(completed({"import-blocks", "fi"}), "\n") << "nothing of ours: bash then offers files";
}

TEST(Usage, TheManualPageHasTheCommandsAndTheirOptions) {
    const Outcome page = run_serinus({"man-page"});
    ASSERT_EQ(page.exit_code, 0);
    for (const auto* part : {".TH SERINUS 1", ".SH EXIT STATUS", ".SS serinus key generate",
                             ".SS serinus import\\-blocks", "\\fB\\-\\-rpc\\-methods\\fR \\fIauto|safe|unsafe\\fR"}) {
        EXPECT_THAT(page.out, HasSubstr(part));
    }
}

TEST(Usage, EveryOptionInTheManualPageHasAText) {
    std::istringstream lines(run_serinus({"man-page"}).out);
    size_t options = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line != ".TP") continue;
        std::string name, text;
        std::getline(lines, name);
        std::getline(lines, text);
        EXPECT_FALSE(text.empty() || text.starts_with('.')) << name;
        ++options;
    }
    EXPECT_GT(options, 100u);
}

TEST(Usage, HelpIsACommandToo) {
    EXPECT_EQ(run_serinus({"help"}).out, run_serinus({"--help"}).out);
    EXPECT_EQ(run_serinus({"help", "chain-info"}).out, run_serinus({"chain-info", "--help"}).out);
    EXPECT_EQ(run_serinus({"help", "key", "generate"}).out, run_serinus({"key", "generate", "--help"}).out);
    const Outcome unknown = run_serinus({"help", "key", "genrate"});
    EXPECT_EQ(unknown.exit_code, 2);
    EXPECT_EQ(unknown.err,
              "error: serinus key does not know \"genrate\"\nDid you mean \"generate\"? See: serinus key --help\n");
}

TEST(Usage, SuggestionsAreWhatWasMeant) {
    const auto suggestion = [](const std::vector<std::string>& arguments) -> std::string {
        const Outcome outcome = run_serinus(arguments);
        EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
        const std::string begin = "Did you mean \"";
        const size_t at = outcome.err.find(begin);
        if (at == outcome.err.npos) return "";
        const size_t from = at + begin.size();
        return outcome.err.substr(from, outcome.err.find('"', from) - from);
    };
    EXPECT_EQ(suggestion({"--dve"}), "--dev") << "two letters that are exchanged, and not --eve";
    EXPECT_EQ(suggestion({"--alcie"}), "--alice");
    EXPECT_EQ(suggestion({"--rpc-prot", "1"}), "--rpc-port");
    EXPECT_EQ(suggestion({"--sealing-mode", "instant"}), "--sealing");
    EXPECT_EQ(suggestion({"--basepath", "x"}), "--base-path");
    EXPECT_EQ(suggestion({"purge"}), "purge-chain");
    EXPECT_EQ(suggestion({"export-block"}), "export-blocks");
    EXPECT_EQ(suggestion({"exprot-state"}), "export-state");
    EXPECT_EQ(suggestion({"start"}), "");
    EXPECT_EQ(suggestion({"run"}), "");
    EXPECT_EQ(suggestion({"--ws"}), "");
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

TEST(Usage, AnOptionOfACommandInFrontOfItIsToldWhereItStands) {
    const Outcome outcome = run_serinus({"key", "--scheme", "sr25519", "generate"});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, StartsWith("error: \"--scheme\" stands behind the name of the command that it belongs to: "
                                        "serinus key "));
    EXPECT_THAT(outcome.err, HasSubstr("serinus key generate"));
    EXPECT_THAT(outcome.err, HasSubstr("\nSee: serinus key --help\n"));
}

// Nobody listens at port 1, so that an attempt to connect shows which node was meant.
TEST(Usage, WhichNodeIsAskedAboutMessagesMayStandInFrontOfTheCommand) {
    const std::string node = "ws://127.0.0.1:1";
    const Outcome in_front = run_serinus({"xcm", "--url", node, "encode", "0x0500"});
    EXPECT_EQ(in_front.exit_code, 1);
    EXPECT_THAT(in_front.err, HasSubstr("127.0.0.1:1"));
    EXPECT_EQ(run_serinus({"xcm", "encode", "0x0500", "--url", node}).err, in_front.err);
}

TEST(Usage, AnOptionWithoutItsValueIsRefused) {
    const Outcome outcome = run_serinus({"chain-info", "--chain"});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, StartsWith("error: --chain"));
}

}  // namespace
}  // namespace serinus::test
