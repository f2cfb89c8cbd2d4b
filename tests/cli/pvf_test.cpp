// serinus pvf: for developers of parachains.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "hashing/hashing.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"
#include "tests/support/wat.hpp"

namespace serinus::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string text_of(BytesView bytes) { return std::string(as_text(bytes)); }

bool is_safe_here() {
    static const bool kIsSafe = run_serinus({"pvf-worker", "--self-test"}).exit_code == 0;
    return kIsSafe;
}
constexpr const char* kNotSafe =
    "this machine does not give what a worker's cage needs: serinus pvf-worker --self-test";

class PvfCommands : public testing::Test {
  protected:
    void SetUp() override {
        if (!is_safe_here()) GTEST_SKIP() << kNotSafe;
    }
    std::string save_code(const std::string& body) {
        return folder_.save("code.wasm",
                            text_of(wat("(module (memory (export \"memory\") 20) (global (export \"__heap_base\") i32 "
                                        "(i32.const 65536)) (func (export \"validate_block\") (param i32 i32) (result "
                                        "i64) " +
                                        body + "))")));
    }
    /// A head of two bytes, block data of three, block 7.
    std::string save_input(const std::string& tail = "") {
        return folder_.save("input.hex", "0x08aabb0c01020307000000" + std::string(64, '1') + tail + "\n");
    }
    TemporaryFolder folder_;
};

TEST_F(PvfCommands, PrepareSaysWhatAValidatorWouldVote) {
    const Outcome good = run_serinus({"pvf", "prepare", save_code("(i64.const 0xc00000000)")});
    EXPECT_EQ(good.exit_code, 0) << good.err;
    EXPECT_THAT(good.out, HasSubstr("accepted"));
    EXPECT_THAT(good.out, HasSubstr("of the processor"));
    const Outcome bad = run_serinus({"pvf", "prepare", folder_.save("bad.wasm", "no code")});
    EXPECT_EQ(bad.exit_code, 3);
    EXPECT_THAT(bad.out, HasSubstr("refused: the code is no valid module"));
    const Outcome missing = run_serinus({"pvf", "prepare", folder_ / "nothing"});
    EXPECT_EQ(missing.exit_code, 1);
    EXPECT_THAT(missing.err, HasSubstr("cannot open"));
}

TEST_F(PvfCommands, RunSaysTheVerdictWithItsReason) {
    const Outcome valid = run_serinus({"pvf", "run", save_code("(i64.const 0xc00000000)"), save_input()});
    EXPECT_EQ(valid.exit_code, 0) << valid.err << valid.out;
    EXPECT_THAT(valid.out, HasSubstr("verdict             valid\n"));
    const Outcome third = run_serinus(
        {"pvf", "run", save_code("(i64.const 0xc00000000)"), save_input("03" + std::string(128, '2')), "--json"});
    EXPECT_EQ(third.exit_code, 0) << third.err;
    const Json json = Json::parse(third.out);
    EXPECT_EQ(json["verdict"].text(), "valid");
    EXPECT_EQ(json["blockDataBytes"].unsigned_integer(), 3u);
    EXPECT_EQ(json["codeMemoryPages"].unsigned_integer(), 20u);
    EXPECT_GT(json["executeCpuNs"].unsigned_integer(), 0u);
    const Outcome invalid = run_serinus({"pvf", "run", save_code("unreachable"), save_input()});
    EXPECT_EQ(invalid.exit_code, 3);
    EXPECT_THAT(invalid.out, HasSubstr("invalid: the execution failed: unreachable"));
}

