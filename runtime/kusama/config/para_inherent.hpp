/// What the inherent of parachains leads.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/config/babe.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/para_inherent.hpp"
#include "runtime/pallets/babe/randomness.hpp"
#include "runtime/pallets/parachains/paras_inherent.hpp"

namespace serinus::kusama {

struct ParaInherentConfig {
    static constexpr sdk::PalletInfo kInfo{54, "ParaInherent"};
    static constexpr sdk::RuntimeDbWeight kDbWeight = weights::kDbWeight;
    using Configuration = kusama::Configuration;
    using Disputes = ParasDisputes;
    using Inclusion = ParaInclusion;
    using ParentBlockRandomness = pallet_babe::ParentBlockRandomness<Babe>;
    using Scheduler = ParaScheduler;
    using Shared = ParasShared;
    using System = kusama::System;
    static constexpr auto kWeights = weights::kParaInherent;
};

}  // namespace serinus::kusama
