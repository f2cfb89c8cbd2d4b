// serinus governance dry-run, on the genesis of the real Kusama 1.0.0 and of our own runtime.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::test {
namespace {

using testing::HasSubstr;

constexpr const char* kAlice = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
constexpr const char* kBob = "8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48";

class DryRun : public testing::TestWithParam<const char*> {
  protected:
    void SetUp() override {
        if (std::string(GetParam()) == "own") {
            chain = own_chain("kusama-local");
        } else {
            const auto path = shared_data("genesis/kusama-local-1000000.json");
            if (!path) GTEST_SKIP() << kNoSharedData;
            chain = *path;
        }
    }
    Outcome run(const std::string& proposal, const std::string& origin, const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments = {"governance", "dry-run", proposal, "--origin",   origin,
                                              "--chain",    chain,     "-d",     folder.path()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_serinus(arguments);
    }
    Json report(const std::string& proposal, const std::string& origin) {
        const Outcome outcome = run(proposal, origin, {"--json"});
        EXPECT_NE(outcome.out, "") << outcome.err;
        return Json::parse(outcome.out.empty() ? "{}" : outcome.out);
    }

    std::string chain;
    TemporaryFolder folder;
};
INSTANTIATE_TEST_SUITE_P(Runtimes, DryRun, testing::Values("own", "real"),
                         [](const auto& info) { return std::string(info.param); });

/// Balances.force_transfer(Alice, Bob, 1 KSM)
const std::string kForceTransfer = std::string("0x040200") + kAlice + "00" + kBob + "070010a5d4e8";

TEST_P(DryRun, ShowsEventsChangesAndWeightOfAProposalThatSucceeds) {
    const Json done = report(kForceTransfer, "root");
    EXPECT_EQ(done["outcome"].text(), "ok");
    EXPECT_EQ(done["block"]["number"].integer(), 0);
    EXPECT_EQ(done["origin"].dump(), R"({"system":"Root"})");
    ASSERT_EQ(done["events"].items().size(), 1u) << done["events"].dump();
    const Json event = done["events"].items()[0];
    EXPECT_EQ(event["pallet"].text() + "." + event["name"].text(), "Balances.Transfer");
    EXPECT_EQ(event["fields"]["amount"].integer(), 1'000'000'000'000);
    // The two accounts and nothing else: no event counter, no agenda, no weight of the block.
    ASSERT_EQ(done["changes"].items().size(), 2u) << done["changes"].dump();
    uint64_t sum_before = 0, sum_after = 0;
    for (const Json& change : done["changes"].items()) {
        EXPECT_EQ(change["pallet"].text() + "." + change["item"].text(), "System.Account");
        EXPECT_EQ(change["keys"].items().size(), 1u);
        const auto free = [](const Json& account) {
            const Json value = account["data"]["free"];
            return value.is_text() ? std::stoull(value.text()) : value.unsigned_integer();
        };
        sum_before += free(change["before"]);
        sum_after += free(change["after"]);
    }
    EXPECT_EQ(sum_before, sum_after);
    // The declared weight, and that of Scheduler's task besides.
    const uint64_t declared = done["weight"]["declared"]["refTime"].unsigned_integer();
    const uint64_t in_block = done["weight"]["inBlock"]["refTime"].unsigned_integer();
    EXPECT_GT(declared, 1'000'000u);
    EXPECT_GT(in_block, declared);
}

TEST_P(DryRun, NamesTheErrorOfAProposalThatFails) {
    const Outcome wrong = run(kForceTransfer, std::string("signed:0x") + kAlice);
    EXPECT_EQ(wrong.exit_code, 3) << wrong.err;
    EXPECT_THAT(wrong.out, HasSubstr("Proposal Balances.force_transfer"));
    EXPECT_THAT(wrong.out, HasSubstr("Result   fails with BadOrigin"));
    EXPECT_THAT(wrong.out, HasSubstr("Changes  0"));

    // Treasury.remove_approval(7), of a module's error.
    const Json failed = report("0x12041c", "treasurer");
    EXPECT_EQ(failed["outcome"].text(), "failed");
    EXPECT_EQ(failed["error"]["Module"]["pallet"].text(), "Treasury");
    EXPECT_EQ(failed["error"]["Module"]["error"].text(), "ProposalNotApproved");
    EXPECT_TRUE(failed["changes"].items().empty());
}

TEST_P(DryRun, RunsCallsThatStandInNoReferendumForTheirSize) {
    // System.set_code_without_checks, as a preimage that is on no chain; with the hash of a preimage that is not noted.
    const Bytes code(3000, 5);
    const Bytes call = concat(Bytes{0, 3}, scale::encode(code));
    const std::string file = folder.save("call.hex", to_hex_prefixed(call) + "\n");
    const Json done = report("@" + file, "Root");
    EXPECT_EQ(done["outcome"].text(), "ok");
    const auto changes = done["changes"].items();
    const auto found = std::ranges::find_if(changes, [](const Json& one) { return one["item"].text() == ":code"; });
    ASSERT_NE(found, changes.end()) << done["changes"].dump();
    EXPECT_EQ((*found)["after"]["bytes"].integer(), 3000);
    EXPECT_EQ((*found)["after"]["blake2_256"].text(), to_hex_prefixed(hashing::blake2b_256(code).bytes));
    EXPECT_GT((*found)["before"]["bytes"].integer(), 100'000);
    for (const Json& one : changes) EXPECT_NE(one["pallet"].text(), "Preimage") << one.dump();
    EXPECT_EQ(done["events"].items().back()["name"].text(), "CodeUpdated");

    // The same with checks: it is no code.
    const std::string checked = folder.save("checked.hex", to_hex_prefixed(concat(Bytes{0, 2}, scale::encode(code))));
    EXPECT_EQ(report("@" + checked, "root")["error"]["Module"]["error"].text(), "FailedToExtractRuntimeVersion");

    const Outcome unknown = run(to_hex_prefixed(hashing::blake2b_256(call).bytes), "root");
    EXPECT_EQ(unknown.exit_code, 1);
    EXPECT_THAT(unknown.err, HasSubstr("no preimage of this hash is noted"));
}

TEST_P(DryRun, SaysWhatIsWrongWithTheQuestion) {
    EXPECT_THAT(run("0xfeff", "root").err, HasSubstr("the bytes are no call of this chain"));
    EXPECT_THAT(run("0x00000c010203", "emperor").err, HasSubstr("\"emperor\" is no origin of this chain"));
    EXPECT_THAT(run("0x0", "root").err, HasSubstr("the proposal"));
    EXPECT_EQ(run("0x00000c010203", "root", {"--at", "9"}).exit_code, 1);
}

TEST_P(DryRun, ReadsTheStateOfAnyNode) {
    const TemporaryFolder base;
    const RunningSerinus node(
        {"--chain", chain, "-d", base.path(), "--rpc-port", "0", "--no-prometheus", "--port", "0", "--no-mdns"});
    const std::string url = node.wait_for_rpc();
    ASSERT_NE(url, "") << node.error_text();
    const auto there = [&](const std::string& proposal) {
        return run_serinus({"governance", "dry-run", proposal, "--origin", "root", "--url", url, "--json"});
    };
    EXPECT_EQ(there(kForceTransfer).out, run(kForceTransfer, "root", {"--json"}).out);
    EXPECT_EQ(there("0x12041c").exit_code, 3) << "Treasury.remove_approval of nothing";
    EXPECT_EQ(there("0xfeff").exit_code, 1);
}

}  // namespace
}  // namespace serinus::test
