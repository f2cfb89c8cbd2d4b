/// What other chains learn of this one.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/beefy/beefy.hpp"
#include "runtime/pallets/beefy_mmr/beefy_mmr.hpp"
#include "runtime/pallets/mmr/mmr.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/para_heads.hpp"

namespace serinus::kusama {

struct BeefyConfig : Reporting<BeefyConfig> {
    static constexpr pallet_beefy::Constants kConstants{
        .MaxAuthorities = parameters::kMaxAuthorities,
        .MaxNominators = parameters::kMaxNominatorRewardedPerValidator,
        .MaxSetIdSessionEntries = parameters::kMaxSetIdSessionEntries,
    };
    using OnNewValidatorSet = sdk::List<kusama::BeefyMmrLeaf>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_beefy::Weights>;
};

struct MmrConfig : Common<MmrConfig> {
    using LeafData = kusama::BeefyMmrLeaf;
    using OnNewRoot = sdk::List<kusama::BeefyMmrLeaf>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_mmr::Weights>;
};

struct BeefyMmrLeafConfig : Common<BeefyMmrLeafConfig> {
    static constexpr uint8_t kLeafVersion = 0;  ///< 0.0
    using Beefy = kusama::Beefy;
    using LeafExtra = Hash256;
    using BeefyDataProvider = ParaHeadsRoot;
};

}  // namespace serinus::kusama
