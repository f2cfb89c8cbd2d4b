/// What the Merkle mountain range consists of.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/config/beefy_mmr_leaf.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/pallets/mmr/mmr.hpp"

namespace serinus::kusama {

struct MmrConfig {
    static constexpr sdk::PalletInfo kInfo{201, "Mmr"};
    using System = kusama::System;
    using LeafData = kusama::BeefyMmrLeaf;
    using OnNewRoot = sdk::List<kusama::BeefyMmrLeaf>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_mmr::Weights>;
};

}  // namespace serinus::kusama
