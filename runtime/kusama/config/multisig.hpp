/// Parameters of Multisig.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/currency.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/multisig.hpp"
#include "runtime/pallets/multisig/multisig.hpp"

namespace serinus::kusama {

struct MultisigConfig {
    static constexpr sdk::PalletInfo kInfo{31, "Multisig"};
    static constexpr pallet_multisig::Constants kConstants{
        .DepositBase = currency::deposit(1, 88),    // a key of 32 bytes and a value of 56
        .DepositFactor = currency::deposit(0, 32),  // an account
        .MaxSignatories = 100,
    };
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using System = kusama::System;
    using Currency = kusama::Balances;
    using WeightInfo = weights::Multisig;
};

}  // namespace serinus::kusama
