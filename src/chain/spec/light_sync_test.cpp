#include "chain/spec/light_sync.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "chain/spec/genesis.hpp"
#include "tests/support/data.hpp"
#include "tests/support/json.hpp"

namespace serinus::chain {
namespace {

TEST(LightSync, TheLightSpecificationOfKusamaStartsFromItsFinalizedBlock) {
    const auto path = test::shared_data("light/kusama-light.json");
    const auto expected_path = test::shared_data("light/expected.json");
    if (!path || !expected_path) GTEST_SKIP() << test::kNoSharedData;
    const test::Json expected = test::Json::read(*expected_path);
    const auto spec = read_chain_spec_file(*path);
    ASSERT_TRUE(spec.has_value()) << spec.error().to_string();
    const auto block = find_light_block(*spec);
    ASSERT_TRUE(block.has_value()) << block.error().to_string();
    EXPECT_EQ((*block)->header.number.value, expected["finalizedHeader"]["number"].unsigned_integer());
    EXPECT_EQ(to_hex_prefixed((*block)->hash.bytes), expected["finalizedHeader"]["hash"].text());
    EXPECT_EQ(spec->boot_nodes.size(), expected["bootNodes"].unsigned_integer());
    EXPECT_EQ(to_hex_prefixed(genesis_block(*spec).value().header.state_root.bytes),
              expected["genesisStateRoot"].text());
    EXPECT_FALSE(spec->light_sync_state->babe_epoch_changes.empty());
    EXPECT_FALSE(spec->light_sync_state->grandpa_authority_set.empty());
}

TEST(LightSync, NewerNodesPutTheStateBesideACheckpoint) {
    const std::string header = std::string(64, '0') + "04" + std::string(128, '0') + "00";
    const std::string state = R"({"lightSyncState":{"finalizedBlockHeader":"0x)" + header +
                              R"("},"checkpoint":{"header":"0x","callProof":"0x"}})";
    const auto spec = read_chain_spec(R"({"name":"","id":"","bootNodes":[],"lightSyncState":)" + state +
                                      R"(,"genesis":{"raw":{"top":{}}}})");
    ASSERT_TRUE(spec.has_value()) << spec.error().to_string();
    EXPECT_EQ(find_light_block(*spec).value()->header.number.value, 1u);
    EXPECT_EQ(spec->light_sync_state->json.text, state);
}

TEST(LightSync, WithoutAStateThereIsNoBlock) {
    EXPECT_FALSE(find_light_block(ChainSpec{}).value().has_value());
    ChainSpec spec;
    spec.light_sync_state.emplace();
    EXPECT_FALSE(find_light_block(spec).value().has_value());
}

TEST(LightSync, AHeaderThatIsNoneIsRefused) {
    ChainSpec spec;
    spec.light_sync_state.emplace().finalized_block_header = Bytes(20);
    EXPECT_TRUE(find_light_block(spec).error().to_string().starts_with(
        "$.lightSyncState.finalizedBlockHeader: is no block header: "));
}

}  // namespace
}  // namespace serinus::chain
