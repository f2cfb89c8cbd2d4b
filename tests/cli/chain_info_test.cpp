#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::test {
namespace {

using testing::HasSubstr;

class ChainInfo : public testing::TestWithParam<const char*> {};

TEST_P(ChainInfo, ShowsTheGenesisOfARealChain) {
    const auto path = shared_data(std::string("genesis/") + GetParam());
    const auto expected_path = shared_data("genesis/expected.json");
    if (!path || !expected_path) GTEST_SKIP() << kNoSharedData;
    const Json expected = Json::read(*expected_path)[GetParam()];
    const Outcome outcome = run_serinus({"chain-info", "--chain", *path});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    const Json info = Json::parse(outcome.out);
    EXPECT_EQ(info["name"].text(), expected["name"].text());
    EXPECT_EQ(info["id"].text(), expected["id"].text());
    EXPECT_EQ(info["genesisHash"].text(), expected["genesisHash"].text());
    EXPECT_EQ(info["stateRoot"].text(), expected["genesisStateRoot"].text());
    EXPECT_EQ(info["stateVersion"].unsigned_integer(), expected["runtime"]["stateVersion"].unsigned_integer());
    EXPECT_EQ(info["codeHash"].text(), expected["codeBlake2_256"].text());
    EXPECT_EQ(info["codeSize"].unsigned_integer(), expected["codeLength"].unsigned_integer());
    EXPECT_EQ(info["wasmSize"].unsigned_integer(), expected["wasmLength"].unsigned_integer());
    EXPECT_EQ(info["codeCompressed"].boolean(), expected["codeCompressed"].boolean());
    EXPECT_EQ(info["topKeys"].unsigned_integer(), expected["topKeys"].unsigned_integer());
    EXPECT_EQ(info["childTries"].unsigned_integer(), expected["childTries"].unsigned_integer());
    const Json spec = Json::read(*path);
    EXPECT_EQ(info["protocolId"].dump(), spec["protocolId"].dump());
    EXPECT_EQ(info["properties"].dump(), spec["properties"].dump());
    EXPECT_EQ(info["bootNodes"].unsigned_integer(), spec["bootNodes"].items().size());
    EXPECT_EQ(info["specName"].text(), expected["runtime"]["specName"].text());
    EXPECT_EQ(info["specVersion"].unsigned_integer(), expected["runtime"]["specVersion"].unsigned_integer());
}

INSTANTIATE_TEST_SUITE_P(SharedData, ChainInfo,
                         testing::Values("kusama.json", "westend.json", "kusama-local-1000000.json",
                                         "asset-hub-kusama-local-1000000.json", "rococo-dev-1014000.json"));

TEST(ChainInfoCommand, ShowsTheStartOfLightClients) {
    const auto path = shared_data("light/kusama-light.json");
    if (!path) GTEST_SKIP() << kNoSharedData;
    const Outcome outcome = run_serinus({"chain-info", "--chain", *path});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const Json info = Json::parse(outcome.out);
    EXPECT_EQ(info["genesisHash"].text(), "0xb0a8d493285c2df73290dfb7e61f870f17b41801197a149ca93654499ea3dafe");
    EXPECT_EQ(info["finalizedBlock"]["number"].unsigned_integer(), 34457420u);
    EXPECT_TRUE(info["topKeys"].is_null() && info["stateVersion"].is_null() && info["codeHash"].is_null());
}

TEST(ChainInfoCommand, ShowsTheDevelopmentChain) {
    const Outcome named = run_serinus({"chain-info", "--chain", "dev"});
    ASSERT_EQ(named.exit_code, 0) << named.err;
    const Json info = Json::parse(named.out);
    EXPECT_EQ(info["id"].text(), "kusama_dev");
    EXPECT_EQ(info["chainType"].text(), "Development");
    EXPECT_EQ(info["specName"].text(), "kusama");
    EXPECT_TRUE(info["codeCompressed"].boolean());
    EXPECT_EQ(info["properties"]["tokenDecimals"].unsigned_integer(), 12u);
    EXPECT_EQ(run_serinus({"chain-info", "--dev"}).out, named.out);
}

TEST(ChainInfoCommand, FindsNamedChainsInTheFoldersForThem) {
    const TemporaryFolder folder;
    const std::string json = R"({"name":"Mine","id":"m","bootNodes":[],"genesis":{"raw":{"top":{}}}})";
    folder.save("kusama.json", json);
    const Outcome by_variable = run_serinus({"chain-info"}, "", {{"SERINUS_CHAIN_SPECS", folder.path()}});
    ASSERT_EQ(by_variable.exit_code, 0) << by_variable.err;
    EXPECT_EQ(Json::parse(by_variable.out)["name"].text(), "Mine");

    const Outcome none = run_serinus({"chain-info", "--base-path", folder.path()}, "", {{"SERINUS_CHAIN_SPECS", ""}});
    EXPECT_EQ(none.exit_code, 1);
    EXPECT_EQ(none.out, "");
    EXPECT_THAT(none.err, HasSubstr(folder.path() + "/chain-specs/kusama.json"));
    EXPECT_THAT(none.err, HasSubstr("--chain path/to/kusama.json"));
}

TEST(ChainInfoCommand, WhatCannotBeReadEndsWithOneAndAReason) {
    const TemporaryFolder folder;
    const auto error_of = [](const std::string& chain) {
        const Outcome outcome = run_serinus({"chain-info", "--chain", chain});
        EXPECT_EQ(outcome.exit_code, 1);
        EXPECT_EQ(outcome.out, "");
        return outcome.err;
    };
    EXPECT_EQ(error_of(folder / "none.json"),
              "error: cannot open " + (folder / "none.json") + ": No such file or directory\n");
    EXPECT_EQ(error_of(folder.path()), "error: cannot read " + folder.path() + ": Is a directory\n");
    const std::string empty = folder.save("empty.json", "");
    EXPECT_EQ(error_of(empty), "error: " + empty + ": $: the JSON text is empty\n");
    const std::string bad = folder.save("bad.json", "{\n\"bootNodes\": [\"x\"]}");
    EXPECT_EQ(error_of(bad),
              "error: " + bad + ": $.bootNodes[0]: a multiaddress begins with a slash (line 2, column 17)\n");
    const std::string plain = folder.save(
        "plain.json", R"({"name":"","id":"","bootNodes":[],"genesis":{"runtimeGenesis":{"code":"0x","patch":{}}}})");
    EXPECT_THAT(error_of(plain), HasSubstr("$.genesis.runtimeGenesis: the state must first be built by the runtime"));
}

}  // namespace
}  // namespace serinus::test
