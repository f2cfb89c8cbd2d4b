#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "tests/cli/kusama_blocks.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::test {
namespace {

using testing::HasSubstr;

class RuntimeCommand : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(SharedData, RuntimeCommand,
                         testing::Values("kusama.json", "westend.json", "kusama-local-1000000.json",
                                         "asset-hub-kusama-local-1000000.json", "rococo-dev-1014000.json"));

TEST_P(RuntimeCommand, AnswersAsTheReferenceOnTheGenesis) {
    const auto path = shared_data(std::string("genesis/") + GetParam());
    const auto expected_path = shared_data("genesis/expected.json");
    if (!path || !expected_path) GTEST_SKIP() << kNoSharedData;
    const TemporaryFolder folder;
    const Json expected = Json::read(*expected_path)[GetParam()];
    for (const auto& [name, answer] : expected["genesisRuntimeCalls"].members()) {
        const size_t bracket = std::min(name.find('('), name.size());
        std::vector<std::string> arguments = {"runtime", "call",        "--chain",  *path,
                                              "-d",      folder.path(), "--method", name.substr(0, bracket)};
        if (bracket < name.size()) {
            arguments.insert(arguments.end(), {"--args", name.substr(bracket + 1, name.size() - bracket - 2)});
        }
        const Outcome outcome = run_serinus(arguments);
        EXPECT_EQ(outcome.exit_code, 0) << name << ": " << outcome.err;
        if (outcome.exit_code != 0) continue;
        if (answer.has("result")) {
            EXPECT_EQ(outcome.out, answer["result"].text() + "\n") << name;
        } else {
            const Bytes bytes = *from_hex_prefixed(outcome.out.substr(0, outcome.out.size() - 1));
            EXPECT_EQ(bytes.size(), answer["resultLength"].unsigned_integer()) << name;
            EXPECT_EQ(to_hex_prefixed(hashing::blake2b_256(bytes).bytes), answer["resultBlake2_256"].text()) << name;
        }
    }
    const Outcome version = run_serinus({"runtime", "version", "--chain", *path, "-d", folder.path()});
    ASSERT_EQ(version.exit_code, 0) << version.err;
    const Json json = Json::parse(version.out);
    for (const char* key :
         {"specName", "implName", "specVersion", "implVersion", "authoringVersion", "stateVersion", "apis"}) {
        EXPECT_EQ(json[key].dump(), expected["runtime"][key].dump()) << key;
    }
}

TEST(RuntimeMetadata, IsPrintedAsHexOrBytes) {
    const auto path = shared_data("genesis/kusama-local-1000000.json");
    const auto metadata = shared_data("metadata/kusama-v1000000-v14.scale");
    if (!path || !metadata) GTEST_SKIP() << kNoSharedData;
    const TemporaryFolder folder;
    const std::vector<std::string> start = {"runtime", "metadata", "--chain", *path, "-d", folder.path()};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), start.begin(), start.end());
        return run_serinus(more);
    };
    const std::string expected = read_file(*metadata);
    EXPECT_EQ(with({"--binary"}).out, expected);
    EXPECT_EQ(with({}).out, to_hex_prefixed(as_bytes(expected)) + "\n");
    EXPECT_EQ(with({"--binary", "--output", folder / "file"}).out, "");
    EXPECT_EQ(read_file(folder / "file"), expected);
    EXPECT_EQ(with({"--binary", "--metadata-version", "14"}).out, expected);
    EXPECT_THAT(with({"--metadata-version", "13"}).err, HasSubstr("no metadata of version 13"));
}

