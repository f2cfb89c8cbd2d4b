/// Parameters of Treasury.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/origin_checks.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/weights/treasury.hpp"
#include "runtime/pallets/treasury/treasury.hpp"

namespace serinus::kusama {

struct TreasuryConfig {
    static constexpr sdk::PalletInfo kInfo{18, "Treasury"};
    static constexpr pallet_treasury::Constants kConstants{
        .ProposalBond = sdk::Permill::from_percent(5),
        .ProposalBondMinimum = 2'000 * currency::kCents,
        .ProposalBondMaximum = currency::kGrand,
        .SpendPeriod = 6 * parameters::kDays,
        .Burn = sdk::Permill::from_parts(2'000),  // two in a thousand
        .PalletId = sdk::pallet_id("py/trsry"),
        .MaxApprovals = 100,
    };
    using System = kusama::System;
    using Currency = kusama::Currency;
    using ApproveOrigin = origins::EnsureOrRoot<origins::Custom::Treasurer>;
    using RejectOrigin = ApproveOrigin;
    using SpendOrigin = origins::TreasurySpender;
    using OnSlash = sdk::List<kusama::Treasury>;
    using BurnDestination = sdk::List<kusama::Society>;
    using SpendFunds = sdk::List<kusama::Bounties>;
    static constexpr auto kWeights = weights::kTreasury;
};

}  // namespace serinus::kusama
