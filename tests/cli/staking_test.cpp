// serinus election explain, serinus staking bags, rewards and next-era: on the genesis of the real Kusama 1.0.0, where
// Alice's and Bob's stashes validate with 100 KSM each, and of our own runtime.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kAliceStash = "GsvVmjr1CBHwQHw84pPHMDxgNY3iBLz6Qn7qS3CH8qPhrHz";
constexpr const char* kAliceStashKey = "0xbe5ddb1579b72e84524fc29e78609e3caf42e85aa118ebfe0b0ad404b5bdd25f";
constexpr const char* kStranger = "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F";

class Staking : public testing::Test {
  protected:
    void SetUp() override {
        const auto path = shared_data("genesis/kusama-local-1000000.json");
        if (!path) GTEST_SKIP() << kNoSharedData;
        chain = *path;
    }
    Outcome run(std::vector<std::string> words) {
        for (const auto* word : {"--chain", chain.c_str(), "-d", folder.path().c_str()}) words.emplace_back(word);
        return run_serinus(words);
    }

    std::string chain;
    TemporaryFolder folder;
};

TEST_F(Staking, ExplainsTheElectionOfAGenesis) {
    const Outcome outcome = run({"election", "explain", kAliceStash});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, AllOf(StartsWith(std::string(kAliceStash) + " is elected in round "),
                                   HasSubstr("Election       as it would be now: 2 of 2 candidates by 2 voters\n"),
                                   HasSubstr("Backing        100.0000 KSM: number 1 of 2\n")));
    const Json json = Json::parse(run({"election", "explain", kAliceStashKey, "--json"}).out);
    EXPECT_EQ(json["stash"].text(), kAliceStash);
    EXPECT_EQ(json["candidate"]["backing"].text(), "100000000000000");
    EXPECT_EQ(json["candidate"]["backers"].items().size(), 1u);

    const Outcome stranger = run({"election", "explain", kStranger});
    EXPECT_THAT(stranger.out, StartsWith(std::string(kStranger) + " has nothing bonded\n"));
    const Outcome wrong = run({"election", "explain", "12"});
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_THAT(wrong.err, HasSubstr("12 is no address"));
}

TEST_F(Staking, SimulatesElections) {
    const Outcome outcome = run({"election", "simulate", "--stake", std::string(kAliceStash) + "=150.5", "--chill",
                                 "JKspFU6ohf1Grg3Phdzj2pSgWvsYWzSfKghhfzMbdhNBWs5", "--candidate", kStranger, "--stake",
                                 std::string(kStranger) + "=7"});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, std::string("2 of 2 candidates would be elected by 2 voters for 2 seats\n"
                                       "Election       as it would be now\n"
                                       "Least backing  7.0000 KSM, without the changes 100.0000 KSM\n"
                                       "All backing    157.5000 KSM, without the changes 200.0000 KSM\n"
                                       "Elected\n  ") +
                               kAliceStash + "  150.5000 KSM, without the changes 100.0000 KSM\n  " + kStranger +
                               "  7.0000 KSM, new\nNot elected any more\n"
                               "  JKspFU6ohf1Grg3Phdzj2pSgWvsYWzSfKghhfzMbdhNBWs5  without the changes 100.0000 KSM\n");
    const Json json = Json::parse(run({"election", "simulate", "--seats", "1", "--json"}).out);
    EXPECT_EQ(json["after"]["winners"].items().size(), 1u);
    EXPECT_EQ(json["before"]["totalBacking"].text(), "200000000000000");
    for (const char* wrong : {"12=5", "5", "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F=1.2.3"}) {
        const Outcome refused = run({"election", "simulate", "--stake", wrong});
        EXPECT_EQ(refused.exit_code, 2) << wrong;
    }
    EXPECT_THAT(run({"election", "simulate", "--candidate", kStranger}).err, HasSubstr("would vote without a stake"));
}

TEST_F(Staking, ShowsBagsAndRewards) {
    EXPECT_EQ(run({"staking", "bags"}).out, "2 voters in 1 bag, 0 of them in a wrong one\n");
    EXPECT_EQ(Json::parse(run({"staking", "bags", "--json"}).out)["voters"].integer(), 2);
    EXPECT_EQ(run({"staking", "rewards", kAliceStash}).out,
              std::string(kAliceStash) + " has 0.0000 KSM unpaid: no era is over\n");
    EXPECT_EQ(Json::parse(run({"staking", "rewards", kAliceStash, "--json"}).out)["sum"].text(), "0");
}

TEST_F(Staking, GoesToTheNextEraOnACopy) {
    const Json json = Json::parse(run({"staking", "next-era", "--json"}).out);
    EXPECT_EQ(json["next"].integer(), 1);
    EXPECT_TRUE(json["isElected"].boolean());
    EXPECT_FALSE(json["hadSolution"].boolean()) << "it mined one";
    EXPECT_EQ(json["validators"].integer(), 2);
    EXPECT_NE(json["payout"].text(), "0");
    EXPECT_TRUE(json["in"].items().empty() && json["out"].items().empty());
    const Outcome text = run({"staking", "next-era"});
    EXPECT_THAT(text.out, AllOf(StartsWith("Era 1 would have 2 validators; "),
                                HasSubstr("Solution       none is queued: the one that a miner would find\n")));
    EXPECT_THAT(run({"chain-info"}).out, HasSubstr("Kusama")) << "the chain stays as it was";
}