// Observed: polkadot-omni-node 1.25.1: `export_pov_to_path` of the reference: the proof, then head, number, root and
// limit.
TEST_F(PvfCommands, RunTakesWhatACollatorExports) {
    const std::string exported =
        folder_.save("block.pov", text_of(concat(Bytes{12, 1, 2, 3}, Bytes{8, 0xaa, 0xbb}, Bytes{7, 0, 0, 0},
                                                 Bytes(32, 0x11), Bytes{0, 0, 0x50, 0})));
    // The block data's length, as the code finds it behind the head, is the head that it returns: 1 byte, 0x0c.
    const std::string code = save_code(
        "(i32.store8 (i32.const 0) (i32.const 4)) (i32.store8 (i32.const 1) (i32.load8_u (i32.add (local.get 0) "
        "(i32.const 3)))) (i64.const 0xd00000000)");
    const Outcome outcome = run_serinus({"pvf", "run", code, exported, "--json"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err << outcome.out;
    EXPECT_EQ(Json::parse(outcome.out)["headHash"].text(), to_hex_prefixed(hashing::blake2b_256(Bytes{0x0c}).bytes));
}

TEST_F(PvfCommands, RunEndsWithTheTimeOfTheSession) {
    // One parameter: ExecutionTimeout, backing, 200 ms.
    const Outcome late = run_serinus({"pvf", "run", save_code("(loop $l (br $l)) (i64.const 0)"), save_input(),
                                      "--executor-params", "0x040600c800000000000000"});
    EXPECT_EQ(late.exit_code, 3);
    EXPECT_THAT(late.out, HasSubstr("the execution took too long"));
    EXPECT_THAT(late.out, HasSubstr("of 200 ms"));
}

TEST_F(PvfCommands, WhatIsNoInputIsNamed) {
    const std::string code = save_code("(i64.const 0)");
    for (const std::string& tail : {std::string("04"), std::string("03"), "03" + std::string(130, '2')}) {
        const Outcome wrong = run_serinus({"pvf", "run", code, save_input(tail)});
        EXPECT_EQ(wrong.exit_code, 1) << tail;
        EXPECT_THAT(wrong.err, HasSubstr("is not what validate_block takes"));
    }
    EXPECT_EQ(run_serinus({"pvf", "run", code}).exit_code, 2);
    EXPECT_EQ(run_serinus({"pvf", "prepare", code, "--executor-params", "0x0409"}).exit_code, 1);
}

TEST_F(PvfCommands, ProfileDrawsAPicture) {
    const std::string code = save_code(
        "(local $i i64) (loop $l (local.set $i (i64.add (local.get $i) (i64.const 1))) (br_if $l (i64.lt_u (local.get "
        "$i) "
        "(i64.const 3000000)))) (i64.const 0xc00000000)");
    const std::string picture = folder_ / "block.svg";
    const Outcome drawn =
        run_serinus({"pvf", "profile", code, save_input(), "--output", picture, "--samples", "10", "--names", code});
    EXPECT_EQ(drawn.exit_code, 0) << drawn.err;
    EXPECT_THAT(read_file(picture), HasSubstr("<svg"));
}

TEST_F(PvfCommands, TheRealAssetHubIsValidAndItsReportHasItsFigures) {
    const auto spec = shared_data("genesis/asset-hub-kusama-local-1000000.json");
    const auto block = shared_data("parachain/asset-hub-first-block.json");
    if (!spec || !block) GTEST_SKIP() << kNoSharedData;
    const std::string code = folder_.save("hub.hex", Json::read(*spec)["genesis"]["raw"]["top"]["0x3a636f6465"].text());
    const Json candidate = Json::read(*block)["candidate"];
    const std::string input = folder_.save("hub-input.hex", candidate["validationParams"].text());
    const Outcome run = run_serinus({"pvf", "run", code, input, "--purpose", "approval", "--json"});
    ASSERT_EQ(run.exit_code, 0) << run.err << run.out;
    const Json json = Json::parse(run.out);
    EXPECT_EQ(json["verdict"].text(), "valid");
    EXPECT_GT(json["blockDataBytes"].unsigned_integer(), 900'000u);
    // The hash of the head stands in the receipt behind what comes before it.
    EXPECT_THAT(candidate["committedReceipt"].text(), HasSubstr(json["headHash"].text().substr(2)));
}

TEST(PvfWorkerCommand, IsNothingToStartByHand) {
    const Outcome outcome = run_serinus({"pvf-worker"});
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("--self-test"));
}

TEST(PvfWorkerCommand, TheSelfTestNamesEachPartOfTheCage) {
    const Outcome outcome = run_serinus({"pvf-worker", "--self-test"});
    for (const auto* part : {"namespaces", "landlock", "privileges", "list of calls"})
        EXPECT_THAT(outcome.out, HasSubstr(part));
    if (outcome.exit_code == 0) {
        EXPECT_THAT(outcome.out, HasSubstr("Foreign code can be executed here."));
    } else {
        EXPECT_THAT(outcome.out, HasSubstr("remedy: "));
    }
}

TEST(PvfWorkerCommand, TheSelfTestNamesARemedyForWhatIsMissing) {
    // A machine that makes no more namespaces: one of our own in which it is forbidden.
    const std::string forbid =
        "echo 0 > /proc/sys/user/max_user_namespaces || exit 77; exec \"$0\" pvf-worker --self-test";
    const Outcome outcome = run_program({"/usr/bin/unshare", "-Ur", "/bin/sh", "-c", forbid, SERINUS_PROGRAM});
    if (!outcome.out.contains("list of calls")) GTEST_SKIP() << "no namespace to try it in: " << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("namespaces      missing: unshare"));
    EXPECT_THAT(outcome.out, HasSubstr("remedy: let unprivileged users make namespaces"));
}

}  // namespace
}  // namespace serinus::test
