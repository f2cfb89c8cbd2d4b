// Source: staging-xcm-executor 21, assets.rs; staging-xcm 18, v5/asset.rs
#include <gtest/gtest.h>

#include "runtime/xcm/holding.hpp"

namespace serinus::xcm {
namespace {

AssetId id(uint8_t parents, uint32_t para = 0) {
    return para == 0 ? AssetId{{parents, {}}} : AssetId{{parents, {Junction::parachain(para)}}};
}
Asset coins(uint8_t parents, uint128_t amount) { return Asset::fungible(id(parents), amount); }
Asset item(uint8_t parents, uint128_t index) {
    return Asset::non_fungible(id(parents), {AssetInstance::Kind::Index, index, {}});
}
std::vector<Asset> all_of(const Holding& holding) { return {holding.begin(), holding.end()}; }
Holding holding_of(std::vector<Asset> assets) {
    Holding holding;
    for (const Asset& asset : assets) holding.subsume(asset);
    return holding;
}

TEST(XcmAssets, SortedMergesEqualFungiblesAndDropsEqualItems) {
    const Assets assets = Assets::sorted({item(0, 1), coins(1, 3), coins(0, 1), coins(0, 2), item(0, 1), item(0, 0)});
    EXPECT_EQ(assets.items, (std::vector<Asset>{coins(0, 3), coins(1, 3), item(0, 0), item(0, 1)}));
    const uint128_t most = ~uint128_t{0};
    EXPECT_EQ(Assets::sorted({coins(0, most), coins(0, 1)}).items, std::vector<Asset>{coins(0, most)});
}

TEST(XcmAssets, MayFollowByIdOrAsANonFungible) {
    EXPECT_TRUE(may_follow(coins(0, 9), coins(1, 1)));
    EXPECT_FALSE(may_follow(coins(0, 1), coins(0, 2)));
    EXPECT_TRUE(may_follow(coins(1, 1), item(0, 1)));
    EXPECT_TRUE(may_follow(item(0, 1), item(0, 2)));
    EXPECT_FALSE(may_follow(item(0, 2), item(0, 1)));
    // Observed: staging-xcm-executor 21.0.0: a larger id is enough.
    EXPECT_TRUE(may_follow(item(0, 1), coins(1, 1)));
}

TEST(XcmHolding, HasFungiblesBeforeItemsEachInOrder) {
    const Holding holding = holding_of({item(1, 0), coins(2, 300), item(0, 2), coins(0, 5), coins(2, 1), item(0, 2)});
    EXPECT_EQ(all_of(holding), (std::vector<Asset>{coins(0, 5), coins(2, 301), item(0, 2), item(1, 0)}));
}

TEST(XcmHolding, TakesAsMuchAsThereIs) {
    Holding holding = holding_of({coins(0, 5), item(0, 1)});
    const Holding taken = holding.take(AssetFilter::of(Assets{{coins(0, 7), coins(1, 1), item(0, 1)}}));
    EXPECT_EQ(taken, holding_of({coins(0, 5), item(0, 1)}));
    EXPECT_TRUE(holding.empty());
}

TEST(XcmHolding, TakesExactlyOrNothing) {
    Holding holding = holding_of({coins(0, 5)});
    const Holding before = holding;
    EXPECT_EQ(holding.take_exactly(AssetFilter::of(coins(0, 6))), std::nullopt);
    EXPECT_EQ(holding.take_exactly(AssetFilter::of(Assets{{coins(0, 1), item(0, 1)}})), std::nullopt);
    EXPECT_EQ(holding, before);
    EXPECT_EQ(holding.take_exactly(AssetFilter::of(coins(0, 5))), before);
    EXPECT_TRUE(holding.empty());
}

// Observed: staging-xcm-executor 21.0.0: each entry of a list is looked at alone, then as much as there is is taken.
TEST(XcmHolding, TakesAnAssetThatIsListedTwice) {
    Holding holding = holding_of({coins(0, 5)});
    const auto taken = holding.take_exactly(AssetFilter::of(Assets{{coins(0, 4), coins(0, 4)}}));
    EXPECT_EQ(taken, holding_of({coins(0, 5)}));
}

TEST(XcmHolding, WildcardsTakeSoManyInOrder) {
    const Holding all = holding_of({coins(0, 1), coins(1, 2), item(0, 1), item(0, 2), item(1, 1)});
    Holding holding = all;
    EXPECT_EQ(holding.take(AssetFilter::all_counted(3)), holding_of({coins(0, 1), coins(1, 2), item(0, 1)}));
    EXPECT_EQ(holding, holding_of({item(0, 2), item(1, 1)}));
    holding = all;
    EXPECT_TRUE(holding.take(AssetFilter::all_counted(0)).empty());
    EXPECT_EQ(holding, all);
    EXPECT_EQ(holding.take(AssetFilter::all_of(id(0), WildFungibility::NonFungible)),
              holding_of({item(0, 1), item(0, 2)}));
    EXPECT_EQ(holding.take(AssetFilter::all_of(id(1), WildFungibility::Fungible)), holding_of({coins(1, 2)}));
    AssetFilter one{AssetFilter::Kind::Wild, {}, {WildAsset::Kind::AllOfCounted, id(0), WildFungibility::Fungible, 0}};
    EXPECT_TRUE(holding.take(one).empty());
    EXPECT_EQ(holding.take(AssetFilter::all()), holding_of({coins(0, 1), item(1, 1)}));
}

TEST(XcmHolding, MinSaysTheSameAndTakesNothing) {
    const Holding holding = holding_of({coins(0, 5), coins(1, 2), item(0, 1)});
    EXPECT_EQ(holding.min(AssetFilter::of(Assets{{coins(0, 3), coins(2, 1), item(0, 1)}})),
              holding_of({coins(0, 3), item(0, 1)}));
    EXPECT_EQ(holding.min(AssetFilter::all_counted(1)), holding_of({coins(0, 5)}));
    EXPECT_EQ(holding.size(), 3u);
}

TEST(XcmHolding, SubtractsAllOrNothing) {
    Holding holding = holding_of({coins(0, 5), item(0, 1)});
    EXPECT_FALSE(holding.subtract(coins(0, 6)));
    EXPECT_FALSE(holding.subtract(item(0, 2)));
    EXPECT_TRUE(holding.subtract(coins(0, 5)));
    EXPECT_TRUE(holding.subtract(item(0, 1)));
    EXPECT_TRUE(holding.empty());
}

TEST(XcmHolding, ReanchorsAndPutsBackWhatCannotBeSaid) {
    Location deep{0, {}};
    for (int i = 0; i < 8; ++i) ASSERT_TRUE(deep.interior.push(Junction::only_child()));
    const Asset unspeakable = Asset::fungible({deep}, 4);
    Holding holding = holding_of({coins(0, 5), unspeakable});
    Holding failed = holding_of({Asset::fungible({deep}, 100), coins(1, 1)});
    const Junction kusama = Junction::global_consensus(NetworkId::kusama());
    holding.reanchor({1, {Junction::global_consensus(NetworkId::polkadot())}}, {kusama}, &failed);
    EXPECT_EQ(holding, holding_of({Asset::fungible({{1, {kusama}}}, 5)}));
    // Observed: staging-xcm-executor 21.0.0: the amount that was there is replaced.
    EXPECT_EQ(failed, holding_of({unspeakable, coins(1, 1)}));
}

TEST(XcmHolding, OfAssetsThatBecomeTheSameTheLastRemains) {
    const Junction here = Junction::parachain(1000);
    const Junction index = Junction::general_index(7);
    Holding holding = holding_of({Asset::fungible({{0, {index}}}, 5), Asset::fungible({{1, {here, index}}}, 7)});
    holding.reanchor({1, {Junction::parachain(2000)}}, {Junction::global_consensus(NetworkId::kusama()), here},
                     nullptr);
    EXPECT_EQ(all_of(holding), std::vector<Asset>{Asset::fungible({{1, {here, index}}}, 7)});
}

}  // namespace
}  // namespace serinus::xcm
