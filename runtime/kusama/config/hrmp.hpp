/// Channels between parachains.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/origin_checks.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/hrmp.hpp"
#include "runtime/pallets/parachains/hrmp.hpp"
#include "runtime/pallets/parachains/origin.hpp"

namespace serinus::kusama {

struct HrmpConfig {
    static constexpr sdk::PalletInfo kInfo{60, "Hrmp"};
    using Configuration = kusama::Configuration;
    using Paras = kusama::Paras;
    using Dmp = kusama::Dmp;
    using Currency = kusama::Currency;
    using ChannelManager = origins::EnsureOrRoot<origins::Custom::GeneralAdmin>;
    using EnsureParachain = polkadot_runtime_parachains::origin::EnsureParachain<ParachainsOrigin>;
    using System = kusama::System;
    static constexpr auto kWeights = weights::kHrmp;
};

}  // namespace serinus::kusama
