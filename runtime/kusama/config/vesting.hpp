/// Parameters of Vesting.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/config/balances.hpp"
#include "runtime/kusama/weights/vesting.hpp"
#include "runtime/pallets/vesting/vesting.hpp"

namespace serinus::kusama {

struct VestingConfig {
    static constexpr sdk::PalletInfo kInfo{28, "Vesting"};
    static constexpr pallet_vesting::Constants kConstants{
        .MinVestedTransfer = 100 * currency::kCents,
        .MaxVestingSchedules = 28,
    };
    static constexpr uint32_t kMaxLocks = BalancesConfig::kConstants.MaxLocks;
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    static constexpr auto kUnvestedFundsAllowedWithdrawReasons =
        sdk::WithdrawReasons::except(sdk::WithdrawReasons::kTransfer | sdk::WithdrawReasons::kReserve);
    using System = kusama::System;
    using Currency = kusama::Currency;
    static constexpr auto kWeights = weights::kVesting;
};

}  // namespace serinus::kusama
