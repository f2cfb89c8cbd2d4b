/// The votes of one round and what follows from them.
#pragma once

#include <memory>

#include "consensus/grandpa/vote_graph.hpp"

namespace serinus::consensus::grandpa {

enum class ImportedVote : uint8_t {
    kNew,
    kDuplicate,
    kEquivocation,  ///< the voter's second vote: from here on it counts for every block
    kSuperfluous,   ///< a third one; says nothing new
    kNotAboveBase,  ///< or unknown
    kNoVoter,
};

/// Counts the votes of a round. Spec: algo-grandpa-round
class Round {
  public:
    Round(RoundNumber number, std::shared_ptr<const VoterSet> voters, const BlockId& base);

    RoundNumber number() const noexcept { return number_; }
    const VoterSet& voters() const noexcept { return *voters_; }
    const BlockId& base() const noexcept { return graph_.base(); }

    /// A prevote or precommit whose signature is good. Only of a voter's first vote the block must be known and above
    /// the base. Spec: defn-observed-votes
    ImportedVote import(const SignedMessage& vote, const BlockTree& tree);
    /// The two votes of a voter that equivocated.
    std::optional<DoubleVote> equivocation(VoteKind kind, const AuthorityId& id) const;

    const RoundResult& result() const noexcept { return result_; }

    /// The highest block with enough precommits, whatever the prevotes are.
    std::optional<BlockId> precommit_ghost() const;
    /// Precommits that prove to any node that a block is final: the precommit GHOST, at or above `result().finalized`.
    /// As few as can be: of an equivocator only one vote, if that is above the block, and both only if they are needed.
    /// Precondition: a block is final.
    Commit finalizing_commit(const BlockTree& tree) const;

    /// Of those who voted at all.
    Weight weight(VoteKind kind) const { return tally(kind).weight; }
    bool has_voted(VoteKind kind, size_t voter) const { return tally(kind).votes[voter].first.has_value(); }
    /// Whether the vote would add nothing: it is there, or two others are.
    bool is_known(VoteKind kind, size_t voter, const std::pair<BlockId, Signature>& vote) const {
        const auto& [first, second] = tally(kind).votes[voter];
        return second || first == vote;
    }
    std::vector<SignedVote> votes(VoteKind kind) const;
    /// At most two votes of each kind and voter, as they came.
    const std::vector<SignedMessage>& history() const noexcept { return history_; }

  private:
    using Vote = std::pair<BlockId, Signature>;
    struct Votes {
        std::optional<Vote> first;
        std::optional<Vote> second;
    };
    struct Tally {
        explicit Tally(size_t voters) : votes(voters), equivocators(voters) {}

        std::vector<Votes> votes;  ///< by voter
        VoterBits equivocators;
        Weight weight = 0;
        Weight equivocating = 0;
    };

    Tally& tally(VoteKind kind) { return kind == VoteKind::kPrevote ? prevotes_ : precommits_; }
    const Tally& tally(VoteKind kind) const { return kind == VoteKind::kPrevote ? prevotes_ : precommits_; }
    bool has_supermajority(const BlockVotes& votes, VoteKind kind) const;
    bool can_get_precommits(const BlockVotes& votes) const;
    void update();

    RoundNumber number_;
    std::shared_ptr<const VoterSet> voters_;
    VoteGraph graph_;
    Tally prevotes_;
    Tally precommits_;
    RoundResult result_;
    std::vector<SignedMessage> history_;
};

}  // namespace serinus::consensus::grandpa
