/// Kusama's currency.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/currency.hpp"
#include "runtime/kusama/hold_reason.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/balances.hpp"
#include "runtime/pallets/balances/account_store.hpp"
#include "runtime/pallets/balances/currency.hpp"

namespace serinus::kusama {

struct BalancesConfig {
    static constexpr sdk::PalletInfo kInfo{4, "Balances"};
    static constexpr pallet_balances::Constants kConstants{
        .ExistentialDeposit = currency::kExistentialDeposit,
        .MaxLocks = 50,
        .MaxReserves = 50,
        .MaxHolds = 1,
        .MaxFreezes = 0,
    };
    using System = kusama::System;
    using AccountStore = pallet_balances::StoredInSystem<kusama::System>;
    using DustRemoval = sdk::List<>;
    using RuntimeHoldReason = staging_kusama_runtime::RuntimeHoldReason;
    using FreezeIdentifier = sdk::Unit;
    static constexpr auto kWeights = weights::kBalances;
};

}  // namespace serinus::kusama
