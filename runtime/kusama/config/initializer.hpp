/// The order in which the pallets of parachains are led.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/config/babe.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/initializer.hpp"
#include "runtime/pallets/babe/randomness.hpp"
#include "runtime/pallets/parachains/initializer.hpp"

namespace serinus::kusama {

struct InitializerConfig {
    static constexpr sdk::PalletInfo kInfo{57, "Initializer"};
    using Configuration = kusama::Configuration;
    using Shared = ParasShared;
    using Modules =
        sdk::List<Paras, ParaScheduler, ParaInclusion, ParaSessionInfo, ParasDisputes, ParasSlashing, Dmp, Hrmp>;
    using Session = kusama::Session;
    using System = kusama::System;
    using Randomness = pallet_babe::RandomnessFromOneEpochAgo<Babe>;
    using ForceOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kInitializer;
};

}  // namespace serinus::kusama
