/// Candidates from their backing to their inclusion.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/pallets/parachains/inclusion.hpp"
#include "runtime/pallets/parachains/reward_points.hpp"

namespace serinus::kusama {

struct ParaInclusionConfig {
    static constexpr sdk::PalletInfo kInfo{53, "ParaInclusion"};
    using Configuration = kusama::Configuration;
    using Dmp = kusama::Dmp;
    using Hrmp = kusama::Hrmp;
    using MessageQueue = kusama::MessageQueue;
    using Paras = kusama::Paras;
    using RewardValidators =
        polkadot_runtime_parachains::reward_points::RewardValidatorsWithEraPoints<kusama::Session, ParaSessionInfo,
                                                                                  ParasShared, kusama::Staking>;
    using Scheduler = ParaScheduler;
    using Shared = ParasShared;
    using System = kusama::System;
};

}  // namespace serinus::kusama
