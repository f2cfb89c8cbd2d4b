#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/cli/program.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// The network's own file goes through build-spec and is the same network afterwards.
TEST(BuildSpec, RawOfTheRealKusamaIsTheSameKusama) {
    const auto path = shared_data("genesis/kusama.json");
    if (!path) GTEST_SKIP() << kNoSharedData;
    const TemporaryFolder folder;
    const Outcome built = run_serinus({"build-spec", "--chain", *path, "--raw"});
    ASSERT_EQ(built.exit_code, 0) << built.err;
    EXPECT_THAT(built.err, testing::EndsWith("Building chain spec\n"));
    const std::string raw = folder.save("raw.json", built.out);
    EXPECT_EQ(run_serinus({"chain-info", "--chain", raw}).out, run_serinus({"chain-info", "--chain", *path}).out);
    EXPECT_EQ(run_serinus({"build-spec", "--chain", raw, "--raw"}).out, built.out);

    const Json before = Json::read(*path);
    const Json after = Json::parse(built.out);
    EXPECT_EQ(after["bootNodes"].dump(), before["bootNodes"].dump());
    EXPECT_EQ(after["genesis"]["raw"]["top"].members().size(), before["genesis"]["raw"].items()[0].members().size());
    std::vector<std::string> fields;
    for (const auto& [name, value] : after.members()) fields.push_back(name);
    EXPECT_THAT(fields, testing::ElementsAre("name", "id", "chainType", "bootNodes", "telemetryEndpoints", "protocolId",
                                             "properties", "forkBlocks", "badBlocks", "lightSyncState",
                                             "codeSubstitutes", "genesis"));
}

constexpr const char* kNodeKey = "0000000000000000000000000000000000000000000000000000000000000001";
// The peer id of that key in Substrate's own tutorials.
constexpr const char* kPeerId = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";

std::vector<std::string> boot_nodes_of(const Outcome& outcome) {
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    std::vector<std::string> out;
    for (const Json& node : Json::parse(outcome.out)["bootNodes"].items()) out.push_back(node.text());
    return out;
}

TEST(BuildSpec, AChainWithoutBootNodesGetsThisMachine) {
    const TemporaryFolder folder;
    const std::string address = std::string("/ip4/127.0.0.1/tcp/30333/p2p/") + kPeerId;
    EXPECT_THAT(boot_nodes_of(run_serinus({"build-spec", "--dev", "--node-key", kNodeKey})),
                testing::ElementsAre(address));
    EXPECT_THAT(boot_nodes_of(run_serinus({"build-spec", "--dev", "--disable-default-bootnode"})), testing::IsEmpty());
    const std::string file = folder.save("key", kNodeKey);
    EXPECT_THAT(boot_nodes_of(run_serinus({"build-spec", "--dev", "--node-key-file", file})),
                testing::ElementsAre(address));
    const std::string own = folder.save(
        "own.json", R"({"name":"","id":"","bootNodes":[")" + address + R"("],"genesis":{"raw":{"top":{}}}})");
    EXPECT_THAT(boot_nodes_of(run_serinus({"build-spec", "--chain", own})), testing::ElementsAre(address));
}

