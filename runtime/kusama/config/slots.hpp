/// Parameters of Slots.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/origin_checks.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/slots.hpp"
#include "runtime/pallets/slots/slots.hpp"
#include "runtime/relay/time.hpp"

namespace serinus::kusama {

struct SlotsConfig {
    static constexpr sdk::PalletInfo kInfo{71, "Slots"};
    static constexpr polkadot_runtime_common::slots::Constants kConstants{.LeasePeriod = 6 * relay::kWeeks,
                                                                          .LeaseOffset = 0};
    using Currency = kusama::Currency;
    using Registrar = kusama::Registrar;
    using System = kusama::System;
    using ForceOrigin = origins::EnsureOrRoot<origins::Custom::LeaseAdmin>;
    static constexpr auto kWeights = weights::kSlots;
};

}  // namespace serinus::kusama
