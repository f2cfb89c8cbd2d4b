/// Parameters of Recovery.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/currency.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/pallets/recovery/recovery.hpp"

namespace serinus::kusama {

struct RecoveryConfig {
    static constexpr sdk::PalletInfo kInfo{27, "Recovery"};
    static constexpr pallet_recovery::Constants kConstants{
        .ConfigDepositBase = 500 * currency::kCents,
        .FriendDepositFactor = 50 * currency::kCents,
        .MaxFriends = 9,
        .RecoveryDeposit = 500 * currency::kCents,
    };
    using System = kusama::System;
    using Currency = kusama::Currency;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_recovery::Weights>;
};

}  // namespace serinus::kusama