TEST_F(Staking, ReadsTheStateOfAnotherNode) {
    const RunningSerinus node({"--chain", chain, "-d", folder.path(), "--rpc-port", "0", "--prometheus-port", "0",
                               "--port", "0", "--no-mdns"});
    const std::string url = node.wait_for_rpc();
    ASSERT_NE(url, "") << node.error_text();
    const Outcome outcome = run_serinus({"election", "explain", kAliceStash, "--url", url});
    EXPECT_THAT(outcome.out, StartsWith(std::string(kAliceStash) + " is elected in round ")) << outcome.err;
    EXPECT_EQ(run_serinus({"staking", "bags", "--url", url}).out, "2 voters in 1 bag, 0 of them in a wrong one\n");
    EXPECT_THAT(run_serinus({"staking", "next-era", "--url", url}).out, StartsWith("Era 1 would have 2 validators; "));
}

TEST(StakingOfOwnChain, HasTheTwoValidatorsOfItsPreset) {
    const TemporaryFolder folder;
    const std::vector<std::string> place = {"--chain", own_chain("kusama-local"), "-d", folder.path()};
    const auto with = [&](std::vector<std::string> words) {
        words.insert(words.end(), place.begin(), place.end());
        return run_serinus(words);
    };
    EXPECT_EQ(with({"staking", "bags"}).out, "2 voters in 1 bag, 0 of them in a wrong one\n");
    EXPECT_THAT(with({"staking", "next-era"}).out, StartsWith("Era 1 would have 2 validators; "));
    EXPECT_THAT(with({"election", "explain", kAliceStash}).out,
                AllOf(StartsWith(std::string(kAliceStash) + " is elected in round "),
                      HasSubstr("Backing        100.0000 KSM: number 1 of 2\n")));
}

// Alice has session keys and nobody has bonded anything.
TEST(StakingOfOwnChain, HasNobodyWhoValidates) {
    const TemporaryFolder folder;
    const std::string kAlice = R"("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")";
    const std::string patch =
        R"({"balances":{"balances":[[)" + kAlice + R"(,1000000000000000]]},)" +
        R"("babe":{"epochConfig":{"c":[1,4],"allowed_slots":"PrimaryAndSecondaryVRFSlots"}},"session":{"keys":[[)" +
        kAlice + "," + kAlice + R"(,{"babe":)" + kAlice + R"(,"para_validator":)" + kAlice + R"(,"para_assignment":)" +
        kAlice + R"(,"authority_discovery":)" + kAlice +
        R"(,"beefy":"KW39r9CJjAVzmkf9zQ4YDb2hqfAVGdRqn53eRqyruqpxAP5YL",)" +
        R"("grandpa":"5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu"}]]}})";
    const std::string code = to_hex_prefixed(to_bytes(as_bytes(read_file(SERINUS_KUSAMA_WASM))));
    const std::string spec =
        folder.save("spec.json", R"({"name":"Test","id":"test","bootNodes":[],"genesis":{"runtimeGenesis":{"code":")" +
                                     code + R"(","patch":)" + patch + "}}}");
    const auto with = [&](std::vector<std::string> words) {
        for (const auto& word : {std::string("--chain"), spec, std::string("-d"), folder.path()}) words.push_back(word);
        return run_serinus(words);
    };
    EXPECT_EQ(with({"staking", "bags"}).out, "0 voters in 0 bags, 0 of them in a wrong one\n");
    EXPECT_EQ(with({"staking", "next-era"}).out,
              "Era 1 would not begin: the election fails, and the validators stay\n");
    const Outcome explained = with({"election", "explain", kAliceStash});
    EXPECT_THAT(explained.out + explained.err,
                testing::AnyOf(HasSubstr("has nothing bonded"), HasSubstr("wants no validators")));
}

TEST(StakingOfOwnChain, ElectsTheFourValidatorsOfItsPreset) {
    const TemporaryFolder folder;
    const Outcome outcome =
        run_serinus({"staking", "next-era", "--chain", own_chain("kusama-staking"), "-d", folder.path(), "--json"});
    const Json json = Json::parse(outcome.out);
    EXPECT_TRUE(json["isElected"].boolean()) << outcome.err;
    EXPECT_EQ(json["validators"].integer(), 4);
    EXPECT_NE(json["payout"].text(), "0");
}

TEST(StakingOfOwnChain, ANodeIsAskedWithTheSameAnswersAsADatabase) {
    const TemporaryFolder database;
    const TemporaryFolder of_node;
    const std::string chain = own_chain("kusama-staking");
    const RunningSerinus node({"--chain", chain, "-d", of_node.path(), "--rpc-port", "0", "--prometheus-port", "0",
                               "--port", "0", "--no-mdns"});
    const std::string url = node.wait_for_rpc();
    ASSERT_NE(url, "") << node.error_text();
    const auto both = [&](std::vector<std::string> words) {
        std::vector<std::string> local = words;
        for (const auto* word : {"--chain", chain.c_str(), "-d", database.path().c_str()}) local.emplace_back(word);
        for (const auto* word : {"--url", url.c_str()}) words.emplace_back(word);
        const Outcome outcome = run_serinus(local);
        EXPECT_EQ(run_serinus(words).out, outcome.out) << outcome.err;
        return outcome.out;
    };
    EXPECT_THAT(both({"election", "explain", kAliceStash}),
                AllOf(StartsWith(std::string(kAliceStash) + " is elected in round 4 of 4\n"),
                      HasSubstr("4 of 4 candidates by 6 voters\n")));
    EXPECT_EQ(both({"staking", "bags"}), "6 voters in 2 bags, 0 of them in a wrong one\n");
    EXPECT_EQ(both({"staking", "rewards", kAliceStash}),
              std::string(kAliceStash) + " has 0.0000 KSM unpaid: no era is over\n");
    EXPECT_THAT(run_serinus({"staking", "next-era", "--url", url}).out, StartsWith("Era 1 would have 4 validators; "));
}

}  // namespace
}  // namespace serinus::test
