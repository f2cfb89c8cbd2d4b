// Our own Kusama runtime, as a Wasm module in our host: its description of itself, and the state that it builds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::test {
namespace {

Bytes bytes_of(const std::string& text) { return to_bytes(as_bytes(text)); }

/// Results of methods on a state that has nothing but the code.
class OurRuntime : public testing::Test {
  protected:
    void SetUp() override {
        code_ = to_hex_prefixed(bytes_of(read_file(SERINUS_KUSAMA_WASM)));
        state_ = folder_.save("state.json", R"({"0x3a636f6465": ")" + code_ + "\"}");
    }
    Bytes call(const std::string& method, BytesView arguments) {
        const Outcome outcome = run_serinus(
            {"runtime", "call", "--state", state_, "--method", method, "--args", to_hex_prefixed(arguments)});
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        const auto bytes = from_hex_prefixed(outcome.out.substr(0, outcome.out.find('\n')));
        return bytes ? *bytes : Bytes{};
    }
    std::string preset(const std::string& name) {
        const auto answer = call("GenesisBuilder_get_preset", scale::encode(std::optional<std::string>(name)));
        const auto json = scale::decode<std::optional<Bytes>>(answer);
        return json && *json ? std::string(as_text(**json)) : std::string();
    }
    /// build-spec --raw of a specification with this genesis configuration.
    Outcome build(const std::string& form, const std::string& config) {
        const std::string spec = folder_.save(
            "spec.json", R"({"name":"Test","id":"test","bootNodes":[],"genesis":{"runtimeGenesis":{"code":")" + code_ +
                             R"(",")" + form + "\":" + config + "}}}");
        return run_serinus({"build-spec", "--chain", spec, "--raw", "--disable-default-bootnode"});
    }

    TemporaryFolder folder_;
    std::string code_;
    std::string state_;
};

TEST_F(OurRuntime, EmbedsTheMetadataThatWasGenerated) {
    for (const char* const version : {"14", "15", "16"}) {
        const Outcome outcome =
            run_serinus({"runtime", "metadata", "--state", state_, "--binary", "--metadata-version", version});
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        EXPECT_EQ(outcome.out, read_file(std::string(SERINUS_METADATA_DIR "/metadata_v") + version + ".scale"));
    }
    EXPECT_EQ(call("Metadata_metadata_versions", {}), scale::encode(std::vector<uint32_t>{14, 15, 16}));
    EXPECT_EQ(call("Metadata_metadata_at_version", scale::encode(uint32_t{13})), Bytes{0});
}

