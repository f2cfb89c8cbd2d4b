/// Parameters of ConvictionVoting.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/governance/mod.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/tracks.hpp"
#include "runtime/kusama/weights/conviction_voting.hpp"
#include "runtime/pallets/conviction_voting/conviction_voting.hpp"

namespace serinus::kusama {

struct ConvictionVotingConfig {
    static constexpr sdk::PalletInfo kInfo{20, "ConvictionVoting"};
    static constexpr pallet_conviction_voting::Constants kConstants{
        .MaxVotes = 512,
        .VoteLockingPeriod = 7 * parameters::kDays,
    };
    static constexpr uint32_t kClassCount = std::size(tracks::kTracks);
    using System = kusama::System;
    using Currency = kusama::Currency;
    using Polls = kusama::Referenda;
    static constexpr auto kWeights = weights::kConvictionVoting;
};

}  // namespace serinus::kusama
