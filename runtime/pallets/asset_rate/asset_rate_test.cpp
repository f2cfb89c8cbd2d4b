// AssetRate, read as a specification. Pallet: asset-rate
#include "runtime/pallets/asset_rate/asset_rate.ipp"

#include "runtime/mock/world_test.hpp"

namespace serinus::pallet_asset_rate::chain {

using AssetRate = Pallet<struct AssetRateConfig>;

struct Asset {
    uint32_t id{};
};
struct Treasurer {
    static bool contains(const AccountId& who) { return who == sdk::test::kDave; }
};
using EnsureTreasurer = EitherOfDiverse<EnsureRoot, EnsureSignedBy<Treasurer>>;

struct AssetRateConfig {
    static constexpr PalletInfo kInfo{3, "AssetRate"};
    using AssetKind = Asset;
    using CreateOrigin = EnsureTreasurer;
    using UpdateOrigin = EnsureTreasurer;
    using RemoveOrigin = EnsureRoot;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_asset_rate::Weights>;
};
struct Runtime : mock::RuntimeOf<AssetRate> {};

}  // namespace serinus::pallet_asset_rate::chain

SERINUS_PALLET(serinus::pallet_asset_rate::Pallet<serinus::pallet_asset_rate::chain::AssetRateConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_asset_rate::chain::Runtime)

namespace serinus::pallet_asset_rate {
namespace {

using namespace mock;
using chain::Asset, chain::AssetRate;
using Event = AssetRate::Event;
using Error = AssetRate::Error;

constexpr Asset kGold{1}, kSilver{2};
constexpr FixedU128 kTwo{2 * FixedU128::kDiv};
constexpr FixedU128 kThird{FixedU128::kDiv / 3};

using AssetRateTest = World<chain::Runtime>;

TEST_F(AssetRateTest, ARateIsCreatedUpdatedAndRemoved) {
    make_ok(signed_by(kDave), AssetRate::create{kGold, kTwo});
    expect_events({event<AssetRate>(Event::AssetRateCreated{kGold, kTwo})});
    make_ok(root(), AssetRate::update{kGold, kThird});
    expect_events({event<AssetRate>(Event::AssetRateUpdated{kGold, kTwo, kThird})});
    make_ok(root(), AssetRate::remove{kGold});
    expect_events({event<AssetRate>(Event::AssetRateRemoved{kGold})});
    EXPECT_FALSE(AssetRate::storage.ConversionRateToNative.exists(kGold));
}

TEST_F(AssetRateTest, OnlyWhatHasNoRateGetsOneAndOnlyWhatHasOneLosesIt) {
    make_error(root(), AssetRate::update{kGold, kTwo}, Error::UnknownAssetKind);
    make_error(root(), AssetRate::remove{kGold}, Error::UnknownAssetKind);
    make_ok(root(), AssetRate::create{kGold, kTwo});
    make_error(root(), AssetRate::create{kGold, kThird}, Error::AlreadyExists);
    make_ok(root(), AssetRate::create{kSilver, kThird});
}

TEST_F(AssetRateTest, EachCallHasItsAuthority) {
    make_error(signed_by(kAlice), AssetRate::create{kGold, kTwo}, kBadOrigin);
    make_ok(signed_by(kDave), AssetRate::create{kGold, kTwo});
    make_error(none(), AssetRate::update{kGold, kTwo}, kBadOrigin);
    make_error(signed_by(kDave), AssetRate::remove{kGold}, kBadOrigin);
}

TEST_F(AssetRateTest, ConvertsBothWaysCutOff) {
    make_ok(root(), AssetRate::create{kGold, kTwo});
    EXPECT_EQ(AssetRate::from_asset_balance(7, kGold), 14u);
    EXPECT_EQ(AssetRate::to_asset_balance(7, kGold), 3u);
    make_ok(root(), AssetRate::create{kSilver, kThird});
    EXPECT_EQ(AssetRate::from_asset_balance(10, kSilver), 3u);
    // The inverse of 0.333333333333333333 is 3.000000000000000003, cut off.
    EXPECT_EQ(AssetRate::to_asset_balance(10, kSilver), 30u);
    EXPECT_EQ(AssetRate::from_asset_balance(max_value<Balance>(), kGold), max_value<Balance>());
}

TEST_F(AssetRateTest, WithoutARateNobodyKnowsTheWorth) {
    EXPECT_EQ(AssetRate::from_asset_balance(7, kGold), std::nullopt);
    EXPECT_EQ(AssetRate::to_asset_balance(7, kGold), std::nullopt);
    // A rate of nothing has no inverse.
    make_ok(root(), AssetRate::create{kGold, FixedU128::zero()});
    EXPECT_EQ(AssetRate::from_asset_balance(7, kGold), 0u);
    EXPECT_EQ(AssetRate::to_asset_balance(7, kGold), std::nullopt);
}

}  // namespace
}  // namespace serinus::pallet_asset_rate
