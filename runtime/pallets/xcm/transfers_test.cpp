// XcmPallet, read as a specification: assets on their way to other chains. Pallet: xcm
#include "runtime/pallets/xcm/chain_test.hpp"

namespace serinus::pallet_xcm {
namespace {

using xcm::Instruction;

class XcmTransferTest : public XcmTest {
  protected:
    using Teleport = TransferType::Teleport;
    using LocalReserve = TransferType::LocalReserve;
    using DestinationReserve = TransferType::DestinationReserve;
    using RemoteReserve = TransferType::RemoteReserve;

    const xcm::Location dest_ = parachain(1000);
    const xcm::Location who_ = xcm::test::account(7);
    const xcm::v3::WeightLimit limit_{xcm::v3::WeightLimit::Limited{Weight::from_parts(50, 60)}};

    Xcm::transfer_assets transfer(const xcm::Assets& assets, uint32_t fee_item = 0) const {
        return {xcm::VersionedLocation(dest_), xcm::VersionedLocation(who_), xcm::VersionedAssets(assets), fee_item,
                limit_};
    }
    Xcm::limited_reserve_transfer_assets over_reserve(const xcm::Assets& assets, uint32_t fee_item = 0) const {
        return {xcm::VersionedLocation(dest_), xcm::VersionedLocation(who_), xcm::VersionedAssets(assets), fee_item,
                limit_};
    }
    Xcm::limited_teleport_assets teleport(const xcm::Assets& assets, uint32_t fee_item = 0) const {
        return {xcm::VersionedLocation(dest_), xcm::VersionedLocation(who_), xcm::VersionedAssets(assets), fee_item,
                limit_};
    }
    Xcm::transfer_assets_using_type_and_then then(const xcm::Assets& assets, TransferType type,
                                                  const xcm::AssetId& fees, TransferType fees_type,
                                                  const xcm::Program& program) const {
        return {
            xcm::VersionedLocation(dest_), xcm::VersionedAssets(assets), std::move(type), xcm::VersionedAssetId(fees),
            std::move(fees_type),          xcm::VersionedXcm(program),   limit_};
    }
    /// This chain's coins, as another one sees them.
    static xcm::Asset parents_coins(uint128_t amount) {
        return xcm::Asset::fungible({xcm::Location::parent()}, amount);
    }
    static xcm::Asset asset_of(uint32_t para, uint128_t amount) {
        return xcm::Asset::fungible({parachain(para)}, amount);
    }
    Instruction buy(const xcm::Asset& fees) const {
        return {.op = Op::BuyExecution, .limit = limit_.as_optional(), .asset = fees};
    }
    Instruction deposit(uint32_t count) const {
        return {.op = Op::DepositAsset, .filter = xcm::AssetFilter::all_counted(count), .location = who_};
    }
    /// The programs of a transfer with these ways, without being run.
    Result<TransferPrograms, ErrorCode> programs(std::vector<xcm::Asset> assets, const TransferWays& ways,
                                                 size_t fee_item = 0) const {
        const TransferRules rules{chain::XcmConfig::executor(), [](const AssetsOf&) { return true; },
                                  [](const AssetsOf&) { return true; }};
        return transfer_programs(
            rules, {place_of(kAlice), dest_, who_, {}, std::move(assets), fee_item, limit_.as_optional()}, ways);
    }
    static void teleports_to(const xcm::Location& place) { outside.teleporters.push_back(place); }
};

TEST_F(XcmTransferTest, AnAssetGoesByWhomThisChainTrusts) {
    const xcm::Config& config = chain::XcmConfig::executor();
    const auto way = [&](const xcm::Asset& asset) { return transfer_type(config, asset, dest_); };
    EXPECT_EQ(*way(coins(1)), TransferType{LocalReserve{}}) << "it is this chain's";
    EXPECT_EQ(way(asset_of(7, 1)).error(), ErrorCode::InvalidAssetUnknownReserve);
    outside.reserves = {parachain(7)};
    EXPECT_EQ(*way(asset_of(7, 1)), (TransferType{RemoteReserve{parachain(7)}}));
    const xcm::Asset inside =
        xcm::Asset::fungible({{0, {xcm::Junction::parachain(7), xcm::Junction::pallet_instance(50)}}}, 1);
    EXPECT_EQ(*way(inside), (TransferType{RemoteReserve{parachain(7)}})) << "the chain, not the place in it";
    teleports_to(parachain(7));
    EXPECT_EQ(*way(asset_of(7, 1)), TransferType{LocalReserve{}}) << "it can be teleported from there";
    outside.reserves = {dest_};
    EXPECT_EQ(*way(coins(1)), TransferType{DestinationReserve{}});
    teleports_to(dest_);
    EXPECT_EQ(*way(coins(1)), TransferType{Teleport{}});
}

TEST_F(XcmTransferTest, ATeleportBurnsHereAndIsMadeThere) {
    teleports_to(dest_);
    outside.price = coins_only(2 * kUnit);
    make_ok(signed_by(kAlice), transfer(coins_only(10 * kUnit)));
    EXPECT_EQ(free(kAlice), 988 * kUnit);
    const xcm::Program remote{{.op = Op::ReceiveTeleportedAsset, .assets = {{parents_coins(10 * kUnit)}}},
                              {.op = Op::ClearOrigin},
                              buy(parents_coins(10 * kUnit)),
                              deposit(1)};
    EXPECT_EQ(outside.messages, (std::vector<std::pair<xcm::Location, xcm::Program>>{{dest_, remote}}));
    EXPECT_TRUE(saw<Xcm>(Event::Attempted{xcm::Outcome::complete(Weight::from_parts(20, 2))}));
    EXPECT_TRUE(saw<Xcm>(Event::FeesPaid{place_of(kAlice), coins_only(2 * kUnit)}));
    EXPECT_TRUE(saw<Xcm>(Event::Sent{place_of(kAlice), dest_, remote, topic(9)}));

    outside.messages.clear();
    make_ok(signed_by(kAlice), teleport(coins_only(10 * kUnit)));
    EXPECT_EQ(outside.messages[0].second, remote);
    make_ok(signed_by(kAlice), Xcm::teleport_assets{xcm::VersionedLocation(dest_), xcm::VersionedLocation(who_),
                                                    xcm::VersionedAssets(coins_only(kUnit)), 0});
    EXPECT_EQ(outside.messages[1].second.to_vector()[2].limit, std::nullopt) << "the older call has no limit";
}

TEST_F(XcmTransferTest, WhatIsTeleportedIsNotedAsElsewhere) {
    teleports_to(dest_);
    outside.checking = xcm::CheckingAccount{mock::kEve, /*is_minted_here=*/true};
    make_ok(signed_by(kAlice), teleport(coins_only(10 * kUnit)));
    EXPECT_EQ(free(mock::kEve), 1010 * kUnit);
    outside.checking = xcm::CheckingAccount{sdk::test::account(0x77), /*is_minted_here=*/true};
    make_error(signed_by(kAlice), teleport(coins_only(1)), Error{Error::CannotCheckOutTeleport{}});
}

TEST_F(XcmTransferTest, AReserveStaysHereInTheAccountOfTheOtherChain) {
    make_ok(signed_by(kAlice), over_reserve(coins_only(10 * kUnit)));
    EXPECT_EQ(free(sovereign(1000)), 10 * kUnit);
    const xcm::Program remote{{.op = Op::ReserveAssetDeposited, .assets = {{parents_coins(10 * kUnit)}}},
                              {.op = Op::ClearOrigin},
                              buy(parents_coins(10 * kUnit)),
                              deposit(1)};
    EXPECT_EQ(outside.messages[0].second, remote);
    make_ok(root(), Xcm::force_suspension{false});
    make_ok(signed_by(kAlice), Xcm::reserve_transfer_assets{xcm::VersionedLocation(dest_), xcm::VersionedLocation(who_),
                                                            xcm::VersionedAssets(coins_only(kUnit)), 0});
    EXPECT_EQ(free(sovereign(1000)), 11 * kUnit);
}

// Pallet: xcm, transfer_assets_validation
TEST_F(XcmTransferTest, TheNetworksOwnAssetGoesOverReservesOnlyWhenThatIsSaid) {
    make_error(signed_by(kAlice), transfer(coins_only(kUnit)), Error{Error::InvalidAssetUnknownReserve{}});
    make_ok(signed_by(kAlice),
            then(coins_only(kUnit), {LocalReserve{}}, xcm::test::native(), {LocalReserve{}}, {deposit(1)}));
    EXPECT_EQ(free(sovereign(1000)), kUnit);
    outside.reserves = {dest_};
    make_error(signed_by(kAlice), transfer(coins_only(kUnit)), Error{Error::InvalidAssetUnknownReserve{}});
    teleports_to(dest_);
    make_ok(signed_by(kAlice), transfer(coins_only(kUnit)));
}

TEST_F(XcmTransferTest, EachCallHasTheKindsOfTransferThatItNames) {
    make_error(signed_by(kAlice), teleport(coins_only(kUnit)), Error{Error::Filtered{}});
    make_error(signed_by(kAlice), teleport({{asset_of(7, 1)}}), Error{Error::InvalidAssetUnknownReserve{}});
    teleports_to(dest_);
    make_error(signed_by(kAlice), over_reserve(coins_only(kUnit)), Error{Error::Filtered{}});
    make_error(signed_by(kAlice),
               then(coins_only(kUnit), {DestinationReserve{}}, xcm::test::native(), {DestinationReserve{}}, {}),
               Error{Error::InvalidAssetUnsupportedReserve{}});
    outside.teleporters.clear();
    make_error(signed_by(kAlice), then(coins_only(kUnit), {Teleport{}}, xcm::test::native(), {Teleport{}}, {}),
               Error{Error::Filtered{}});
}

TEST_F(XcmTransferTest, FiltersOfTheConfigurationRefuse) {
    outside.filters_reserves = true;
    make_error(signed_by(kAlice), over_reserve(coins_only(kUnit)), Error{Error::Filtered{}});
    make_error(signed_by(kAlice), then(coins_only(kUnit), {LocalReserve{}}, xcm::test::native(), {LocalReserve{}}, {}),
               Error{Error::Filtered{}});
    teleports_to(dest_);
    outside.filters_teleports = true;
    make_error(signed_by(kAlice), teleport(coins_only(kUnit)), Error{Error::Filtered{}});
    make_error(signed_by(kAlice), transfer(coins_only(kUnit)), Error{Error::Filtered{}});
}

TEST_F(XcmTransferTest, TwoAssetsAtMostOneOfWhichPaysFees) {
    const xcm::Assets three = xcm::Assets::sorted({coins(1), asset_of(7, 1), asset_of(8, 1)});
    make_error(signed_by(kAlice), transfer(three), Error{Error::TooManyAssets{}});
    make_error(signed_by(kAlice), over_reserve(three), Error{Error::TooManyAssets{}});
    make_error(signed_by(kAlice), teleport(three), Error{Error::TooManyAssets{}});
    make_error(signed_by(kAlice), then(three, {}, xcm::test::native(), {}, {}), Error{Error::TooManyAssets{}});

    teleports_to(dest_);
    make_error(signed_by(kAlice), transfer(coins_only(1), 1), Error{Error::Empty{}});
    make_error(signed_by(kAlice), transfer({}), Error{Error::Empty{}});
    make_error(signed_by(kAlice), over_reserve(coins_only(1), 1), Error{Error::Empty{}});
    make_error(signed_by(kAlice), teleport(coins_only(1), 1), Error{Error::Empty{}});
    make_error(signed_by(kAlice), then(coins_only(1), {}, {parachain(7)}, {}, {}), Error{Error::FeesNotMet{}});
}

TEST_F(XcmTransferTest, OnlyTheFeesMayGoAnotherWay) {
    outside.reserves = {parachain(7)};
    const xcm::Assets two = xcm::Assets::sorted({coins(kUnit), asset_of(7, 1)});
    make_error(signed_by(kAlice), over_reserve(two), Error{Error::TooManyReserves{}});
    make_error(signed_by(kAlice), transfer(two),
               Error{Error::InvalidAssetUnknownReserve{}});  // fees: the network's own over a reserve
    make_error(signed_by(kAlice), then(two, {RemoteReserve{parachain(7)}}, xcm::test::native(), {LocalReserve{}}, {}),
               Error{Error::InvalidAssetUnsupportedReserve{}});
    make_error(signed_by(kAlice), then(two, {LocalReserve{}}, xcm::test::native(), {RemoteReserve{parachain(7)}}, {}),
               Error{Error::InvalidAssetUnsupportedReserve{}});
}

TEST_F(XcmTransferTest, SeparateFeesComeFirst) {
    teleports_to(dest_);
    const auto made = programs({coins(5), asset_of(7, 9)}, {{Teleport{}}, {LocalReserve{}}});
    ASSERT_TRUE(made);
    const xcm::Assets others{{asset_of(7, 9)}};
    EXPECT_EQ(made->local, (xcm::Program{{.op = Op::WithdrawAsset, .assets = coins_only(5)},
                                         {.op = Op::BurnAsset, .assets = coins_only(5)},
                                         {.op = Op::TransferAsset, .assets = others, .location = dest_}}));
    const xcm::Asset others_there = xcm::Asset::fungible({{1, {xcm::Junction::parachain(7)}}}, 9);
    EXPECT_EQ(*made->remote, (xcm::Program{{.op = Op::ReceiveTeleportedAsset, .assets = {{parents_coins(5)}}},
                                           buy(parents_coins(5)),
                                           {.op = Op::ReserveAssetDeposited, .assets = {{others_there}}},
                                           {.op = Op::ClearOrigin},
                                           deposit(2)}));
}

TEST_F(XcmTransferTest, AReserveAtTheDestinationIsBurntHereAndWithdrawnThere) {
    outside.reserves = {dest_};
    const auto made = programs({asset_of(1000, 9)}, {{DestinationReserve{}}, {DestinationReserve{}}});
    ASSERT_TRUE(made);
    const xcm::Asset there = xcm::Asset::fungible(xcm::test::native(), 9);
    EXPECT_EQ(made->local, (xcm::Program{{.op = Op::WithdrawAsset, .assets = {{asset_of(1000, 9)}}},
                                         {.op = Op::BurnAsset, .assets = {{asset_of(1000, 9)}}}}));
    EXPECT_EQ(*made->remote,
              (xcm::Program{
                  {.op = Op::WithdrawAsset, .assets = {{there}}}, {.op = Op::ClearOrigin}, buy(there), deposit(1)}));
}

TEST_F(XcmTransferTest, ARemoteReserveIsTheOneThatSends) {
    const TransferWays ways{{RemoteReserve{parachain(7)}}, {RemoteReserve{parachain(7)}}};
    const auto made = programs({asset_of(7, 9)}, ways);
    ASSERT_TRUE(made);
    EXPECT_FALSE(made->remote);
    const xcm::Location dest_from_reserve{1, {xcm::Junction::parachain(1000)}};
    const xcm::Program on_dest{buy(xcm::Asset::fungible({{1, {xcm::Junction::parachain(7)}}}, 5)), deposit(1)};
    const xcm::Program on_reserve{buy(xcm::Asset::fungible(xcm::test::native(), 4)),
                                  {.op = Op::DepositReserveAsset,
                                   .filter = xcm::AssetFilter::all_counted(1),
                                   .location = dest_from_reserve,
                                   .program = on_dest}};
    EXPECT_EQ(made->local, (xcm::Program{{.op = Op::WithdrawAsset, .assets = {{asset_of(7, 9)}}},
                                         {.op = Op::SetFeesMode, .flag = true},
                                         {.op = Op::InitiateReserveWithdraw,
                                          .filter = xcm::AssetFilter::all_counted(1),
                                          .location = parachain(7),
                                          .program = on_reserve}}));
    EXPECT_EQ(programs({asset_of(7, 1)}, ways).error(), ErrorCode::FeesNotMet) << "a half would be nothing";
}

TEST_F(XcmTransferTest, TheCallersProgramEndsTheOneOnTheOtherChain) {
    const xcm::Program custom{{.op = Op::RefundSurplus}, deposit(5)};
    make_ok(signed_by(kAlice),
            then(coins_only(kUnit), {LocalReserve{}}, xcm::test::native(), {LocalReserve{}}, custom));
    const auto sent = message();
    ASSERT_EQ(sent.size(), 5u);
    EXPECT_EQ(sent[3].op, Op::RefundSurplus);
    EXPECT_EQ(sent[4], deposit(5));
}

TEST_F(XcmTransferTest, WhatFailsIsUndone) {
    make_error(signed_by(kAlice), over_reserve(coins_only(2000 * kUnit)),
               Error{Error::LocalExecutionIncompleteWithError{0, errors::ExecutionError::FailedToTransactAsset}});
    outside.validate_error = xcm::SendError::Code::NotApplicable;
    make_error(signed_by(kAlice), over_reserve(coins_only(kUnit)), Error{Error::Unreachable{}});
    outside.validate_error = std::nullopt;
    outside.deliver_error = xcm::SendError::Code::Transport;
    make_error(signed_by(kAlice), over_reserve(coins_only(kUnit)), Error{Error::SendFailure{}});
    outside.deliver_error = std::nullopt;
    outside.price = coins_only(1000 * kUnit);
    make_error(signed_by(kAlice), over_reserve(coins_only(kUnit)), Error{Error::FeesNotMet{}});
    outside.price = {};
    outside.instruction_weight = Weight::max();
    teleports_to(dest_);
    make_error(signed_by(kAlice), teleport(coins_only(kUnit)), Error{Error::UnweighableMessage{}});
}

TEST_F(XcmTransferTest, ATransferIsPaidForEvenIfDeliveryIsFreeForTheOrigin) {
    outside.is_waived = true;
    outside.price = coins_only(kUnit);
    make_ok(signed_by(kAlice), over_reserve(coins_only(kUnit)));
    EXPECT_TRUE(saw<Xcm>(Event::FeesPaid{place_of(kAlice), coins_only(kUnit)})) << "it says so, and nothing was taken";
    EXPECT_EQ(free(kAlice), 999 * kUnit);
}

TEST_F(XcmTransferTest, AssetsOfVersion3CanBeUnknownToVersion5) {
    make_error(
        signed_by(kAlice),
        Xcm::transfer_assets{xcm::VersionedLocation(dest_), xcm::VersionedLocation(who_), abstract_asset(), 0, limit_},
        Error{Error::BadVersion{}});
    make_error(signed_by(kAlice),
               Xcm::transfer_assets_using_type_and_then{
                   xcm::VersionedLocation(dest_), xcm::VersionedAssets(coins_only(1)), TransferType{}, abstract_id(),
                   TransferType{}, xcm::VersionedXcm(xcm::Program{}), limit_},
               Error{Error::BadVersion{}});
}

}  // namespace
}  // namespace serinus::pallet_xcm
