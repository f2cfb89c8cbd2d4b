#include "tools/launcher/genesis_validators.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace serinus::launcher {
namespace {

namespace json = boost::json;

constexpr const char* kAlice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
constexpr const char* kAliceStash = "5GNJqTPyNqANBkUVMN1LPPrxXnFouWXoe2wNSmmEoLctxiZY";
constexpr const char* kAliceEd25519 = "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu";
constexpr const char* kAliceEcdsa = "KW39r9CJjAVzmkf9zQ4YDb2hqfAVGdRqn53eRqyruqpxAP5YL";
constexpr const char* kBobStash = "5HpG9w8EBLe5XCrbczpwq5TSXvedjrBGCwqxK1iQ7qUsSWFc";

chain::JsonText configuration() {
    const std::string alice = std::string(R"(["x","x",{"grandpa":"a","babe":"b","beefy":"c"}])");
    return {R"({"other":{"large":100000000000000000000000001},"session":{"keys":[)" + alice +
            R"(]},"balances":{"balances":[[")" + kAlice + R"(",1000000000000000000]]}})"};
}

TEST(GenesisValidators, SessionKeysAreMadeForEveryValidatorInTheSchemeOfTheirKind) {
    const auto changed = with_validators(configuration(), first_validators(2));
    ASSERT_TRUE(changed.has_value()) << changed.error();
    const json::value root = json::parse(changed->text);
    const json::array& keys = root.at("session").at("keys").as_array();
    ASSERT_EQ(keys.size(), 2u);
    EXPECT_EQ(keys[0].at(0), kAliceStash);
    EXPECT_EQ(keys[0].at(1), kAliceStash);
    EXPECT_EQ(keys[0].at(2).at("babe"), kAlice);
    EXPECT_EQ(keys[0].at(2).at("grandpa"), kAliceEd25519);
    EXPECT_EQ(keys[0].at(2).at("beefy"), kAliceEcdsa);
    EXPECT_EQ(keys[1].at(0), kBobStash);
}

TEST(GenesisValidators, AccountsWithoutABalanceAreEndowedAndNoneTwice) {
    const auto changed = with_validators(configuration(), first_validators(2));
    ASSERT_TRUE(changed.has_value()) << changed.error();
    const json::value root = json::parse(changed->text);
    const json::array& balances = root.at("balances").at("balances").as_array();
    EXPECT_EQ(balances.size(), 4u);  // Alice was there; her stash, Bob and his stash are new
    for (const json::value& entry : balances) EXPECT_EQ(entry.at(1).as_int64(), 1'000'000'000'000'000'000);
}

TEST(GenesisValidators, OtherPartsOfTheConfigurationKeepTheirDigits) {
    const auto changed = with_validators(configuration(), first_validators(1));
    ASSERT_TRUE(changed.has_value()) << changed.error();
    EXPECT_NE(changed->text.find("100000000000000000000000001"), std::string::npos);
}

TEST(GenesisValidators, WhereThereAreStakersTheyAreTheElectedOnes) {
    std::string text = configuration().text;
    text.pop_back();
    text +=
        R"(,"staking":{"validatorCount":1,"slashRewardFraction":7,"stakers":[["x","x",500,"Validator"],["y","y",20,{"Nominator":["x"]}],[")" +
        std::string(kBobStash) + R"(","b",9,{"Nominator":["x"]}]]}})";
    const auto changed = with_validators({text}, first_validators(2));
    ASSERT_TRUE(changed.has_value()) << changed.error();
    const json::value staking = json::parse(changed->text).at("staking");
    EXPECT_EQ(staking.at("validatorCount"), 2);
    EXPECT_EQ(staking.at("slashRewardFraction"), 7) << "which stays";
    EXPECT_EQ(staking.at("invulnerables"), (json::array{kAliceStash, kBobStash}));
    const json::array& stakers = staking.at("stakers").as_array();
    ASSERT_EQ(stakers.size(), 3u) << "Bob is no nominator any more";
    EXPECT_EQ(stakers[1], (json::array{kBobStash, kBobStash, 500, "Validator"}));
    EXPECT_EQ(stakers[2].at(0), "y");
}

TEST(GenesisValidators, AConfigurationWithoutThesePartsIsRefusedWithAReason) {
    for (const char* text : {"", "[]", "{}", R"({"session":{"keys":[]}})", R"({"session":{"keys":[[1,2,{}]]}})",
                             R"({"session":{"keys":[[1,2,{}]]},"balances":{"balances":[["a",1.5]]}})",
                             R"({"session":{"keys":[[1,2,{}]]},"balances":{"balances":[7]}})"}) {
        const auto changed = with_validators({text}, first_validators(1));
        ASSERT_FALSE(changed.has_value()) << text;
        EXPECT_FALSE(changed.error().empty());
    }
}

}  // namespace
}  // namespace serinus::launcher
