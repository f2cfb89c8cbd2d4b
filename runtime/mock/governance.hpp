/// A mock runtime with referenda: those of all holders, who vote with money, and those of a fellowship, whose members
/// vote by rank. For tests of these pallets.
#pragma once

#include "runtime/mock/holds.hpp"
#include "runtime/pallets/conviction_voting/conviction_voting.hpp"
#include "runtime/pallets/preimage/preimage.hpp"
#include "runtime/pallets/preimage/weights.hpp"
#include "runtime/pallets/ranked_collective/ranked_collective.hpp"
#include "runtime/pallets/referenda/referenda.hpp"
#include "runtime/pallets/scheduler/scheduler.hpp"
#include "runtime/pallets/scheduler/weights.hpp"
#include "runtime/sdk/origin_checks.hpp"

namespace serinus::mock::governance {

using mock::System, holds::Balances;
using Preimage = pallet_preimage::Pallet<struct PreimageConfig>;
using Scheduler = pallet_scheduler::Pallet<struct SchedulerConfig>;
using ConvictionVoting = pallet_conviction_voting::Pallet<struct ConvictionVotingConfig>;
using Referenda = pallet_referenda::Pallet<struct ReferendaConfig>;
using FellowshipCollective = pallet_ranked_collective::Pallet<struct FellowshipCollectiveConfig>;
using FellowshipReferenda = pallet_referenda::Pallet<struct FellowshipReferendaConfig>;

using pallet_ranked_collective::Rank;
using pallet_referenda::Track;
using pallet_referenda::TrackId;

inline constexpr BlockNumber kHour = 600, kDay = 24 * kHour;

/// Origins of a pallet that stands at 43: what referenda are enacted with.
enum class Custom : uint8_t {
    StakingAdmin,
    LeaseAdmin,
    GeneralAdmin,
    ReferendumCanceller,
    ReferendumKiller,
    FellowshipAdmin,
    FellowshipInitiates,
    Fellows,
    FellowshipExperts,
    FellowshipMasters,
    Fellowship1Dan,
    Fellowship2Dan,
    Fellowship3Dan,
};
inline constexpr uint8_t kOriginsPallet = 43;
template <Custom kCase>
using Ensure = EnsurePalletOrigin<kOriginsPallet, kCase>;
template <Custom kCase>
using EnsureOrRoot = EitherOf<EnsureRoot, Ensure<kCase>>;

inline std::optional<Custom> custom(const OriginCaller& caller) {
    const auto* const of_pallet = std::get_if<PalletOrigin>(&caller.v);
    if (!of_pallet || of_pallet->pallet != kOriginsPallet) return std::nullopt;
    const auto origin = scale::decode<Custom>(of_pallet->origin);
    return origin ? std::optional<Custom>(*origin) : std::nullopt;
}
/// The rank that an origin of a single rank stands for: 1 to 3.
constexpr std::optional<Rank> dan(Custom origin) {
    if (origin < Custom::Fellowship1Dan) return std::nullopt;
    return static_cast<Rank>(static_cast<uint8_t>(origin) - static_cast<uint8_t>(Custom::Fellowship1Dan) + 1);
}
/// A decision of a rank of the fellowship; success: the rank.
struct EnsureRank {
    using Success = Rank;
    static std::optional<Rank> try_origin(const RuntimeOrigin& origin) {
        const auto by = custom(origin.caller());
        return by ? dan(*by) : std::nullopt;
    }
};

struct Periods {
    BlockNumber prepare, decision, confirm, enactment;
};
/// Approval falls from all to a half of the votes, support from a half to none of those who could vote.
constexpr Track track(TrackId id, std::string_view name, Balance decision_deposit, Periods periods) {
    namespace curves = pallet_referenda::types::curves;
    return {id, pallet_referenda::TrackInfo{
                    .name = name,
                    .max_deciding = 10,
                    .decision_deposit = decision_deposit,
                    .prepare_period = periods.prepare,
                    .decision_period = periods.decision,
                    .confirm_period = periods.confirm,
                    .min_enactment_period = periods.enactment,
                    .min_approval = curves::linear(1, 1, curves::percent(50), curves::percent(100)),
                    .min_support = curves::linear(1, 1, curves::percent(0), curves::percent(50)),
                }};
}

inline constexpr TrackId kRootTrack = 0, kShortTrack = 10, kLeaseTrack = 12, kGeneralTrack = 14;
inline constexpr Balance kSubmissionDeposit = kUnit / 10, kDecisionDeposit = 100 * kUnit;
inline constexpr Periods kUsualPeriods{2 * kHour, 14 * kDay, 3 * kHour, kHour / 6};
/// The whole life of a referendum on the short track takes eight blocks.
inline constexpr Track kTracks[] = {
    track(kRootTrack, "root", 10 * kDecisionDeposit, kUsualPeriods),
    track(kShortTrack, "staking_admin", kDecisionDeposit, {5, 1, 1, 1}),
    track(kLeaseTrack, "lease_admin", kDecisionDeposit, kUsualPeriods),
    track(kGeneralTrack, "general_admin", kDecisionDeposit, kUsualPeriods),
};
/// Numbered by ranks.
inline constexpr Track kFellowshipTracks[] = {
    track(0, "candidates", kUnit, kUsualPeriods),
    track(1, "members", kUnit, kUsualPeriods),
    track(2, "proficients", kUnit, kUsualPeriods),
    track(3, "fellows", kUnit, kUsualPeriods),
};

struct PreimageConfig {
    static constexpr PalletInfo kInfo{3, "Preimage"};
    static constexpr Balance kBaseDeposit = kUnit;
    static constexpr Balance kByteDeposit = kUnit / 1'000;
    using Currency = Balances;
    using ManagerOrigin = EnsureRoot;
    static constexpr auto kWeights = kDefaultWeights<pallet_preimage::Weights>;
};

/// Root is above all other origins; two others can only be the same.
struct RootIsAbove {
    static std::optional<std::strong_ordering> cmp_privilege(const OriginCaller& left, const OriginCaller& right) {
        if (left == right) return std::strong_ordering::equal;
        if (left.is_root()) return std::strong_ordering::greater;
        return std::nullopt;
    }
};
struct SchedulerConfig {
    static constexpr PalletInfo kInfo{4, "Scheduler"};
    static constexpr pallet_scheduler::Constants kConstants{
        .MaximumWeight = Perbill::from_percent(80) * development_weights::kBlockWeights.max_block,
        .MaxScheduledPerBlock = 50};
    using System = mock::System;
    using Preimages = governance::Preimage;
    using ScheduleOrigin = EnsureRoot;
    using OriginPrivilegeCmp = RootIsAbove;
    static constexpr auto kWeights = kDefaultWeights<pallet_scheduler::Weights>;
};

struct ConvictionVotingConfig {
    static constexpr PalletInfo kInfo{5, "ConvictionVoting"};
    static constexpr pallet_conviction_voting::Constants kConstants{.MaxVotes = 512, .VoteLockingPeriod = 7 * kDay};
    static constexpr uint32_t kClassCount = std::size(kTracks);
    using System = mock::System;
    using Currency = Balances;
    using Polls = Referenda;
    static constexpr auto kWeights = kDefaultWeights<pallet_conviction_voting::Weights>;
};

/// The account that gets slashed deposits.
inline constexpr AccountId kPot = [] {
    AccountId out;
    out.bytes.fill(0x99);
    return out;
}();
struct ToThePot {
    template <class Imbalance>
    static void on_unbalanced(Imbalance slashed) {
        Balances::resolve_creating(kPot, std::move(slashed));
    }
};

/// What both kinds of referenda have alike.
struct OfReferenda {
    using System = mock::System;
    using Currency = Balances;
    using Scheduler = governance::Scheduler;
    using Preimages = governance::Preimage;
    using Slash = List<ToThePot>;
    static constexpr auto kWeights = kDefaultWeights<pallet_referenda::Weights>;
};

/// All money that is not inactive could vote.
struct ActiveIssuance {
    static Balance get() { return Balances::active_issuance(); }
};
struct ReferendaConfig : OfReferenda {
    static constexpr PalletInfo kInfo{6, "Referenda"};
    static constexpr pallet_referenda::Constants kConstants{.SubmissionDeposit = kSubmissionDeposit,
                                                            .MaxQueued = 100,
                                                            .UndecidingTimeout = 14 * kDay,
                                                            .AlarmInterval = 1,
                                                            .Tracks = kTracks};
    static std::optional<TrackId> track_for(const OriginCaller& origin) {
        if (origin.is_root()) return kRootTrack;
        const auto by = custom(origin);
        if (by == Custom::StakingAdmin) return kShortTrack;
        if (by == Custom::LeaseAdmin) return kLeaseTrack;
        if (by == Custom::GeneralAdmin) return kGeneralTrack;
        return std::nullopt;
    }
    using SubmitOrigin = IgnoringArgument<EnsureSigned>;
    using CancelOrigin = EnsureOrRoot<Custom::ReferendumCanceller>;
    using KillOrigin = EnsureOrRoot<Custom::ReferendumKiller>;
    using Votes = Balance;
    using Tally = pallet_conviction_voting::types::Tally<Balance, ActiveIssuance>;
};

struct FellowshipCollectiveConfig {
    static constexpr PalletInfo kInfo{7, "FellowshipCollective"};
    /// Root for any rank; the holders' track for it up to the highest; else a rank for those below it.
    template <Rank kBelow>
    using ByRank = EitherOf<EnsureRootWithSuccess<Rank{65'535}>,
                            EitherOf<EnsureWithSuccess<Ensure<Custom::FellowshipAdmin>, Rank{9}>,
                                     TryMapSuccess<EnsureRank, CheckedReduceBy<kBelow>>>>;
    using System = mock::System;
    using PromoteOrigin = ByRank<1>;
    using DemoteOrigin = ByRank<2>;
    using ExchangeOrigin = EnsureOrRoot<Custom::Fellows>;
    using Polls = FellowshipReferenda;
    using VoteWeight = pallet_ranked_collective::Geometric;
    static constexpr Rank min_rank_of(TrackId track) { return track; }
    static constexpr auto kWeights = kDefaultWeights<pallet_ranked_collective::Weights>;
};

struct FellowshipReferendaConfig : OfReferenda {
    static constexpr PalletInfo kInfo{8, "FellowshipReferenda"};
    static constexpr pallet_referenda::Constants kConstants{.SubmissionDeposit = 0,
                                                            .MaxQueued = 100,
                                                            .UndecidingTimeout = 7 * kDay,
                                                            .AlarmInterval = 1,
                                                            .Tracks = kFellowshipTracks};
    static std::optional<TrackId> track_for(const OriginCaller& origin) {
        const auto by = custom(origin);
        if (by == Custom::FellowshipInitiates) return 0;
        if (by == Custom::Fellows) return 3;
        return by ? dan(*by) : std::nullopt;
    }
    using SubmitOrigin = pallet_ranked_collective::EnsureMember<FellowshipCollective, 1>;
    using CancelOrigin = Ensure<Custom::FellowshipExperts>;
    using KillOrigin = Ensure<Custom::FellowshipMasters>;
    using Votes = pallet_ranked_collective::Votes;
    using Tally = pallet_ranked_collective::Tally<FellowshipCollective>;
};

struct Runtime
    : holds::RuntimeOf<Preimage, Scheduler, ConvictionVoting, Referenda, FellowshipCollective, FellowshipReferenda> {
    struct OriginCaller {
        struct system {
            RawOrigin _0;
        };
        struct Origins {
            Custom _0;
        };
        scale::Enum<At<0, system>, At<kOriginsPallet, Origins>> v;
    };
};

}  // namespace serinus::mock::governance
