/// Parameters of FellowshipCollective.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/governance/fellowship.rs
#pragma once

#include "runtime/kusama/origin_checks.hpp"
#include "runtime/kusama/pallets.hpp"
#include "runtime/kusama/weights/fellowship_collective.hpp"
#include "runtime/pallets/ranked_collective/ranked_collective.hpp"

namespace serinus::kusama {

struct FellowshipCollectiveConfig {
    static constexpr sdk::PalletInfo kInfo{22, "FellowshipCollective"};
    using Rank = pallet_ranked_collective::Rank;
    /// Root for any rank; the holders' track for it up to the highest; else a rank promotes to those below it and
    /// demotes from those two below it.
    template <Rank kBelow>
    using ByRank =
        sdk::EitherOf<sdk::EnsureRootWithSuccess<Rank{65'535}>,
                      sdk::EitherOf<sdk::EnsureWithSuccess<origins::Ensure<origins::Custom::FellowshipAdmin>, Rank{9}>,
                                    sdk::TryMapSuccess<origins::EnsureFellowship, sdk::CheckedReduceBy<kBelow>>>>;
    using System = kusama::System;
    using PromoteOrigin = ByRank<1>;
    using DemoteOrigin = ByRank<2>;
    using Polls = kusama::FellowshipReferenda;
    using VoteWeight = pallet_ranked_collective::Geometric;
    /// The tracks are numbered by ranks.
    static constexpr Rank min_rank_of(uint16_t track) { return track; }
    static constexpr auto kWeights = weights::kFellowshipCollective;
};

}  // namespace serinus::kusama
