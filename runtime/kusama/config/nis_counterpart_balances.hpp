/// The money that communal receipts of Nis are made into.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/hold_reason.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/nis_counterpart_balances.hpp"
#include "runtime/pallets/balances/account_store.hpp"
#include "runtime/pallets/balances/currency.hpp"

namespace serinus::kusama {

struct NisCounterpartBalancesConfig {
    static constexpr sdk::PalletInfo kInfo{45, "NisCounterpartBalances"};
    static constexpr pallet_balances::Constants kConstants{
        .ExistentialDeposit = 10'000'000'000,
        .MaxLocks = 4,
        .MaxReserves = 4,
        .MaxHolds = 0,
        .MaxFreezes = 0,
    };
    using System = kusama::System;
    using AccountStore = pallet_balances::StoredInBalances<kusama::NisCounterpartBalances, kusama::System>;
    using DustRemoval = sdk::List<>;
    using RuntimeHoldReason = staging_kusama_runtime::RuntimeHoldReason;
    using FreezeIdentifier = sdk::Unit;
    static constexpr auto kWeights = weights::kNisCounterpartBalances;
};

}  // namespace serinus::kusama
