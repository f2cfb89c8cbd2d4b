/// Referenda of all holders and of the fellowship, and what carries out their decisions.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/governance/fellowship.rs, relay/kusama/src/governance/mod.rs,
/// relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/conviction_voting/conviction_voting.hpp"
#include "runtime/pallets/conviction_voting/types.hpp"
#include "runtime/pallets/preimage/preimage.hpp"
#include "runtime/pallets/ranked_collective/ranked_collective.hpp"
#include "runtime/pallets/referenda/referenda.hpp"
#include "runtime/pallets/scheduler/scheduler.hpp"
#include "runtime/pallets/whitelist/whitelist.hpp"
#include "runtime/runtimes/common/relay/origin_privilege.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/fellowship_tracks.hpp"
#include "runtime/runtimes/kusama/tracks.hpp"
#include "runtime/runtimes/kusama/weights/conviction_voting.hpp"
#include "runtime/runtimes/kusama/weights/fellowship_collective.hpp"
#include "runtime/runtimes/kusama/weights/fellowship_referenda.hpp"
#include "runtime/runtimes/kusama/weights/preimage.hpp"
#include "runtime/runtimes/kusama/weights/referenda.hpp"
#include "runtime/runtimes/kusama/weights/scheduler.hpp"
#include "runtime/runtimes/kusama/weights/whitelist.hpp"

namespace serinus::kusama {

struct ConvictionVotingConfig : Common<ConvictionVotingConfig> {
    static constexpr pallet_conviction_voting::Constants kConstants{
        .MaxVotes = 512,
        .VoteLockingPeriod = 7 * parameters::kDays,
    };
    static constexpr uint32_t kClassCount = std::size(tracks::kTracks);
    using Polls = kusama::Referenda;
    static constexpr auto kWeights = weights::kConvictionVoting;
};

/// All money that is not inactive could vote.
struct ActiveIssuance {
    static sdk::Balance get();
};

struct ReferendaConfig : Common<ReferendaConfig> {
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

struct FellowshipCollectiveConfig : Common<FellowshipCollectiveConfig> {
    using Rank = pallet_ranked_collective::Rank;
    /// Root for any rank; the holders' track for it up to the highest; else a rank promotes to those below it and
    /// demotes from those two below it.
    template <Rank kBelow>
    using ByRank =
        sdk::EitherOf<sdk::EnsureRootWithSuccess<Rank{65'535}>,
                      sdk::EitherOf<sdk::EnsureWithSuccess<origins::Ensure<origins::Custom::FellowshipAdmin>, Rank{9}>,
                                    sdk::TryMapSuccess<origins::EnsureFellowship, sdk::CheckedReduceBy<kBelow>>>>;
    using PromoteOrigin = ByRank<1>;
    using DemoteOrigin = ByRank<2>;
    using Polls = kusama::FellowshipReferenda;
    using VoteWeight = pallet_ranked_collective::Geometric;
    /// The tracks are numbered by ranks.
    static constexpr Rank min_rank_of(uint16_t track) { return track; }
    static constexpr auto kWeights = weights::kFellowshipCollective;
};

struct FellowshipReferendaConfig : Common<FellowshipReferendaConfig> {
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

struct WhitelistConfig : Common<WhitelistConfig> {
    using Preimages = kusama::Preimage;
    using WhitelistOrigin = origins::EnsureOrRoot<origins::Custom::Fellows>;
    using DispatchWhitelistedOrigin = origins::EnsureOrRoot<origins::Custom::WhitelistedCaller>;
    static constexpr auto kWeights = weights::kWhitelist;
};

struct SchedulerConfig : Common<SchedulerConfig> {
    static constexpr pallet_scheduler::Constants kConstants{
        .MaximumWeight = sdk::Perbill::from_percent(80) * weights::kMaxBlockWeight,
        .MaxScheduledPerBlock = 50,
    };
    using Preimages = kusama::Preimage;
    // Auctions and recurring payments are planned by their tracks of governance.
    using ScheduleOrigin = sdk::EitherOf<origins::EnsureOrRoot<origins::Custom::AuctionAdmin>,
                                         origins::Ensure<origins::Custom::Treasurer>>;
    using OriginPrivilegeCmp = relay::OriginPrivilegeCmp;
    static constexpr auto kWeights = weights::kScheduler;
};

struct PreimageConfig : Common<PreimageConfig> {
    static constexpr sdk::Balance kBaseDeposit = currency::deposit(2, 64);
    static constexpr sdk::Balance kByteDeposit = currency::deposit(0, 1);
    using ManagerOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kPreimage;
};

}  // namespace serinus::kusama
