/// What concerns single accounts: their names, indices, locks and friends.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/claims/claims.hpp"
#include "runtime/pallets/identity/identity.hpp"
#include "runtime/pallets/indices/indices.hpp"
#include "runtime/pallets/recovery/recovery.hpp"
#include "runtime/pallets/vesting/vesting.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/config/accounts.hpp"
#include "runtime/runtimes/kusama/weights/claims.hpp"
#include "runtime/runtimes/kusama/weights/identity.hpp"
#include "runtime/runtimes/kusama/weights/indices.hpp"
#include "runtime/runtimes/kusama/weights/vesting.hpp"

namespace serinus::kusama {

struct IndicesConfig : Common<IndicesConfig> {
    static constexpr pallet_indices::Constants kConstants{.Deposit = 100 * currency::kCents};
    static constexpr auto kWeights = weights::kIndices;
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

struct IdentityConfig : Common<IdentityConfig> {
    static constexpr pallet_identity::Constants kConstants{
        .BasicDeposit = 1000 * currency::kCents,      // 258 bytes
        .FieldDeposit = 250 * currency::kCents,       // 66 bytes
        .SubAccountDeposit = 200 * currency::kCents,  // 53 bytes
        .MaxSubAccounts = 100,
        .MaxAdditionalFields = 100,
        .MaxRegistrars = 20,
    };
    using Slashed = sdk::List<kusama::Treasury>;
    using ForceOrigin = origins::EnsureOrRoot<origins::Custom::GeneralAdmin>;
    using RegistrarOrigin = ForceOrigin;
    static constexpr auto kWeights = weights::kIdentity;
};

struct RecoveryConfig : Common<RecoveryConfig> {
    static constexpr pallet_recovery::Constants kConstants{
        .ConfigDepositBase = 500 * currency::kCents,
        .FriendDepositFactor = 50 * currency::kCents,
        .MaxFriends = 9,
        .RecoveryDeposit = 500 * currency::kCents,
    };
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_recovery::Weights>;
};

struct VestingConfig : Common<VestingConfig> {
    static constexpr pallet_vesting::Constants kConstants{
        .MinVestedTransfer = 100 * currency::kCents,
        .MaxVestingSchedules = 28,
    };
    static constexpr uint32_t kMaxLocks = BalancesConfig::kConstants.MaxLocks;
    static constexpr auto kUnvestedFundsAllowedWithdrawReasons =
        sdk::WithdrawReasons::except(sdk::WithdrawReasons::kTransfer | sdk::WithdrawReasons::kReserve);
    static constexpr auto kWeights = weights::kVesting;
};

}  // namespace serinus::kusama
