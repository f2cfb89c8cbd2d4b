/// What accounts have by earlier agreement: Vesting, Claims.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/claims/claims.hpp"
#include "runtime/pallets/vesting/vesting.hpp"
#include "runtime/runtimes/kusama/config/accounts.hpp"
#include "runtime/runtimes/kusama/weights/claims.hpp"
#include "runtime/runtimes/kusama/weights/vesting.hpp"

namespace serinus::kusama {

struct VestingConfig : Common<VestingConfig> {
    static constexpr pallet_vesting::Constants kConstants{.MinVestedTransfer = 100 * currency::kCents,
                                                          .MaxVestingSchedules = 28};
    static constexpr uint32_t kMaxLocks = BalancesConfig::kConstants.MaxLocks;
    static constexpr auto kUnvestedFundsAllowedWithdrawReasons =
        sdk::WithdrawReasons::except(sdk::WithdrawReasons::kTransfer | sdk::WithdrawReasons::kReserve);
    static constexpr auto kWeights = weights::kVesting;
};

struct ClaimsConfig : Common<ClaimsConfig> {
    static constexpr ByteArray<31> kPrefix = {'P', 'a', 'y', ' ', 'K', 'S', 'M', 's', ' ', 't', 'o',
                                              ' ', 't', 'h', 'e', ' ', 'K', 'u', 's', 'a', 'm', 'a',
                                              ' ', 'a', 'c', 'c', 'o', 'u', 'n', 't', ':'};
    static constexpr polkadot_runtime_common::claims::Constants kConstants{.Prefix = kPrefix};
    using Vesting = kusama::Vesting;
    using MoveClaimOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kClaims;
};

}  // namespace serinus::kusama