// Spec: RFC-78. The hash is that of @polkadot-api/merkleize-metadata 1.3; tests/interop has those of other runtimes.
TEST(RuntimeMetadataHash, IsThatOfMetadata15) {
    const auto path = shared_data("genesis/kusama-local-1000000.json");
    if (!path) GTEST_SKIP() << kNoSharedData;
    const TemporaryFolder folder;
    const auto ask = [&](std::vector<std::string> more) {
        std::vector<std::string> all = {"runtime", "metadata-hash", "--token", "KSM", "-d", folder.path()};
        all.insert(all.end(), more.begin(), more.end());
        return run_serinus(all);
    };
    const std::string hash = "0xfb262a18302fa548037f328c46322bf64601062326aef8eda07850b944ceab3d\n";
    EXPECT_EQ(ask({"--chain", *path, "--decimals", "12"}).out, hash);
    EXPECT_EQ(ask({"--chain", *path, "--decimals", "12", "--metadata-version", "15"}).out, hash);
    EXPECT_NE(ask({"--chain", *path, "--decimals", "11"}).out, hash);
    EXPECT_THAT(ask({"--chain", *path, "--decimals", "12", "--metadata-version", "14"}).err,
                HasSubstr("of version 15 or later, not 14"));
    EXPECT_THAT(ask({"--chain", *path, "--decimals", "12", "--metadata-version", "16"}).err,
                HasSubstr("no metadata of version 16"));
    EXPECT_EQ(ask({"--chain", *path}).exit_code, 2) << "a token has decimals";
    EXPECT_EQ(ask({"--chain", *path, "--decimals", "256"}).exit_code, 2);
    EXPECT_THAT(ask({"--runtime", folder / "nothing", "--decimals", "12"}).err, HasSubstr("nothing"));
    EXPECT_THAT(ask({"--runtime", folder.save("none.wasm", "no module"), "--decimals", "12"}).err, HasSubstr("error"));
}

TEST(RuntimeCall, OnAStateFromAFile) {
    const auto kusama = KusamaStart::load();
    if (!kusama) GTEST_SKIP() << kNoSharedData;
    const TemporaryFolder folder;
    const Json spec = Json::read(kusama->spec);
    std::string state = "{";
    for (const auto& [key, value] : spec["genesis"]["raw"].items()[0].members()) {
        state += (state.size() == 1 ? "\"" : ",\n\"") + key + "\":\"" + value.text() + "\"";
    }
    state += "}";
    primitives::Block block = kusama->block_1.block;
    primitives::take_seal(block.header);
    const std::string arguments = to_hex_prefixed(scale::encode(block));
    const auto execute = [&](const std::string& json) {
        return run_serinus({"runtime", "call", "--state", folder.save("state.json", json), "--method",
                            "Core_execute_block", "--args", arguments, "-d", folder.path()});
    };
    const Outcome good = execute(state);
    EXPECT_EQ(good.exit_code, 0) << good.err;
    EXPECT_EQ(good.out, "0x\n");
    const std::string file = "@" + folder.save("block.hex", arguments + "\n");
    EXPECT_EQ(run_serinus({"runtime", "call", "--state", folder / "state.json", "--method", "Core_execute_block",
                           "--args", file, "-d", folder.path()})
                  .out,
              "0x\n");
    // A bit of a value that the block does not even read changes the root.
    const size_t at = state.find("\"0xc2261276cc9d1f8598ea4b6a74b15c2f6482b9ade7bc6657aaca787ba1add3b4");
    ASSERT_NE(at, state.npos);
    const size_t value = state.find("\":\"0x", at) + 5;
    std::string changed = state;
    changed[value] = changed[value] == '0' ? '1' : '0';
    const Outcome bad = execute(changed);
    EXPECT_EQ(bad.exit_code, 1);
    EXPECT_EQ(bad.out, "");
    EXPECT_THAT(bad.err, HasSubstr("Core_execute_block failed: "));
}

