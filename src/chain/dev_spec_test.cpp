#include "chain/dev_spec.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "chain/genesis.hpp"
#include "tests/support/data.hpp"

namespace serinus::chain {
namespace {

using namespace literals;

const RawGenesis& raw(const ChainSpec& spec) { return std::get<RawGenesis>(spec.genesis); }

constexpr std::string_view kAccounts = "26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9";

// The key is the one that polkadot.js shows for Alice on any chain; the value the one of the next test.
TEST(DevelopmentSpec, AliceOwnsAMillionUnits) {
    const ChainSpec spec = development_spec();
    const auto alice = raw(spec).top.find(
        "26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9de1e86a9a8c739864cf3cc5ec2bea59f"
        "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"_hex);
    ASSERT_TRUE(alice.has_value());
    EXPECT_EQ(
        to_hex(*alice),
        "00000000000000000100000000000000000064a7b3b6e00d000000000000000000000000000000000000000000000000000000000000"
        "0000000000000000000000000000000000000000000000000080");
}

// The local chain of the real Kusama runtime gives the same accounts the same start.
TEST(DevelopmentSpec, AccountsAreThoseOfTheRealRuntimesLocalChain) {
    const auto path = test::shared_data("genesis/kusama-local-1000000.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    const auto local = read_chain_spec_file(*path);
    ASSERT_TRUE(local.has_value());
    const ChainSpec spec = development_spec();
    size_t accounts = 0;
    size_t same = 0;
    for (size_t i = 0; i < raw(spec).top.size(); ++i) {
        const auto [key, value] = raw(spec).top[i];
        if (!to_hex(key).starts_with(kAccounts)) continue;
        ++accounts;
        const auto theirs = raw(*local).top.find(key);
        ASSERT_TRUE(theirs.has_value()) << to_hex(key);
        same += equal(*theirs, value) ? 1 : 0;
    }
    EXPECT_EQ(accounts, 12u);
    EXPECT_EQ(same, 10u);  // two stashes are validators there and have reserved some
}

TEST(DevelopmentSpec, TheIssuanceIsTheSumOfTheAccounts) {
    const ChainSpec spec = development_spec();
    const auto issuance = raw(spec).top.find("c2261276cc9d1f8598ea4b6a74b15c2f57c875e4cff74148e4628f264b974c80"_hex);
    ASSERT_TRUE(issuance.has_value());
    EXPECT_EQ(to_hex(*issuance), "0000b0d86b9088a60000000000000000");  // 12 * 10^18
}

TEST(DevelopmentSpec, HasAGenesisAndSurvivesItsOwnText) {
    const ChainSpec spec = development_spec();
    const auto genesis = genesis_block(spec);
    ASSERT_TRUE(genesis.has_value());
    EXPECT_FALSE(genesis->code.has_value());
    std::string text;
    ASSERT_TRUE(write_chain_spec(spec, [&](std::string_view piece) {
        text += piece;
        return true;
    }));
    const auto again = read_chain_spec(text);
    ASSERT_TRUE(again.has_value()) << again.error().to_string();
    EXPECT_TRUE(*again == spec);
    EXPECT_EQ(genesis_block(*again).value().hash, genesis->hash);
}

}  // namespace
}  // namespace serinus::chain
