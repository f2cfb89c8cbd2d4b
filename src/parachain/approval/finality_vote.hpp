/// What a node votes for in GRANDPA: the highest block above the base that is approved with all below it, and below
/// which nothing is disputed; if that is more than 500 blocks behind the best one, then the one that is 500 behind, so
/// that finality goes on whatever happens to approvals.
/// Observed: polkadot-service 42.0.0, relay_chain_selection.rs; polkadot-node-core-dispute-coordinator 36.0.0,
/// `determine_undisputed_chain`.
#pragma once

#include "parachain/approval/voting.hpp"

namespace serinus::parachain {

inline constexpr BlockNumber kMaxFinalityLag = 500;

/// The number to vote for. `approved`: of the highest block that is approved and undisputed, if it is above the base.
BlockNumber finality_target(BlockNumber base, BlockNumber best, std::optional<BlockNumber> approved) noexcept;

/// Whether a dispute about the candidate runs, or has found it invalid.
using IsPossiblyInvalid = std::function<bool(SessionIndex, const CandidateHash&)>;

struct FinalityVote {
    enum class Limit : uint8_t {
        kNone,       ///< the best block
        kApprovals,  ///< the blocks above are not approved
        kDisputes,   ///< the block above has a disputed candidate
        kSafeguard,  ///< 500 behind the best block, approved or not
    };
    BlockNumber number{};
    std::optional<Hash256> hash;  ///< nothing: the ancestor of the best block with this number
    Limit limit = Limit::kNone;
    /// For the log: the candidates that keep the vote from going higher, in the block above it.
    std::vector<CandidateHash> held_up_by;
    BlockNumber approval_lag{};  ///< of `best`, for the aggression of the gossip
};

/// `best`: the leaf to vote for, a descendant of the base, or its ancestor that GRANDPA limits the vote to.
FinalityVote choose_finality_vote(const ApprovalVoting& voting, std::pair<Hash256, BlockNumber> base,
                                  std::pair<Hash256, BlockNumber> best, const IsPossiblyInvalid& is_possibly_invalid);

}  // namespace serinus::parachain
