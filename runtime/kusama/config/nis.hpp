/// Parameters of Nis.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/config/nis_counterpart_balances.hpp"
#include "runtime/kusama/currency.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/weights/block_weights.hpp"
#include "runtime/kusama/weights/nis.hpp"
#include "runtime/pallets/nis/nis.hpp"
#include "runtime/sdk/traits/parameters.hpp"

namespace serinus::kusama {

struct NisConfig {
    static constexpr sdk::PalletInfo kInfo{38, "Nis"};
    static constexpr pallet_nis::Constants kConstants{
        .PalletId = sdk::pallet_id("py/nis  "),
        .QueueCount = 500,
        .MaxQueueLen = 1'000,
        .FifoQueueLen = 250,
        .BasePeriod = 7 * parameters::kDays,
        .MinBid = 100 * currency::kQuid,
        .MinReceipt = sdk::Perquintill::from_rational(uint64_t{1}, 10'000'000),
        .IntakePeriod = 5 * parameters::kMinutes,
        .MaxIntakeWeight = weights::kMaxBlockWeight.div(10),
        .ThawThrottle = {sdk::Perquintill::from_percent(25), 5},
    };
    using System = kusama::System;
    using Currency = kusama::Currency;
    using Counterpart = pallet_balances::Currency<NisCounterpartBalancesConfig>;
    using Deficit = sdk::List<>;  ///< it is new money
    using FundOrigin = sdk::EnsureSigned;
    static constexpr auto kWeights = weights::kNis;

    /// The share of the issuance that receipts shall be: the one parameter in the state outside of all pallets.
    using Target = sdk::Stored<"NisTarget", sdk::Perquintill>;
    static sdk::Perquintill target() { return Target::get(); }
    /// As many counterparts as the share of 21 million of them, of 10^12 parts each.
    static constexpr sdk::Balance counterpart_amount(sdk::Perquintill share) {
        return share * (sdk::Balance{21'000'000} * 1'000'000'000'000);
    }
};

}  // namespace serinus::kusama