TEST_F(OurRuntime, BuildsTheStateOfItsPresets) {
    for (const char* const name : {"development", "local_testnet"}) {
        const std::string patch = preset(name);
        ASSERT_FALSE(patch.empty()) << name;
        const Outcome built = build("patch", patch);
        ASSERT_EQ(built.exit_code, 0) << built.err;
        const Json top = Json::parse(built.out)["genesis"]["raw"]["top"];
        EXPECT_EQ(top["0x3a636f6465"].text(), code_);
        // Twox128 of "Sudo" and "Key": Alice.
        EXPECT_EQ(top["0x5c0d1176a568c1f92944340dbfed9e9c530ebca703c85910e7164cb7d1c9e47b"].text(),
                  "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
    }
}

// Spec: the state that the real Kusama 1.7.1 builds of its own preset
TEST_F(OurRuntime, BuildsWhatTheRealKusamaHas) {
    const auto real = shared_data("runtimes/kusama-1007001.compact.compressed.wasm");
    if (!real) GTEST_SKIP() << kNoSharedData;
    const auto top_of = [](const std::string& runtime) {
        const Outcome built = run_serinus(
            {"build-spec", "--runtime", runtime, "--preset", "local_testnet", "--raw", "--disable-default-bootnode"});
        EXPECT_EQ(built.exit_code, 0) << built.err;
        return Json::parse(built.out)["genesis"]["raw"]["top"];
    };
    const Json ours = top_of(SERINUS_KUSAMA_WASM);
    const Json theirs = top_of(*real);
    for (const auto& [key, value] : theirs.members()) {
        ASSERT_TRUE(ours.has(key)) << key;
        if (key != "0x3a636f6465") EXPECT_EQ(ours[key].text(), value.text()) << key;
    }
    // Of Sudo: its key, and the pallet's version.
    for (const auto& [key, value] : ours.members()) {
        EXPECT_TRUE(theirs.has(key) || key.starts_with("0x5c0d1176a568c1f92944340dbfed9e9c")) << key;
    }
}

TEST_F(OurRuntime, BecomesANewChain) {
    const auto specification = [](std::vector<std::string> more) {
        std::vector<std::string> arguments = {"build-spec", "--runtime", SERINUS_KUSAMA_WASM,
                                              "--disable-default-bootnode"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_serinus(arguments);
    };
    const Outcome built = specification({"--preset", "local_testnet", "--chain-name", "Mine"});
    ASSERT_EQ(built.exit_code, 0) << built.err;
    const Json spec = Json::parse(built.out);
    EXPECT_EQ(spec["name"].text(), "Mine");
    EXPECT_EQ(spec["id"].text(), "kusama_local_testnet");
    EXPECT_EQ(spec["chainType"].text(), "Development");
    EXPECT_EQ(spec["genesis"]["runtimeGenesis"]["code"].text(), code_);
    EXPECT_TRUE(spec["genesis"]["runtimeGenesis"]["patch"].has("session"));

    const Outcome unknown = specification({"--preset", "other"});
    EXPECT_EQ(unknown.exit_code, 1);
    EXPECT_THAT(unknown.err,
                testing::HasSubstr("no preset \"other\"; it has development, local_testnet, staking_testnet"));
    EXPECT_EQ(specification({"--dev", "--chain", "dev"}).exit_code, 2);
    const Outcome no_module = run_serinus({"build-spec", "--runtime", folder_.save("x.wasm", "no module")});
    EXPECT_EQ(no_module.exit_code, 1);
    EXPECT_THAT(no_module.err, testing::HasSubstr("x.wasm: "));
}

TEST_F(OurRuntime, RefusesAConfigurationThatItDoesNotKnow) {
    const Outcome unknown = build("patch", R"({"imOnline":{}})");
    EXPECT_NE(unknown.exit_code, 0);
    EXPECT_THAT(unknown.err, testing::HasSubstr("unknown field `imOnline`"));
    const Outcome lacking = build("config", R"({"xcmPallet":{}})");
    EXPECT_NE(lacking.exit_code, 0);
    EXPECT_THAT(lacking.err, testing::HasSubstr("missing field `system`"));
    const Outcome wrong = build("patch", R"({"sudo":{"key":"5Grwva"}})");
    EXPECT_NE(wrong.exit_code, 0);
    EXPECT_THAT(wrong.err, testing::HasSubstr("no SS58 address"));
}

TEST(KusamaProper, HasAChainWithoutSudo) {
    const TemporaryFolder folder;
    const Outcome proper = run_serinus({"build-spec", "--chain", "kusama-proper", "-d", folder.path()});
    ASSERT_EQ(proper.exit_code, 0) << proper.err;
    EXPECT_EQ(Json::parse(proper.out)["id"].text(), "kusama_proper");
    EXPECT_EQ(proper.out.find("\"sudo\""), std::string::npos);
    const Outcome other = run_serinus({"build-spec", "--dev", "-d", folder.path()});
    EXPECT_NE(other.out.find("\"sudo\""), std::string::npos);

    // Sudo.sudo(System.remark): the development composition alone knows the call.
    const auto dry_run = [&](const char* chain) {
        return run_serinus(
            {"governance", "dry-run", "0xff0000000c010203", "--origin", "root", "--chain", chain, "-d", folder.path()});
    };
    EXPECT_EQ(dry_run("kusama-proper").exit_code, 1);
    EXPECT_EQ(dry_run("dev").exit_code, 3) << "Root has no account";
}

}  // namespace
}  // namespace serinus::test
