#include "services/parachain/leaves/active_leaves.hpp"

#include <gtest/gtest.h>

namespace serinus::services::paras {
namespace {

Hash256 hash_of(uint8_t number) { return Hash256(ByteArray<32>{number}); }
ActiveLeaves::Leaf leaf(uint8_t id, BlockNumber number) { return {hash_of(id), number}; }

// Observed: polkadot-overseer 36.0.0
TEST(ActiveLeaves, AChildTakesThePlaceOfItsParent) {
    ActiveLeaves leaves;
    EXPECT_EQ(leaves.on_imported(leaf(1, 1), hash_of(0)), (ActiveLeaves::Update{leaf(1, 1), {}}));
    EXPECT_EQ(leaves.on_imported(leaf(2, 2), hash_of(1)), (ActiveLeaves::Update{leaf(2, 2), {hash_of(1)}}));
    EXPECT_EQ(leaves.leaves().size(), 1u);
}

TEST(ActiveLeaves, ForksAreLeavesBesideEachOther) {
    ActiveLeaves leaves;
    (void)leaves.on_imported(leaf(1, 1), hash_of(0));
    (void)leaves.on_imported(leaf(2, 2), hash_of(1));
    EXPECT_EQ(leaves.on_imported(leaf(3, 2), hash_of(1)), (ActiveLeaves::Update{leaf(3, 2), {}}));
    EXPECT_EQ(leaves.view(), (parachain::View{{hash_of(2), hash_of(3)}, 0}));
}

TEST(ActiveLeaves, ABlockIsActivatedOnce) {
    ActiveLeaves leaves;
    (void)leaves.on_imported(leaf(1, 1), hash_of(0));
    EXPECT_EQ(leaves.on_imported(leaf(1, 1), hash_of(0)), ActiveLeaves::Update{});
}

TEST(ActiveLeaves, FinalityEndsForksAndKeepsTheFinalLeaf) {
    ActiveLeaves leaves;
    (void)leaves.on_imported(leaf(2, 2), hash_of(1));
    (void)leaves.on_imported(leaf(3, 2), hash_of(1));
    EXPECT_EQ(leaves.on_finalized(leaf(2, 2)), (ActiveLeaves::Update{std::nullopt, {hash_of(3)}}));
    EXPECT_EQ(leaves.view(), (parachain::View{{hash_of(2)}, 2}));
    EXPECT_EQ(leaves.on_imported(leaf(4, 2), hash_of(1)), ActiveLeaves::Update{}) << "it can never be final";
}

TEST(ActiveLeaves, PeersAreToldOfFiveOfThemAtMost) {
    ActiveLeaves leaves;
    for (uint8_t id = 1; id <= 7; ++id) (void)leaves.on_imported(leaf(id, id), hash_of(100));
    EXPECT_EQ(leaves.view().heads, (std::vector{hash_of(3), hash_of(4), hash_of(5), hash_of(6), hash_of(7)}));
}

TEST(ActiveLeaves, TheLowestGoesWhenThereAreTooMany) {
    ActiveLeaves leaves;
    for (uint8_t id = 1; id <= ActiveLeaves::kMaxLeaves; ++id) {
        (void)leaves.on_imported(leaf(id, uint32_t{100} + id), hash_of(200));
    }
    EXPECT_EQ(leaves.on_imported(leaf(99, 500), hash_of(200)), (ActiveLeaves::Update{leaf(99, 500), {hash_of(1)}}));
    EXPECT_EQ(leaves.on_imported(leaf(98, 50), hash_of(200)), ActiveLeaves::Update{}) << "it is the lowest itself";
    EXPECT_EQ(leaves.leaves().size(), ActiveLeaves::kMaxLeaves);
}

}  // namespace
}  // namespace serinus::services::paras
