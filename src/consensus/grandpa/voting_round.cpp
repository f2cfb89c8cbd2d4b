#include "consensus/grandpa/voting_round.hpp"

namespace serinus::consensus::grandpa {

bool VotingRound::is_complete() const {
    const RoundResult& result = votes.result();
    if (!result.completable) return false;
    if (!last) return true;
    if (!last->estimate || !last->finalized) return false;
    const BlockNumber estimate = last->estimate->number;
    return estimate <= last->finalized->number || (result.finalized && estimate <= result.finalized->number);
}

std::optional<BlockId> VotingRound::what_to_propose() const {
    if (!last || !last->estimate) return std::nullopt;
    if (last->finalized && last->estimate->number <= last->finalized->number) return std::nullopt;
    return last->estimate;
}

std::optional<BlockId> VotingRound::prevote_base(const BlockTree& tree) const {
    if (!last || !last->estimate) return std::nullopt;
    const BlockId estimate = *last->estimate;
    const auto& ghost = last->prevote_ghost;
    if (!proposal || !ghost || *proposal == *ghost) return proposal && ghost ? proposal : estimate;
    // The primary counts if it names a block between the estimate and the GHOST of the last round.
    const bool between = proposal->number > estimate.number && proposal->number < ghost->number &&
                         tree.is_same_or_above(estimate, *proposal) && tree.is_same_or_above(*proposal, *ghost);
    return between ? proposal : estimate;
}

std::optional<BlockId> VotingRound::what_to_precommit(const BlockTree& tree) const {
    const auto& ghost = votes.result().prevote_ghost;
    if (!ghost || !last || !last->estimate) return std::nullopt;
    return tree.is_same_or_above(*last->estimate, *ghost) ? ghost : std::nullopt;
}

}  // namespace serinus::consensus::grandpa
