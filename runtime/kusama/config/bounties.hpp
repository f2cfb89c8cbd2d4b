/// Parameters of Bounties.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/config/treasury.hpp"
#include "runtime/kusama/weights/bounties.hpp"
#include "runtime/pallets/bounties/bounties.hpp"

namespace serinus::kusama {

struct BountiesConfig {
    static constexpr sdk::PalletInfo kInfo{35, "Bounties"};
    static constexpr pallet_bounties::Constants kConstants{
        .BountyDepositBase = 100 * currency::kCents,
        .BountyDepositPayoutDelay = 4 * parameters::kDays,
        .BountyUpdatePeriod = 90 * parameters::kDays,
        .CuratorDepositMultiplier = sdk::Permill::from_percent(50),
        .CuratorDepositMax = 500 * currency::kCents,
        .CuratorDepositMin = 10 * currency::kCents,
        .BountyValueMinimum = 200 * currency::kCents,
        .DataDepositPerByte = currency::kCents,
        .MaximumReasonLength = 16'384,
    };
    static constexpr sdk::PalletId kPalletId = TreasuryConfig::kConstants.PalletId;
    static constexpr uint32_t kMaxApprovals = TreasuryConfig::kConstants.MaxApprovals;
    using System = kusama::System;
    using Currency = kusama::Currency;
    using Treasury = kusama::Treasury;
    using ChildBounties = kusama::ChildBounties;
    using RejectOrigin = TreasuryConfig::RejectOrigin;
    using SpendOrigin = TreasuryConfig::SpendOrigin;
    using OnSlash = TreasuryConfig::OnSlash;
    static constexpr auto kWeights = weights::kBounties;
};

}  // namespace serinus::kusama
