/// One round as its voter plays it.
#pragma once

#include "consensus/grandpa/voter.hpp"

namespace serinus::consensus::grandpa {

/// Spec: algo-grandpa-round
struct VotingRound {
    enum class Step : uint8_t { kStart, kProposed, kPrevoted, kPrecommitted, kGivenUp };

    Round votes;
    Step step = Step::kStart;
    Millis prevote_at = 0;
    Millis precommit_at = 0;
    std::optional<RoundResult> last = {};   ///< what the round before has come to; nullopt: we were not there
    std::optional<BlockId> proposal = {};   ///< by the primary, the latest
    uint8_t proposals = 0;                  ///< different ones that were taken, at most two
    std::optional<BlockId> announced = {};  ///< the block that was last announced as final in this round
    std::optional<Commit> commit = {};      ///< with this
    std::optional<Millis> commit_at = {};   ///< once it is completed: when to send the commit, if no other does
    std::optional<BlockNumber> highest_commit_received = {};  ///< the highest block of the commits of others

    /// This node votes no more in this round.
    bool has_voted() const noexcept { return step == Step::kPrecommitted || step == Step::kGivenUp; }
    /// Its estimate is decided, and so is that of the round before: the next one can begin. Spec:
    /// defn-grandpa-completable
    bool is_complete() const;
    /// What the primary proposes: the block that may be final by the last round, unless it is. Spec: algo-grandpa-round
    std::optional<BlockId> what_to_propose() const;
    /// The block whose best chain is to be prevoted for. Spec: algo-best-prevote-candidate
    std::optional<BlockId> prevote_base(const BlockTree& tree) const;
    /// Precommits wait until the GHOST has reached what the round before may have made final.
    std::optional<BlockId> what_to_precommit(const BlockTree& tree) const;
};

}  // namespace serinus::consensus::grandpa
