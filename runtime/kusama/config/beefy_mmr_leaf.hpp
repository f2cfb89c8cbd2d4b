/// What each block says to bridges.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/para_heads.hpp"
#include "runtime/pallets/beefy_mmr/beefy_mmr.hpp"

namespace serinus::kusama {

struct BeefyMmrLeafConfig {
    static constexpr sdk::PalletInfo kInfo{202, "BeefyMmrLeaf"};
    static constexpr uint8_t kLeafVersion = 0;  ///< 0.0
    using System = kusama::System;
    using Beefy = kusama::Beefy;
    using LeafExtra = Hash256;
    using BeefyDataProvider = ParaHeadsRoot;
};

}  // namespace serinus::kusama
