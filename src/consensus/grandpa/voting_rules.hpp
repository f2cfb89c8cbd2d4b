/// How far behind the best block a node stays with its prevotes.
#pragma once

#include <functional>
#include <optional>

#include "consensus/grandpa/types.hpp"

namespace serinus::consensus::grandpa {

/// Observed: VotingRulesBuilder::default of sc_consensus_grandpa, polkadot v1.0.0; nodes of Polkadot and Kusama use it.
struct VotingRules {
    BlockNumber behind_best = 2;  ///< blocks, so that short forks are over before they are voted on
    bool three_quarters = true;  ///< of the chain that is not final, so that voters that disagree at its end still meet

    friend bool operator==(const VotingRules&, const VotingRules&) = default;
};

/// For a chain that one authority extends at will: each block can be final before there is another.
inline constexpr VotingRules kVoteForBest{0, false};

/// How high a vote may go on the branch that ends with `best`, for reasons beyond GRANDPA: blocks that are still to be
/// approved. nullopt: as high as `best`. What is below `base` counts as `base`.
using VoteLimit = std::function<std::optional<BlockNumber>(const BlockId& base, const BlockId& best)>;

/// The number to vote for between `base` and `target`, on a chain that ends with `best`.
/// Precondition: base <= target <= best.
BlockNumber restrict_vote(const VotingRules& rules, BlockNumber base, BlockNumber target, BlockNumber best);

}  // namespace serinus::consensus::grandpa