TEST(RuntimeCall, FailuresSayWhy) {
    const auto kusama = KusamaStart::load();
    if (!kusama) GTEST_SKIP() << kNoSharedData;
    const TemporaryFolder folder;
    const auto error = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"runtime", "call", "-d", folder.path()});
        const Outcome outcome = run_serinus(arguments);
        EXPECT_EQ(outcome.exit_code, 1);
        EXPECT_EQ(outcome.out, "");
        return outcome.err;
    };
    EXPECT_THAT(error({"--chain", kusama->spec, "--method", "No_such"}), HasSubstr("No_such"));
    EXPECT_THAT(error({"--chain", kusama->spec, "--method", "Core_version", "--args", "0x1"}), HasSubstr("--args"));
    EXPECT_THAT(error({"--chain", kusama->spec, "--method", "Core_execute_block"}), HasSubstr("failed"));
    EXPECT_THAT(error({"--state", folder.save("empty", "{}"), "--method", "Core_version"}), HasSubstr(":code"));
    EXPECT_THAT(error({"--state", folder / "none", "--method", "Core_version"}), HasSubstr("cannot open"));
    EXPECT_THAT(error({"--state", folder.save("bad", "{\"0x01\":3}"), "--method", "Core_version"}), HasSubstr("0x01"));
    EXPECT_THAT(error({"--chain", kusama->spec, "--at", "7", "--method", "Core_version"}),
                HasSubstr("block 7 is not there"));
}

// Observed: polkadot 1.25.1: a substitute counts from its block on, for states whose own code has its spec version.
TEST(RuntimeCall, ASubstituteOfTheSpecificationTakesThePlaceOfTheCode) {
    const auto path = shared_data("genesis/westend.json");
    if (!path) GTEST_SKIP() << kNoSharedData;
    const TemporaryFolder folder;
    const auto version = [&](const std::string& substitutes) {
        std::string spec = read_file(*path);
        const std::string own = "\"codeSubstitutes\"";
        if (const size_t at = spec.find(own); at != spec.npos) spec.replace(at, own.size(), "\"unknown\"");
        spec.insert(spec.find('{') + 1, own + ":{" + substitutes + "},");
        return run_serinus({"runtime", "version", "--chain", folder.save("spec.json", spec), "-d", folder.path()});
    };
    const Outcome plain = version("");
    ASSERT_EQ(plain.exit_code, 0) << plain.err;
    const Outcome bad = version(R"("0":"0x00")");
    EXPECT_EQ(bad.exit_code, 1);
    EXPECT_THAT(bad.err, HasSubstr(R"(codeSubstitutes["0"] of the specification: )"));
    EXPECT_EQ(version(R"("1":"0x00")").out, plain.out);  // not yet
    const std::string other =
        Json::read(*shared_data("genesis/kusama.json"))["genesis"]["raw"].items()[0]["0x3a636f6465"].text();
    EXPECT_EQ(version("\"0\":\"" + other + "\"").out, plain.out);  // of another spec version
    // The same code with a custom section behind it: another module, which answers the same.
    const std::string same = Json::read(*path)["genesis"]["raw"]["top"]["0x3a636f6465"].text();
    EXPECT_EQ(version("\"0\":\"" + same + "0003017800\"").out, plain.out);
}

TEST(RuntimeCall, AtABlockOfTheDatabase) {
    const auto kusama = KusamaStart::load();
    if (!kusama) GTEST_SKIP() << kNoSharedData;
    const TemporaryFolder folder;
    const auto nonce = [&](const std::vector<std::string>& more) {
        std::vector<std::string> arguments = {"runtime", "call",        "--chain",  kusama->spec,
                                              "-d",      folder.path(), "--method", "BabeApi_configuration"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_serinus(arguments).out;
    };
    ASSERT_EQ(run_serinus({"import-blocks", "--binary", "--chain", kusama->spec, "-d", folder.path()},
                          binary_file({kusama->block_1}))
                  .exit_code,
              0);
    const std::string genesis = nonce({"--at", "0"});
    EXPECT_THAT(genesis, testing::StartsWith("0x70170000"));
    EXPECT_EQ(nonce({}), genesis);
    EXPECT_EQ(nonce({"--at", "1"}), genesis);
    EXPECT_EQ(nonce({"--at", kusama->hash_1}), genesis);
}

}  // namespace
}  // namespace serinus::test
