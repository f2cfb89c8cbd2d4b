#include "chain/spec/genesis_builder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "chain/spec/genesis.hpp"
#include "tests/support/data.hpp"

namespace serinus::chain {
namespace {

// Spec: RFC-7396. The examples of its appendix, and numbers that no double holds.
TEST(MergeJson, FollowsTheExamplesOfItsRfc) {
    EXPECT_EQ(merge_json(R"({"a":"b"})", R"({"a":"c"})"), R"({"a":"c"})");
    EXPECT_EQ(merge_json(R"({"a":"b"})", R"({"b":"c"})"), R"({"a":"b","b":"c"})");
    EXPECT_EQ(merge_json(R"({"a":"b"})", R"({"a":null})"), "{}");
    EXPECT_EQ(merge_json(R"({"a":"b","b":"c"})", R"({"a":null})"), R"({"b":"c"})");
    EXPECT_EQ(merge_json(R"({"a":["b"]})", R"({"a":"c"})"), R"({"a":"c"})");
    EXPECT_EQ(merge_json(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})"), R"({"a":{"b":"d"}})");
    EXPECT_EQ(merge_json(R"({"a":[{"b":"c"}]})", R"({"a":[1]})"), R"({"a":[1]})");
    EXPECT_EQ(merge_json(R"(["a","b"])", R"(["c","d"])"), R"(["c","d"])");
    EXPECT_EQ(merge_json(R"({"e":null})", R"({"a":1})"), R"({"e":null,"a":1})");
    EXPECT_EQ(merge_json("[1,2]", R"({"a":"b","c":null})"), R"({"a":"b"})");
    EXPECT_EQ(merge_json("{}", R"({"a":{"bb":{"ccc":null}}})"), R"({"a":{"bb":{}}})");
    EXPECT_EQ(
        merge_json(R"({ "x" : [ {"y": "}\"," } ] , "n": 340282366920938463463374607431768211455 })", R"({"b":2})"),
        R"({"x":[ {"y": "}\"," } ],"n":340282366920938463463374607431768211455,"b":2})");
}

// The runtime builds what it says its development preset is; the patch is laid over its default.
TEST(GenesisBuilder, ARuntimeBuildsItsGenesis) {
    const auto path = test::shared_data("genesis/rococo-dev-1014000.json");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    const auto spec = read_chain_spec_file(*path);
    ASSERT_TRUE(spec);
    RuntimeGenesis genesis;
    genesis.code = to_bytes(*std::get<RawGenesis>(spec->genesis).top.find(as_bytes(":code")));
    // //Alice has a number of plancks that no double holds.
    genesis.config.text =
        R"({"balances":{"balances":[["5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",12345678901234567]]}})";
    executor::Executor executor;
    const auto built = build_genesis(genesis, executor);
    ASSERT_TRUE(built) << built.error().to_string();
    EXPECT_EQ(to_bytes(*built->top.find(as_bytes(":code"))), genesis.code);
    EXPECT_GT(built->top.size(), 50u);
    // Balances.TotalIssuance: twox128 of both names.
    const auto issuance =
        built->top.find(*from_hex("c2261276cc9d1f8598ea4b6a74b15c2f57c875e4cff74148e4628f264b974c80"));
    ASSERT_TRUE(issuance);
    // The treasury's account gets the existential deposit of Rococo.
    EXPECT_EQ(load_le<uint64_t>(issuance->data()), 12345678901234567u + 33'333'333u);

    genesis.config.text = R"({"balances":{"balances":3}})";
    EXPECT_THAT(build_genesis(genesis, executor).error().reason, testing::HasSubstr("it refuses the configuration"));
    genesis.code = {0};
    EXPECT_EQ(build_genesis(genesis, executor).error().fault, SpecFault::kNeedsRuntime);
}

}  // namespace
}  // namespace serinus::chain
