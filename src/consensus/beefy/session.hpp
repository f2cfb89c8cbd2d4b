/// The votes for blocks of one validator set.
///
/// Observed: Rounds of sc-consensus-beefy, polkadot v1.0.0
#pragma once

#include <map>

#include "consensus/beefy/types.hpp"

namespace serinus::consensus::beefy {

/// A validator set from its first block, which is mandatory, until that is proven and the next set begins.
///
/// Votes must have been checked: signature, member of the set, and that their block is one that the voter accepts,
/// which bounds what is kept: one vote of a validator for a block.
class Session {
  public:
    Session(BlockNumber start, ValidatorSet set) : start_(start), set_(std::move(set)) {}

    BlockNumber start() const noexcept { return start_; }
    const ValidatorSet& set() const noexcept { return set_; }
    bool mandatory_done() const noexcept { return mandatory_done_; }
    void set_mandatory_done() noexcept { mandatory_done_ = true; }

    struct Added {
        bool is_known = false;  ///< this vote, or another equivocation of its validator, came before
        std::optional<SignedCommitment> concluded = {};  ///< there are enough votes
        std::optional<EquivocationProof> equivocation = {};
    };
    Added add(const VoteMessage& vote);
    bool knows(const VoteMessage& vote) const;
    /// The block is proven: forgets the votes for it and for those before it.
    void conclude(BlockNumber block);

    size_t vote_count() const noexcept { return votes_.size(); }

  private:
    struct Vote {
        VoteMessage message;
        bool has_equivocated = false;
    };
    using VoteKey = std::pair<BlockNumber, AuthorityId>;

    BlockNumber start_;
    ValidatorSet set_;
    bool mandatory_done_ = false;
    std::map<VoteKey, Vote> votes_;
};

}  // namespace serinus::consensus::beefy
