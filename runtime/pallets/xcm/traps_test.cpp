// XcmPallet, read as a specification: what programs leave behind, and who gets it back. Pallet: xcm
#include "runtime/pallets/xcm/chain_test.hpp"

namespace serinus::pallet_xcm {
namespace {

class XcmTrapTest : public XcmTest {
  protected:
    static Hash256 trap_hash(const xcm::Location& origin, const xcm::VersionedAssets& assets) {
        Bytes bytes = scale::encode(origin);
        append(bytes, scale::encode(assets));
        return host::blake2_256(bytes);
    }
    static xcm::Location version_ticket(uint128_t version) { return {0, {xcm::Junction::general_index(version)}}; }
    static bool claim(const xcm::Location& origin, const xcm::Location& ticket, const xcm::Assets& assets) {
        return Xcm::traps.claim_assets(origin, ticket, assets, context());
    }
    static void drop(const xcm::Location& origin, const xcm::Assets& assets) {
        EXPECT_EQ(Xcm::traps.drop_assets(origin, assets, context()), Weight::zero());
    }
};

TEST_F(XcmTrapTest, AssetsAreCountedByTheHashOfThemAndTheirOrigin) {
    const Hash256 hash = trap_hash(parachain(7), xcm::VersionedAssets(coins_only(5)));
    drop(parachain(7), coins_only(5));
    EXPECT_TRUE(saw<Xcm>(Event::AssetsTrapped{hash, parachain(7), xcm::VersionedAssets(coins_only(5))}));
    drop(parachain(7), coins_only(5));
    drop(parachain(8), coins_only(5));
    EXPECT_EQ(storage.AssetTraps.get(hash), 2u);

    EXPECT_FALSE(claim(parachain(7), xcm::Location::here(), coins_only(6)));
    EXPECT_TRUE(claim(parachain(7), xcm::Location::here(), coins_only(5)));
    EXPECT_TRUE(saw<Xcm>(Event::AssetsClaimed{hash, parachain(7), xcm::VersionedAssets(coins_only(5))}));
    EXPECT_EQ(storage.AssetTraps.get(hash), 1u);
    EXPECT_TRUE(claim(parachain(7), xcm::Location::here(), coins_only(5)));
    EXPECT_FALSE(storage.AssetTraps.exists(hash));
    EXPECT_FALSE(claim(parachain(7), xcm::Location::here(), coins_only(5)));
}

TEST_F(XcmTrapTest, NothingIsNoTrap) {
    drop(parachain(7), {});
    EXPECT_FALSE(storage.AssetTraps.iter().next());
}

TEST_F(XcmTrapTest, ATicketNamesTheVersionInWhichTheAssetsWereLeft) {
    const auto old = in(xcm::Version::V3, coins_only(5));
    storage.AssetTraps.put(trap_hash(parachain(7), old), 1);
    EXPECT_FALSE(claim(parachain(7), xcm::Location::here(), coins_only(5)));
    EXPECT_FALSE(claim(parachain(7), version_ticket(4), coins_only(5)));
    EXPECT_FALSE(claim(parachain(7), version_ticket(2), coins_only(5))) << "no such version any more";
    EXPECT_FALSE(claim(parachain(7), {0, {xcm::Junction::pallet_instance(3)}}, coins_only(5)));
    EXPECT_FALSE(claim(parachain(7), {1, {xcm::Junction::general_index(3)}}, coins_only(5)));
    // Only 32 bits of the index count. Observed: pallet-xcm 22.0.0
    EXPECT_TRUE(claim(parachain(7), version_ticket((uint128_t{1} << 32) + 3), coins_only(5)));
}

TEST_F(XcmTrapTest, AnAccountTakesItsAssetsBackByACall) {
    drop(place_of(kAlice), coins_only(kUnit));
    const Xcm::claim_assets claim{xcm::VersionedAssets(coins_only(kUnit)), xcm::VersionedLocation(place_of(kBob))};
    make_error(signed_by(kBob), claim,
               Error{Error::LocalExecutionIncompleteWithError{0, errors::ExecutionError::UnknownClaim}});
    make_ok(signed_by(kAlice), claim);
    EXPECT_EQ(free(kBob), 1001 * kUnit);
    EXPECT_TRUE(saw<Xcm>(Event::AssetsClaimed{trap_hash(place_of(kAlice), xcm::VersionedAssets(coins_only(kUnit))),
                                              place_of(kAlice), xcm::VersionedAssets(coins_only(kUnit))}));
    make_error(signed_by(kAlice), claim,
               Error{Error::LocalExecutionIncompleteWithError{0, errors::ExecutionError::UnknownClaim}});
}

TEST_F(XcmTrapTest, TheCallClaimsInTheVersionOfItsAssets) {
    const auto old = in(xcm::Version::V4, coins_only(kUnit));
    storage.AssetTraps.put(trap_hash(place_of(kAlice), old), 1);
    make_ok(signed_by(kAlice), Xcm::claim_assets{old, xcm::VersionedLocation(place_of(kAlice))});
    EXPECT_EQ(free(kAlice), 1001 * kUnit);
}

TEST_F(XcmTrapTest, TheCallNeedsAssetsOfVersion5AndAWeight) {
    const auto to = xcm::VersionedLocation(place_of(kAlice));
    make_error(signed_by(kAlice), Xcm::claim_assets{abstract_asset(), to}, Error{Error::BadVersion{}});
    outside.instruction_weight = Weight::max();
    make_error(signed_by(kAlice), Xcm::claim_assets{xcm::VersionedAssets(coins_only(1)), to},
               Error{Error::UnweighableMessage{}});
}

TEST_F(XcmTrapTest, WhatAProgramLeavesInHoldingIsTrapped) {
    const xcm::Program program{{.op = Op::WithdrawAsset, .assets = coins_only(kUnit)}};
    make_ok(signed_by(kAlice),
            Xcm::execute{xcm::VersionedXcmOfCalls(xcm::VersionedXcm(program)), Weight::from_parts(100, 100)});
    EXPECT_EQ(free(kAlice), 999 * kUnit);
    EXPECT_EQ(storage.AssetTraps.get(trap_hash(place_of(kAlice), xcm::VersionedAssets(coins_only(kUnit)))), 1u);
}

}  // namespace
}  // namespace serinus::pallet_xcm
