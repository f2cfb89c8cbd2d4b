/// Accounts and their money.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/balances/account_store.hpp"
#include "runtime/pallets/balances/currency.hpp"
#include "runtime/pallets/balances/types.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/hold_reason.hpp"
#include "runtime/runtimes/kusama/version.hpp"
#include "runtime/runtimes/kusama/weights/balances.hpp"
#include "runtime/runtimes/kusama/weights/system.hpp"

namespace serinus::kusama {

struct SystemConfig : Common<SystemConfig> {
    static constexpr auto kWeights = weights::kSystem;
    using AccountData = pallet_balances::types::AccountData<sdk::Balance>;
    using OnNewAccount = sdk::List<>;
    using OnKilledAccount = sdk::List<>;

    static constexpr uint32_t kMaxConsumers = parameters::kMaxConsumers;
    static constexpr sdk::BlockNumber kBlockHashCount = parameters::kBlockHashCount;
    static constexpr auto kBlockWeights = weights::kBlockWeights;
    static constexpr auto kBlockLength = weights::kBlockLength;
    static constexpr uint8_t kStateVersion = parameters::kStateVersion;
    static constexpr uint32_t kTransactionVersion = parameters::kTransactionVersion;
    static sdk::RuntimeVersion version() { return kusama::version(); }
    static uint32_t spec_version() noexcept { return kusama::spec_version(); }

    static frame_system::Constants constants() {
        return {.BlockWeights = kBlockWeights,
                .BlockLength = kBlockLength,
                .BlockHashCount = kBlockHashCount,
                .DbWeight = weights::kDbWeight,
                .Version = version(),
                .SS58Prefix = parameters::kSs58Prefix};
    }
};

struct BalancesConfig : Common<BalancesConfig> {
    static constexpr pallet_balances::Constants kConstants{
        .ExistentialDeposit = currency::kExistentialDeposit,
        .MaxLocks = 50,
        .MaxReserves = 50,
        .MaxHolds = 1,
        .MaxFreezes = 0,
    };
    using AccountStore = pallet_balances::StoredInSystem<kusama::System>;
    using DustRemoval = sdk::List<>;
    using RuntimeHoldReason = staging_kusama_runtime::RuntimeHoldReason;
    using FreezeIdentifier = sdk::Unit;
    static constexpr auto kWeights = weights::kBalances;
};

}  // namespace serinus::kusama