TEST(BuildSpec, TheNodeKeyOfAChainIsCreatedOnceAndKept) {
    const TemporaryFolder folder;
    const std::vector<std::string> arguments = {"build-spec", "--chain", "dev", "-d", folder.path()};
    const auto first = boot_nodes_of(run_serinus(arguments));
    ASSERT_EQ(first.size(), 1u);
    EXPECT_EQ(boot_nodes_of(run_serinus(arguments)), first);
    struct stat info{};
    ASSERT_EQ(::stat((folder / "chains/kusama_dev/network/secret_ed25519").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
    EXPECT_EQ(info.st_size, 32);  // raw, as the official node writes it
    // --dev alone leaves nothing behind, and so is another node each time.
    EXPECT_NE(boot_nodes_of(run_serinus({"build-spec", "--dev"})), boot_nodes_of(run_serinus({"build-spec", "--dev"})));
}

TEST(BuildSpec, BadNodeKeysAreRefused) {
    const TemporaryFolder folder;
    const auto error_of = [](const std::vector<std::string>& arguments) {
        const Outcome outcome = run_serinus(arguments);
        EXPECT_EQ(outcome.exit_code, 1);
        EXPECT_EQ(outcome.out, "");
        return outcome.err;
    };
    const Outcome usage = run_serinus({"build-spec", "--dev", "--node-key", "12"});
    EXPECT_EQ(usage.exit_code, 2);
    EXPECT_THAT(usage.err, HasSubstr("--node-key: the value must have 64 hex digits"));
    const std::string file = folder.save("key", "short");
    EXPECT_THAT(error_of({"build-spec", "--dev", "--node-key-file", file}), HasSubstr(file + " holds no node key"));
    EXPECT_EQ(run_serinus({"build-spec", "--dev", "--node-key-type", "rsa"}).exit_code, 2);
    // The id becomes the name of a folder, and a file can say anything.
    const std::string spec =
        folder.save("spec.json", R"({"name":"","id":"../..","bootNodes":[],"genesis":{"raw":{"top":{}}}})");
    EXPECT_THAT(error_of({"build-spec", "--chain", spec, "-d", folder.path()}), HasSubstr("is no name for a folder"));
}

TEST(BuildSpec, RawNeedsTheStateOrItsRoot) {
    const TemporaryFolder folder;
    const std::string plain = folder.save(
        "plain.json",
        R"({"name":"","id":"x","bootNodes":[],"genesis":{"runtimeGenesis":{"code":"0x00","patch":{"a":{"b":12345678901234567890123}}}}})");
    const Outcome raw = run_serinus({"build-spec", "--chain", plain, "--raw", "--disable-default-bootnode"});
    EXPECT_EQ(raw.exit_code, 1);
    EXPECT_EQ(raw.out, "");
    EXPECT_THAT(raw.err, HasSubstr("must be built by its runtime"));
    const Outcome kept = run_serinus({"build-spec", "--chain", plain, "--disable-default-bootnode"});
    EXPECT_EQ(kept.exit_code, 0) << kept.err;
    EXPECT_THAT(kept.out, HasSubstr("\"b\": 12345678901234567890123\n"));

    const std::string hash = "0x" + std::string(64, '7');
    const std::string light = folder.save(
        "light.json", R"({"name":"","id":"x","bootNodes":[],"genesis":{"stateRootHash":")" + hash + R"("}})");
    const Outcome root = run_serinus({"build-spec", "--chain", light, "--raw", "--disable-default-bootnode"});
    EXPECT_EQ(root.exit_code, 0) << root.err;
    EXPECT_EQ(Json::parse(root.out)["genesis"]["stateRootHash"].text(), hash);
}

TEST(BuildSpec, OptionsForLoggingAreAccepted) {
    const Outcome outcome =
        run_serinus({"build-spec", "--dev", "--disable-default-bootnode", "-lerror", "--disable-log-color"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_FALSE(outcome.out.ends_with('\n'));  // as the official tool
}

// The state is compared in chain/spec/para_genesis_test.cpp.
TEST(BuildSpec, RegistersAParachainInTheGenesis) {
    const auto relay = shared_data("genesis/kusama-local-1000000.json");
    const auto para = shared_data("genesis/asset-hub-kusama-local-1000000.json");
    if (!relay || !para) GTEST_SKIP() << kNoSharedData;
    const TemporaryFolder folder;
    const auto build = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words{"build-spec", "--chain", *relay, "--disable-default-bootnode"};
        words.insert(words.end(), more.begin(), more.end());
        return run_serinus(words);
    };
    const Outcome built = build({"--raw", "--add-para", "1000=" + *para});
    ASSERT_EQ(built.exit_code, 0) << built.err;
    const std::string spec = folder.save("relay.json", built.out);
    // Groups {0} and {1}; rotation.
    EXPECT_THAT(run_serinus({"runtime", "call", "--chain", spec, "--method", "ParachainHost_validator_groups"}).out,
                StartsWith("0x0804000000000401000000"));
    EXPECT_THAT(run_serinus({"staking", "next-era", "--chain", spec, "-d", folder.path()}).out,
                StartsWith("Era 1 would have 2 validators"));

    EXPECT_EQ(build({"--add-para", "1000=" + *para}).exit_code, 2) << "without --raw";
    EXPECT_THAT(build({"--raw", "--add-para", "1000"}).err, HasSubstr("has not the form ID=CHAIN_SPEC"));
    EXPECT_THAT(build({"--raw", "--add-para", "1001=" + *para}).err, HasSubstr("is that of parachain 1000, not 1001"));
    EXPECT_THAT(build({"--raw", "--add-para", "1=/no/such/file.json"}).err, HasSubstr("/no/such/file.json"));
}

}  // namespace
}  // namespace serinus::test
