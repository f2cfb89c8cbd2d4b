/// Parameters of Referenda.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/governance/mod.rs
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/parameters.hpp"
#include "runtime/kusama/tracks.hpp"
#include "runtime/kusama/weights/referenda.hpp"
#include "runtime/pallets/conviction_voting/types.hpp"
#include "runtime/pallets/referenda/referenda.hpp"

namespace serinus::kusama {

/// All money that is not inactive could vote.
struct ActiveIssuance {
    static sdk::Balance get();
};

struct ReferendaConfig {
    static constexpr sdk::PalletInfo kInfo{21, "Referenda"};
    static constexpr pallet_referenda::Constants kConstants{
        .SubmissionDeposit = currency::kQuid,
        .MaxQueued = 100,
        .UndecidingTimeout = 14 * parameters::kDays,
        .AlarmInterval = 1,
        .Tracks = tracks::kTracks,
    };
    static std::optional<pallet_referenda::TrackId> track_for(const sdk::OriginCaller& origin) {
        return tracks::track_for(origin);
    }
    using System = kusama::System;
    using Currency = kusama::Currency;
    using Scheduler = kusama::Scheduler;
    using Preimages = kusama::Preimage;
    using SubmitOrigin = sdk::IgnoringArgument<sdk::EnsureSigned>;
    using CancelOrigin = origins::EnsureOrRoot<origins::Custom::ReferendumCanceller>;
    using KillOrigin = origins::EnsureOrRoot<origins::Custom::ReferendumKiller>;
    using Slash = sdk::List<kusama::Treasury>;
    using Votes = sdk::Balance;
    using Tally = pallet_conviction_voting::types::Tally<sdk::Balance, ActiveIssuance>;
    static constexpr auto kWeights = weights::kReferenda;
};

}  // namespace serinus::kusama
