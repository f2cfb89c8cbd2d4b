// Instructions that move assets here, each with its errors. Source: staging-xcm-executor 21, lib.rs
#include "runtime/xcm/executor/world_test.hpp"

namespace serinus::xcm {
namespace {

using namespace test;
using XcmAssetInstructions = test::Executor;
using Code = Error::Code;

const Instruction kClearOrigin{.op = Op::ClearOrigin};

Instruction with_assets(Op op, Assets assets) { return {.op = op, .assets = std::move(assets)}; }
Instruction withdraw(uint128_t amount) { return with_assets(Op::WithdrawAsset, coins_only(amount)); }
Instruction deposit(AssetFilter filter, const Location& to) {
    return {.op = Op::DepositAsset, .filter = std::move(filter), .location = to};
}
/// So many different assets.
Assets many(uint32_t count) {
    Assets assets;
    for (uint32_t i = 1; i <= count; ++i) assets.items.push_back(Asset::fungible({parachain(i)}, 1));
    return assets;
}

TEST_F(XcmAssetInstructions, ComeInOnlyWithAnOrigin) {
    for (const Op op : {Op::WithdrawAsset, Op::ReserveAssetDeposited, Op::ReceiveTeleportedAsset, Op::ClaimAsset,
                        Op::TransferAsset, Op::TransferReserveAsset}) {
        EXPECT_EQ(failure({kClearOrigin, with_assets(op, coins_only(1))}), error_at(1, Code::BadOrigin))
            << static_cast<int>(op);
    }
}

TEST_F(XcmAssetInstructions, HoldingHasRoomForTwiceItsLimit) {
    config_.max_assets_in_holding = 10;
    ASSERT_EQ(failure({with_assets(Op::ReserveAssetDeposited, many(20))}), std::nullopt);
    EXPECT_EQ(world_.trapped->second.size(), 20u);
    // The check is on the sum, though what comes may be there already.
    const auto some = many(11);
    for (const Op op : {Op::WithdrawAsset, Op::ReserveAssetDeposited, Op::ReceiveTeleportedAsset, Op::ClaimAsset}) {
        EXPECT_EQ(failure({with_assets(Op::ReserveAssetDeposited, some), with_assets(op, many(10))}),
                  error_at(1, Code::HoldingWouldOverflow))
            << static_cast<int>(op);
    }
    world_.exchanged = Holding();
    EXPECT_EQ(failure({with_assets(Op::ReserveAssetDeposited, some),
                       {.op = Op::ExchangeAsset, .assets = many(10), .filter = AssetFilter::of(Assets{})}}),
              error_at(1, Code::HoldingWouldOverflow));
}

TEST_F(XcmAssetInstructions, WithdrawTakesAllOrNothing) {
    EXPECT_EQ(failure({withdraw(1001)}), error_at(0, Error::failed_to_transact("poor")));
    EXPECT_EQ(failure({withdraw(400)}), std::nullopt);
    EXPECT_EQ(balance(origin_), 600u);
    EXPECT_EQ(trapped(), 400u);
}

TEST_F(XcmAssetInstructions, ReserveAndTeleportComeFromTrustedPlaces) {
    EXPECT_EQ(failure({with_assets(Op::ReserveAssetDeposited, coins_only(1))}), std::nullopt);
    EXPECT_EQ(failure({with_assets(Op::ReceiveTeleportedAsset, coins_only(1))}), std::nullopt);
    EXPECT_EQ(logged("check in"), 1u);
    world_.check_error = Error(Code::NotWithdrawable);
    EXPECT_EQ(failure({with_assets(Op::ReceiveTeleportedAsset, coins_only(1))}), error_at(0, Code::NotWithdrawable));
    world_.sees_trusted = other_;
    EXPECT_EQ(failure({with_assets(Op::ReserveAssetDeposited, coins_only(1))}),
              error_at(0, Code::UntrustedReserveLocation));
    EXPECT_EQ(failure({with_assets(Op::ReceiveTeleportedAsset, coins_only(1))}),
              error_at(0, Code::UntrustedTeleportLocation));
    EXPECT_EQ(failure({with_assets(Op::ReceiveTeleportedAsset, {})}), std::nullopt);
}

TEST_F(XcmAssetInstructions, TransferMovesFromTheOriginsAccount) {
    Instruction transfer{.op = Op::TransferAsset, .assets = coins_only(300), .location = other_};
    EXPECT_EQ(failure({transfer}), std::nullopt);
    EXPECT_EQ(balance(origin_), 700u);
    EXPECT_EQ(balance(other_), 300u);
    transfer.assets = {{coins(1), Asset::fungible({parachain(1)}, 1)}};
    EXPECT_EQ(failure({transfer}), error_at(0, Error::failed_to_transact("poor")));
    EXPECT_EQ(balance(origin_), 700u);
}

TEST_F(XcmAssetInstructions, DepositTakesWhatTheFilterNames) {
    EXPECT_EQ(failure({withdraw(100), deposit(AssetFilter::of(coins(30)), other_)}), std::nullopt);
    EXPECT_EQ(balance(other_), 30u);
    EXPECT_EQ(trapped(), 70u);
    EXPECT_EQ(failure({withdraw(100), deposit(AssetFilter::of(coins(300)), other_)}), std::nullopt);
    EXPECT_EQ(balance(other_), 130u);
}

TEST_F(XcmAssetInstructions, DepositThatFailsRestoresHolding) {
    world_.poor = other_;
    world_.deposit_error = Error::failed_to_transact("other");
    EXPECT_EQ(failure({withdraw(100), deposit(AssetFilter::all(), other_)}),
              error_at(1, Error::failed_to_transact("other")));
    EXPECT_EQ(trapped(), 100u);
}

// Pitfall: the deposit is not made, and nobody has the asset.
TEST_F(XcmAssetInstructions, DustThatCannotBeDepositedIsLost) {
    world_.poor = other_;
    world_.deposit_error = Error::failed_to_transact(kBelowMinimum);
    EXPECT_EQ(failure({withdraw(100), deposit(AssetFilter::all(), other_)}), std::nullopt);
    EXPECT_EQ(balance(other_), 0u);
    EXPECT_FALSE(world_.trapped);
    EXPECT_EQ(balance(origin_), 900u);
}

TEST_F(XcmAssetInstructions, ExchangeIsADealOrGivesBack) {
    const Instruction exchange{.op = Op::ExchangeAsset, .assets = many(1), .filter = AssetFilter::of(coins(40))};
    EXPECT_EQ(failure({withdraw(100), exchange}), error_at(1, Code::NoDeal));
    EXPECT_EQ(trapped(), 100u);
    world_.exchanged = Holding(many(2));
    EXPECT_EQ(failure({withdraw(100), exchange}), std::nullopt);
    EXPECT_EQ(trapped(), 60u);
    EXPECT_EQ(world_.trapped->second.size(), 3u);
}

TEST_F(XcmAssetInstructions, ClaimGivesWhatWasTrapped) {
    EXPECT_EQ(failure({with_assets(Op::ClaimAsset, coins_only(5))}), error_at(0, Code::UnknownClaim));
    run({withdraw(5)});
    EXPECT_EQ(failure({with_assets(Op::ClaimAsset, coins_only(5)), deposit(AssetFilter::all(), other_)}), std::nullopt);
    EXPECT_EQ(balance(other_), 5u);
}

TEST_F(XcmAssetInstructions, BurnTakesAsMuchAsThereIs) {
    EXPECT_EQ(failure({withdraw(100), with_assets(Op::BurnAsset, coins_only(30))}), std::nullopt);
    EXPECT_EQ(trapped(), 70u);
    world_.trapped.reset();
    EXPECT_EQ(failure({withdraw(100), with_assets(Op::BurnAsset, coins_only(300))}), std::nullopt);
    EXPECT_FALSE(world_.trapped);
}

TEST_F(XcmAssetInstructions, ExpectAssetWantsAsMuch) {
    EXPECT_EQ(failure({withdraw(100), with_assets(Op::ExpectAsset, coins_only(100))}), std::nullopt);
    EXPECT_EQ(failure({withdraw(100), with_assets(Op::ExpectAsset, coins_only(101))}),
              error_at(1, Code::ExpectationFalse));
}

}  // namespace
}  // namespace serinus::xcm
