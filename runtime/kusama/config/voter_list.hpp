/// Parameters of VoterList.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/bag_thresholds.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/voter_list.hpp"
#include "runtime/pallets/bags_list/bags_list.hpp"

namespace serinus::kusama {

struct VoterListConfig {
    static constexpr sdk::PalletInfo kInfo{39, "VoterList"};
    static constexpr pallet_bags_list::Constants kConstants{.BagThresholds = kBagThresholds};
    using System = kusama::System;
    using ScoreProvider = kusama::Staking;
    static constexpr auto kWeights = weights::kVoterList;
};

}  // namespace serinus::kusama
