/// Parameters of FellowshipReferenda.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/governance/fellowship.rs
#pragma once

#include "runtime/kusama/fellowship_tracks.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/fellowship_referenda.hpp"
#include "runtime/pallets/ranked_collective/ranked_collective.hpp"
#include "runtime/pallets/referenda/referenda.hpp"

namespace serinus::kusama {

struct FellowshipReferendaConfig {
    static constexpr sdk::PalletInfo kInfo{23, "FellowshipReferenda"};
    static constexpr pallet_referenda::Constants kConstants{
        .SubmissionDeposit = 0,
        .MaxQueued = 100,
        .UndecidingTimeout = 7 * parameters::kDays,
        .AlarmInterval = 1,
        .Tracks = fellowship::kTracks,
    };
    static std::optional<pallet_referenda::TrackId> track_for(const sdk::OriginCaller& origin) {
        return fellowship::track_for(origin);
    }
    using System = kusama::System;
    using Currency = kusama::Currency;
    using Scheduler = kusama::Scheduler;
    using Preimages = kusama::Preimage;
    using SubmitOrigin = pallet_ranked_collective::EnsureMember<kusama::FellowshipCollective, 1>;
    using CancelOrigin = origins::Ensure<origins::Custom::FellowshipExperts>;
    using KillOrigin = origins::Ensure<origins::Custom::FellowshipMasters>;
    using Slash = sdk::List<kusama::Treasury>;
    using Votes = pallet_ranked_collective::Votes;
    using Tally = pallet_ranked_collective::Tally<kusama::FellowshipCollective>;
    static constexpr auto kWeights = weights::kFellowshipReferenda;
};

}  // namespace serinus::kusama
