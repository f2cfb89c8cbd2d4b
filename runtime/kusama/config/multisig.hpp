/// Parameters of Multisig.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/weights/multisig.hpp"
#include "runtime/pallets/multisig/multisig.hpp"

namespace serinus::kusama {

struct MultisigConfig {
    static constexpr sdk::PalletInfo kInfo{31, "Multisig"};
    static constexpr pallet_multisig::Constants kConstants{
        .DepositBase = parameters::kMultisigDepositBase,
        .DepositFactor = parameters::kMultisigDepositFactor,
        .MaxSignatories = parameters::kMaxSignatories,
    };
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using System = kusama::System;
    using Currency = kusama::Currency;
    static constexpr auto kWeights = weights::kMultisig;
};

}  // namespace serinus::kusama
