#include "chain/spec/dev_spec.hpp"

#include <gtest/gtest.h>

#include "chain/spec/genesis.hpp"

namespace serinus::chain {
namespace {

constexpr uint8_t kCode[] = {0, 'a', 's', 'm', 1, 0, 0, 0};
constexpr uint8_t kProperCode[] = {0, 'a', 's', 'm', 1, 0, 0, 0, 0};
constexpr BuiltInRuntime kRuntime = {.code = kCode,
                                     .development_patch = R"({"a":1})",
                                     .local_testnet_patch = R"({"b":2})",
                                     .staking_testnet_patch = R"({"d":4})",
                                     .proper_code = kProperCode,
                                     .proper_patch = R"({"c":3})"};

const RuntimeGenesis& instructions(const ChainSpec& spec) { return std::get<RuntimeGenesis>(spec.genesis); }

TEST(DevelopmentSpec, IsKusamasOwn) {
    const ChainSpec spec = development_spec(kRuntime);
    EXPECT_EQ(spec.id, "kusama_dev");
    EXPECT_EQ(spec.properties->text, R"({"ss58Format":2,"tokenDecimals":12,"tokenSymbol":"KSM"})");
    EXPECT_EQ(instructions(spec).config.text, R"({"a":1})");
    EXPECT_TRUE(equal(instructions(spec).code, kCode));
}

TEST(DevelopmentSpec, TheLocalChainHasAPresetOfItsOwn) {
    const ChainSpec spec = local_testnet_spec(kRuntime);
    EXPECT_EQ(spec.id, "kusama_local_testnet");
    EXPECT_EQ(instructions(spec).config.text, R"({"b":2})");
}

TEST(DevelopmentSpec, TheChainWithStakersHasAPresetOfItsOwn) {
    const ChainSpec spec = staking_testnet_spec(kRuntime);
    EXPECT_EQ(spec.id, "kusama_staking_testnet");
    EXPECT_EQ(instructions(spec).config.text, R"({"d":4})");
}

TEST(DevelopmentSpec, KusamasProperRuntimeHasAChainOfItsOwn) {
    const ChainSpec spec = proper_spec(kRuntime);
    EXPECT_EQ(spec.id, "kusama_proper");
    EXPECT_EQ(instructions(spec).config.text, R"({"c":3})");
    EXPECT_TRUE(equal(instructions(spec).code, kProperCode));
}

TEST(DevelopmentSpec, SurvivesItsOwnText) {
    const ChainSpec spec = development_spec(kRuntime);
    std::string text;
    ASSERT_TRUE(write_chain_spec(spec, [&](std::string_view piece) {
        text += piece;
        return true;
    }));
    const auto again = read_chain_spec(text);
    ASSERT_TRUE(again.has_value()) << again.error().to_string();
    EXPECT_TRUE(*again == spec);
}

}  // namespace
}  // namespace serinus::chain
