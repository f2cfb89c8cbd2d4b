/// The treasury, what it pays for, and what other assets are worth to it.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/asset_rate/asset_rate.hpp"
#include "runtime/pallets/balances/currency.hpp"
#include "runtime/pallets/bounties/bounties.hpp"
#include "runtime/pallets/child_bounties/child_bounties.hpp"
#include "runtime/pallets/treasury/treasury.hpp"
#include "runtime/pallets/xcm/pay.hpp"
#include "runtime/runtimes/common/relay/time.hpp"
#include "runtime/runtimes/kusama/assets.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/currency.hpp"
#include "runtime/runtimes/kusama/dynamic_params.hpp"
#include "runtime/runtimes/kusama/origins.hpp"
#include "runtime/runtimes/kusama/weights/asset_rate.hpp"
#include "runtime/runtimes/kusama/weights/bounties.hpp"
#include "runtime/runtimes/kusama/weights/child_bounties.hpp"
#include "runtime/runtimes/kusama/weights/treasury.hpp"

namespace serinus::kusama {

/// An origin that may spend of the treasury, or Root without a limit; success: how much at once.
using TreasurySpender =
    sdk::EitherOf<sdk::EnsureRootWithSuccess<~sdk::Balance{0}>, relay::Spender<origins::Custom, 43, currency::kQuid>>;

/// The account that parameters name gets what is burnt; without one it is destroyed.
struct ToBurnDestination {
    static void on_unbalanced(Currency::NegativeImbalance burnt);
};

struct TreasuryConfig : Common<TreasuryConfig> {
    static constexpr auto kPalletId = sdk::pallet_id("py/trsry");
    static constexpr pallet_treasury::Constants kConstants{.SpendPeriod = 6 * relay::kDays,
                                                           .Burn = sdk::Permill::zero(),
                                                           .PalletId = kPalletId,
                                                           .MaxApprovals = 100,
                                                           .PayoutPeriod = 90 * relay::kDays,
                                                           .pot_account = sdk::account_of(kPalletId)};
    using RejectOrigin = origins::EnsureOrRoot<origins::Custom::Treasurer>;
    using SpendOrigin = TreasurySpender;
    using BurnDestination = sdk::List<ToBurnDestination>;
    /// Nothing, unless there is somebody to get it.
    static sdk::Permill burn();
    using SpendFunds = sdk::List<kusama::Bounties>;
    /// Where the treasury is, seen from this chain.
    struct Place {
        static xcm::Junctions interior() { return {xcm::Junction::pallet_instance(kInfo.index)}; }
    };
    using Paymaster = pallet_xcm::PayOverXcm<XcmPallet, 6 * relay::kHours, Place>;
    using BalanceConverter = AssetRateWithNative;
    static constexpr auto kWeights = weights::kTreasury;
};

struct BountiesConfig : Common<BountiesConfig> {
    static constexpr pallet_bounties::Constants kConstants{.BountyDepositBase = 100 * currency::kCents,
                                                           .BountyDepositPayoutDelay = 0,
                                                           .BountyUpdatePeriod = 10 * 12 * 30 * relay::kDays,
                                                           .CuratorDepositMultiplier = sdk::Permill::from_percent(50),
                                                           .CuratorDepositMax = 500 * currency::kCents,
                                                           .CuratorDepositMin = 10 * currency::kCents,
                                                           .BountyValueMinimum = 200 * currency::kCents,
                                                           .DataDepositPerByte = currency::kCents / 10,
                                                           .MaximumReasonLength = 16'384};
    static constexpr sdk::PalletId kPalletId = TreasuryConfig::kConstants.PalletId;
    static constexpr uint32_t kMaxApprovals = TreasuryConfig::kConstants.MaxApprovals;
    using Treasury = kusama::Treasury;
    using ChildBounties = kusama::ChildBounties;
    using RejectOrigin = TreasuryConfig::RejectOrigin;
    using SpendOrigin = TreasuryConfig::SpendOrigin;
    using OnSlash = sdk::List<kusama::Treasury>;
    static constexpr auto kWeights = weights::kBounties;
};

struct ChildBountiesConfig : Common<ChildBountiesConfig> {
    static constexpr pallet_child_bounties::Constants kConstants{
        .MaxActiveChildBountyCount = 100,
        .ChildBountyValueMinimum = BountiesConfig::kConstants.BountyValueMinimum / 10};
    static constexpr sdk::PalletId kPalletId = BountiesConfig::kPalletId;
    static constexpr uint32_t kMaximumReasonLength = BountiesConfig::kConstants.MaximumReasonLength;
    static constexpr sdk::BlockNumber kPayoutDelay = BountiesConfig::kConstants.BountyDepositPayoutDelay;
    using Bounties = kusama::Bounties;
    using RejectOrigin = BountiesConfig::RejectOrigin;
    using OnSlash = sdk::List<kusama::Treasury>;
    static constexpr auto kWeights = weights::kChildBounties;
};

struct AssetRateConfig : Common<AssetRateConfig> {
    using AssetKind = xcm::VersionedLocatableAsset;
    using CreateOrigin = origins::EnsureOrRoot<origins::Custom::Treasurer>;
    using UpdateOrigin = CreateOrigin;
    using RemoveOrigin = CreateOrigin;
    static constexpr auto kWeights = weights::kAssetRate;
};

}  // namespace serinus::kusama
