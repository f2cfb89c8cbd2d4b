/// Who hears of disputes.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/paras_disputes.hpp"
#include "runtime/pallets/parachains/disputes.hpp"
#include "runtime/pallets/parachains/reward_points.hpp"

namespace serinus::kusama {

struct ParasDisputesConfig {
    static constexpr sdk::PalletInfo kInfo{62, "ParasDisputes"};
    using Configuration = kusama::Configuration;
    using SessionInfo = ParaSessionInfo;
    using System = kusama::System;
    using RewardValidators =
        polkadot_runtime_parachains::reward_points::RewardValidatorsWithEraPoints<kusama::Session, ParaSessionInfo,
                                                                                  ParasShared, kusama::Staking>;
    using SlashingHandler = ParasSlashing;
    static constexpr auto kWeights = weights::kParasDisputes;
};

}  // namespace serinus::kusama
