/// Parameters of Identity.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/currency.hpp"
#include "runtime/kusama/origin_checks.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/identity.hpp"
#include "runtime/pallets/identity/identity.hpp"

namespace serinus::kusama {

struct IdentityConfig {
    static constexpr sdk::PalletInfo kInfo{25, "Identity"};
    static constexpr pallet_identity::Constants kConstants{
        .BasicDeposit = 1000 * currency::kCents,      // 258 bytes
        .FieldDeposit = 250 * currency::kCents,       // 66 bytes
        .SubAccountDeposit = 200 * currency::kCents,  // 53 bytes
        .MaxSubAccounts = 100,
        .MaxAdditionalFields = 100,
        .MaxRegistrars = 20,
    };
    using System = kusama::System;
    using Currency = kusama::Currency;
    using Slashed = sdk::List<kusama::Treasury>;
    using ForceOrigin = origins::EnsureOrRoot<origins::Custom::GeneralAdmin>;
    using RegistrarOrigin = ForceOrigin;
    static constexpr auto kWeights = weights::kIdentity;
};

}  // namespace serinus::kusama
