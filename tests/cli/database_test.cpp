// Commands and the database: a command that only reads makes none, and none touches one that is in use.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>

#include "tests/cli/program.hpp"

namespace serinus::test {
namespace {

using testing::HasSubstr;

std::vector<std::string> with_folder(std::vector<std::string> arguments, const TemporaryFolder& folder) {
    arguments.insert(arguments.end(), {"--dev", "-d", folder.path()});
    return arguments;
}

TEST(Databases, CommandsThatReadMakeNone) {
    const TemporaryFolder folder;
    const std::string output = folder / "output";
    const auto run = [&](const std::vector<std::string>& arguments) {
        const Outcome outcome = run_serinus(with_folder(arguments, folder));
        EXPECT_FALSE(std::filesystem::exists(folder / "chains")) << arguments.front();
        return outcome;
    };
    EXPECT_THAT(run({"export-blocks", output}).err, HasSubstr("there are no blocks 1 to 0"));
    EXPECT_THAT(run({"check-block", "0"}).out, HasSubstr("is the genesis"));
    EXPECT_THAT(run({"revert"}).err, HasSubstr("There aren't any non-finalized blocks to revert."));
    EXPECT_THAT(run({"export-state", "0"}).out, HasSubstr("\"id\": \"kusama_dev\""));
    EXPECT_EQ(run({"precompile-wasm", folder / "code"}).exit_code, 0);
    EXPECT_EQ(run({"runtime", "version"}).exit_code, 0);
    EXPECT_THAT(run({"purge-chain", "-y"}).err, HasSubstr("did not exist"));
}

TEST(Databases, NoCommandTouchesThatOfARunningNode) {
    const TemporaryFolder folder;
    std::vector<std::string> arguments = with_folder({"--rpc-port", "0", "--no-prometheus"}, folder);
    RunningSerinus node(arguments);
    ASSERT_TRUE(node.wait_for_error_text("Running JSON-RPC server")) << node.error_text();
    for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
             {"purge-chain", "-y"},
             {"revert"},
             {"import-blocks"},
             {"export-blocks"},
             {"export-state"},
             {"check-block", "0"},
             {"precompile-wasm", folder / "code"},
             {"runtime", "version"},
             {"benchmark", "storage"},
         }) {
        const Outcome outcome = run_serinus(with_folder(command, folder));
        EXPECT_EQ(outcome.exit_code, 1) << command.front();
        EXPECT_THAT(outcome.err, HasSubstr("in use by another node")) << command.front();
    }
    node.send(SIGTERM);
    EXPECT_EQ(node.wait().exit_code, 0);
    EXPECT_EQ(run_serinus(with_folder({"purge-chain", "-y"}, folder)).exit_code, 0);
    EXPECT_FALSE(std::filesystem::exists(folder / "chains/kusama_dev/db"));
}

TEST(Databases, ASpecificationIsExportedAsItIs) {
    const TemporaryFolder folder;
    const Outcome plain = run_serinus({"export-chain-spec", "--chain", "dev"});
    EXPECT_EQ(plain.exit_code, 0) << plain.err;
    EXPECT_THAT(plain.out, HasSubstr("\"bootNodes\": []"));
    EXPECT_THAT(plain.out, HasSubstr("runtimeGenesis"));
    const Outcome raw = run_serinus({"export-chain-spec", "--chain", "dev", "--raw", "--output", folder / "raw.json"});
    EXPECT_EQ(raw.exit_code, 0) << raw.err;
    EXPECT_EQ(raw.out, "Exported chain spec to " + folder / "raw.json" + "\n");
    EXPECT_EQ(run_serinus({"chain-info", "--chain", folder / "raw.json"}).out,
              run_serinus({"chain-info", "--chain", "dev"}).out);
}

TEST(Databases, PrecompiledCodeIsUsed) {
    const TemporaryFolder folder;
    const Outcome compiled = run_serinus(with_folder({"precompile-wasm", folder / "code"}, folder));
    EXPECT_EQ(compiled.exit_code, 0) << compiled.err;
    EXPECT_THAT(compiled.out, HasSubstr("Compiled kusama-1007001 of block #0 (0x"));
    const auto files = [&] {
        std::vector<std::string> out;
        for (const auto& entry : std::filesystem::directory_iterator(folder / "code")) out.push_back(entry.path());
        return out;
    };
    const auto before = files();
    EXPECT_EQ(before.size(), 1u);
    RunningSerinus node(
        with_folder({"--rpc-port", "0", "--no-prometheus", "--wasmtime-precompiled", folder / "code"}, folder));
    ASSERT_TRUE(node.wait_for_error_text("Running JSON-RPC server")) << node.error_text();
    node.send(SIGTERM);
    EXPECT_EQ(node.wait().exit_code, 0);
    EXPECT_EQ(files(), before) << "the node found the code and wrote none";
}

}  // namespace
}  // namespace serinus::test
