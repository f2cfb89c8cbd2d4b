/// Parameters of Crowdloan.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/currency.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/crowdloan.hpp"
#include "runtime/pallets/crowdloan/crowdloan.hpp"

namespace serinus::kusama {

struct CrowdloanConfig {
    static constexpr sdk::PalletInfo kInfo{73, "Crowdloan"};
    static constexpr polkadot_runtime_common::crowdloan::Constants kConstants{
        .PalletId = sdk::pallet_id("py/cfund"),
        .MinContribution = 3'000 * currency::kCents,
        .RemoveKeysLimit = 1'000,
    };
    static constexpr sdk::Balance kSubmissionDeposit = 3 * currency::kGrand;
    static constexpr uint32_t kMaxMemoLength = 32;
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Auctioneer = Auctions;
    using Currency = kusama::Currency;
    using Registrar = kusama::Registrar;
    using System = kusama::System;
    static constexpr auto kWeights = weights::kCrowdloan;
};

}  // namespace serinus::kusama
